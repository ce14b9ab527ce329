import type { ResourceProvider } from "../../../service/service.ts";

/** SNS's CloudFormation types. */
export const resources: Record<string, ResourceProvider> = {};
