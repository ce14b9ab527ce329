import type { ResourceProvider } from "../../../service/service.ts";
import { apiDestination } from "./api-destination.ts";
import { connection } from "./connection.ts";

export const resources: Record<string, ResourceProvider> = {
  "AWS::Events::ApiDestination": apiDestination,
  "AWS::Events::Connection": connection,
};
