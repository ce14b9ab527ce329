import type { Event, FilterRule, NotificationConfiguration, NotificationConfigurationFilter } from "@aws-sdk/client-s3";

/** To whom, of what and of which keys a bucket tells. */
export interface NotificationForm {
  readonly id: string | undefined;
  /** The ARN of a function, a queue or a topic. */
  readonly to: string;
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
}

/** A bucket's notifications, as their form has them. */
export interface NotificationsForm {
  readonly targets: readonly NotificationForm[];
  /** Whether it tells everything to EventBridge. */
  readonly toEventBridge: boolean;
}

export function formOf(configuration: NotificationConfiguration): NotificationsForm {
  const {
    LambdaFunctionConfigurations = [],
    QueueConfigurations = [],
    TopicConfigurations = [],
    EventBridgeConfiguration,
  } = configuration;
  const targets = [
    ...LambdaFunctionConfigurations.map((one) => ({ ...one, to: one.LambdaFunctionArn })),
    ...QueueConfigurations.map((one) => ({ ...one, to: one.QueueArn })),
    ...TopicConfigurations.map((one) => ({ ...one, to: one.TopicArn })),
  ];
  return {
    targets: targets.map(({ Id, to = "", Events = [], Filter }) => ({
      id: Id,
      to,
      events: Events,
      prefix: ruleIn(Filter, "prefix"),
      suffix: ruleIn(Filter, "suffix"),
    })),
    toEventBridge: EventBridgeConfiguration !== undefined,
  };
}

/** What S3 takes: by the service that the target is of. */
export function configurationOf({ targets, toEventBridge }: NotificationsForm): NotificationConfiguration {
  const of = (service: string) => targets.filter(({ to }) => to.split(":")[2] === service);
  const others = targets.filter(({ to }) => !["lambda", "sqs", "sns"].includes(to.split(":")[2] ?? ""));
  // What is the ARN of none of them is sent nevertheless: S3 says what is wrong with it.
  const functions = [...of("lambda"), ...others];
  return {
    ...(functions.length > 0 && {
      LambdaFunctionConfigurations: functions.map((one) => ({ ...shared(one), LambdaFunctionArn: one.to })),
    }),
    ...(of("sqs").length > 0 && {
      QueueConfigurations: of("sqs").map((one) => ({ ...shared(one), QueueArn: one.to })),
    }),
    ...(of("sns").length > 0 && {
      TopicConfigurations: of("sns").map((one) => ({ ...shared(one), TopicArn: one.to })),
    }),
    ...(toEventBridge && { EventBridgeConfiguration: {} }),
  };
}

function shared({ id, events, prefix, suffix }: NotificationForm) {
  const FilterRules: FilterRule[] = [
    ...(prefix === "" ? [] : [{ Name: "prefix" as const, Value: prefix }]),
    ...(suffix === "" ? [] : [{ Name: "suffix" as const, Value: suffix }]),
  ];
  return {
    ...(id !== undefined && { Id: id }),
    Events: events as Event[],
    ...(FilterRules.length > 0 && { Filter: { Key: { FilterRules } } }),
  };
}

/** S3 answers the names of filter rules in another case than it takes them. */
function ruleIn(filter: NotificationConfigurationFilter | undefined, name: string): string {
  return filter?.Key?.FilterRules?.find(({ Name = "" }) => Name.toLowerCase() === name)?.Value ?? "";
}
