import type { ResourceProvider } from "../../../service/service.ts";
import { trail } from "./trail.ts";

export const resources: Record<string, ResourceProvider> = {
  "AWS::CloudTrail::Trail": trail,
};
