import type { ResourceProvider } from "../../../service/service.ts";
import { resourcePolicy } from "./resource-policy.ts";
import { stream } from "./stream.ts";
import { streamConsumer } from "./stream-consumer.ts";

export const resources: Record<string, ResourceProvider> = {
  "AWS::Kinesis::ResourcePolicy": resourcePolicy,
  "AWS::Kinesis::Stream": stream,
  "AWS::Kinesis::StreamConsumer": streamConsumer,
};
