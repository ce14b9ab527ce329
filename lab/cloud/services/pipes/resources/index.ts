import type { ResourceProvider } from "../../../service/service.ts";
import { pipe } from "./pipe.ts";

export const resources: Record<string, ResourceProvider> = { "AWS::Pipes::Pipe": pipe };
