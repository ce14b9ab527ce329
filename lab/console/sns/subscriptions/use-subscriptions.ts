import {
  GetSubscriptionAttributesCommand,
  type Subscription as Listed,
  paginateListSubscriptionsByTopic,
  SNSClient,
} from "@aws-sdk/client-sns";
import { useClient } from "../../cloud/clients.ts";
import { collect } from "../../cloud/collect.ts";
import { useAnswer } from "../../cloud/queries.ts";
import { mapSome } from "../map-some.ts";

/** A subscription to a topic. */
export interface Subscription {
  readonly protocol: string;
  readonly endpoint: string;
  /** Nothing as long as it is not confirmed. */
  readonly arn: string | undefined;
  /** Nothing where it is not confirmed, or may not be read. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** With more subscriptions than this, they are asked for once, and then when somebody asks. */
const FEW = 100;

/** Looks at who is subscribed to a topic, again and again. */
export function useSubscriptions(topic: string) {
  const client = useClient(SNSClient);
  return useAnswer<readonly Subscription[]>(
    ["sns", "subscriptions", topic],
    async () => {
      const pages = paginateListSubscriptionsByTopic({ client }, { TopicArn: topic });
      const listed = await collect(pages, ({ Subscriptions }) => Subscriptions);
      return await mapSome(listed, (one) => subscriptionOf(one, client));
    },
    { every: (found) => (found && found.length > FEW ? false : 5000) },
  );
}

async function subscriptionOf(
  { SubscriptionArn = "", Protocol: protocol = "", Endpoint: endpoint = "" }: Listed,
  client: SNSClient,
): Promise<Subscription> {
  // One that is pending says so in place of its ARN.
  if (!SubscriptionArn.startsWith("arn:")) return { protocol, endpoint, arn: undefined, attributes: {} };
  const ask = new GetSubscriptionAttributesCommand({ SubscriptionArn });
  const { Attributes: attributes = {} } = await client.send(ask).catch(() => ({ Attributes: {} }));
  return { protocol, endpoint, arn: SubscriptionArn, attributes };
}
