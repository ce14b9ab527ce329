import { GetTopicAttributesCommand, SetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import { useClient } from "../../cloud/clients.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { isFifo, nameOf } from "../topic-path.ts";

/** A topic, as its page shows it. */
export interface Topic {
  readonly arn: string;
  readonly name: string;
  readonly isFifo: boolean;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Looks at a topic again and again. */
export function useTopic(arn: string) {
  const client = useClient(SNSClient);
  return useAnswer<Topic>(
    ["sns", "topic", arn],
    async () => {
      const { Attributes = {} } = await client.send(new GetTopicAttributesCommand({ TopicArn: arn }));
      return { arn, name: nameOf(arn), isFifo: isFifo(arn), attributes: Attributes };
    },
    { every: 5000 },
  );
}

/** Sets one attribute of a topic. */
export function useAttribute({ arn, name }: Topic, AttributeName: string) {
  const client = useClient(SNSClient);
  return useChange(
    (AttributeValue: string) =>
      client.send(new SetTopicAttributesCommand({ TopicArn: arn, AttributeName, AttributeValue })),
    { done: () => `Changed ${name}`, stale: ["sns"], inForm: true },
  );
}

/** Sets attributes of a topic, one after the other: those that differ. */
export function useTopicChange({ arn, name, attributes }: Topic) {
  const client = useClient(SNSClient);
  return useChange(
    async (changed: Readonly<Record<string, string>>) => {
      for (const [AttributeName, AttributeValue] of Object.entries(changed)) {
        if (attributes[AttributeName] === AttributeValue) continue;
        await client.send(new SetTopicAttributesCommand({ TopicArn: arn, AttributeName, AttributeValue }));
      }
    },
    { done: () => `Changed ${name}`, stale: ["sns"], inForm: true },
  );
}
