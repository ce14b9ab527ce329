import type { ResourceProvider } from "../../../service/service.ts";

export const resources: Record<string, ResourceProvider> = {};
