import type { ResourceProvider } from "../../../../service/service.ts";
import * as apis from "./apis.ts";
import * as domains from "./domains.ts";
import * as keys from "./keys.ts";
import * as methods from "./methods.ts";
import * as parts from "./parts.ts";
import * as stages from "./stages.ts";

export const resources: Record<string, ResourceProvider> = {
  ...apis.resources,
  ...domains.resources,
  ...keys.resources,
  ...methods.resources,
  ...parts.resources,
  ...stages.resources,
};
