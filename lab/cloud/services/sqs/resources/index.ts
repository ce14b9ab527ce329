import type { ResourceProvider } from "../../../service/service.ts";
import { queueInlinePolicy, queuePolicy } from "./policies.ts";
import { queue } from "./queue.ts";

export const resources: Record<string, ResourceProvider> = {
  "AWS::SQS::Queue": queue,
  "AWS::SQS::QueueInlinePolicy": queueInlinePolicy,
  "AWS::SQS::QueuePolicy": queuePolicy,
};
