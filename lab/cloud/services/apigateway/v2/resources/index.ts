import type { ResourceProvider } from "../../../../service/service.ts";
import * as apis from "./apis.ts";
import * as domains from "./domains.ts";
import * as parts from "./parts.ts";

export const resources: Record<string, ResourceProvider> = {
  ...apis.resources,
  ...domains.resources,
  ...parts.resources,
};
