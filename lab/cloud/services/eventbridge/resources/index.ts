import type { ResourceProvider } from "../../../service/service.ts";
import { archive } from "./archive.ts";
import { eventBus, eventBusPolicy } from "./event-bus.ts";
import { rule } from "./rule.ts";

export const resources: Record<string, ResourceProvider> = {
  "AWS::Events::Archive": archive,
  "AWS::Events::EventBus": eventBus,
  "AWS::Events::EventBusPolicy": eventBusPolicy,
  "AWS::Events::Rule": rule,
};
