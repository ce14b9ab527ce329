import type { NotificationConfiguration } from "@aws-sdk/client-s3";

/** One line of a bucket's notification configuration. */
export interface Rule {
  readonly id: string;
  /** Such as `s3:ObjectCreated:*`. */
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
  /** ARN of a function, a queue or a topic. */
  readonly destination: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html */
export const EVENTS: ReadonlySet<string> = new Set(
  Object.entries({
    ObjectCreated: ["*", "Put", "Post", "Copy", "CompleteMultipartUpload"],
    ObjectRemoved: ["*", "Delete", "DeleteMarkerCreated"],
    ObjectRestore: ["*", "Post", "Completed", "Delete"],
    Replication: [
      "*",
      "OperationFailedReplication",
      "OperationNotTracked",
      "OperationMissedThreshold",
      "OperationReplicatedAfterThreshold",
    ],
    LifecycleExpiration: ["*", "Delete", "DeleteMarkerCreated"],
    ObjectTagging: ["*", "Put", "Delete"],
  })
    .flatMap(([group, names]) => names.map((name) => `s3:${group}:${name}`))
    .concat("s3:ReducedRedundancyLostObject", "s3:LifecycleTransition", "s3:IntelligentTiering", "s3:ObjectAcl:Put"),
);

/** The rules of a configuration, whatever their destinations. */
export function rulesOf(configuration: NotificationConfiguration): Rule[] {
  const { LambdaFunctionConfigurations = [], QueueConfigurations = [], TopicConfigurations = [] } = configuration;
  const all = [
    ...LambdaFunctionConfigurations.map((one) => ({ ...one, destination: one.LambdaFunctionArn })),
    ...QueueConfigurations.map((one) => ({ ...one, destination: one.QueueArn })),
    ...TopicConfigurations.map((one) => ({ ...one, destination: one.TopicArn })),
  ];
  return all.map(({ Id = "", Events = [], Filter, destination = "" }) => {
    const part = (name: string) =>
      Filter?.Key?.FilterRules?.find(({ Name }) => Name?.toLowerCase() === name)?.Value ?? "";
    return { id: Id, events: Events, prefix: part("prefix"), suffix: part("suffix"), destination };
  });
}

/** Whether a rule wants to hear of what happened to a key. */
export function wants({ events, prefix, suffix }: Rule, event: string, key: string): boolean {
  return events.some((pattern) => covers(pattern, event)) && key.startsWith(prefix) && key.endsWith(suffix);
}

/** Whether one event of one key could be told to both: S3 allows one destination for each. */
export function overlap(one: Rule, other: Rule): boolean {
  const shared = one.events.some((a) => other.events.some((b) => covers(a, b) || covers(b, a)));
  const prefixes = one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix);
  const suffixes = one.suffix.endsWith(other.suffix) || other.suffix.endsWith(one.suffix);
  return shared && prefixes && suffixes;
}

function covers(pattern: string, event: string): boolean {
  return pattern === event || (pattern.endsWith(":*") && event.startsWith(pattern.slice(0, -1)));
}
