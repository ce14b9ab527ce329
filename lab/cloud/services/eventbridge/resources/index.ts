import type { ResourceProvider } from "../../../service/service.ts";
import { apiDestination } from "./api-destination.ts";
import { archive } from "./archive.ts";
import { connection } from "./connection.ts";
import { eventBus, eventBusPolicy } from "./event-bus.ts";
import { rule } from "./rule.ts";

export const resources: Record<string, ResourceProvider> = {
  "AWS::Events::ApiDestination": apiDestination,
  "AWS::Events::Archive": archive,
  "AWS::Events::Connection": connection,
  "AWS::Events::EventBus": eventBus,
  "AWS::Events::EventBusPolicy": eventBusPolicy,
  "AWS::Events::Rule": rule,
};
