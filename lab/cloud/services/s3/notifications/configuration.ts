import { randomUUID } from "node:crypto";
import type { FilterRule, NotificationConfiguration, NotificationConfigurationFilter } from "@aws-sdk/client-s3";
import { AwsError } from "../../../errors.ts";
import { openBucket } from "../access/buckets.ts";
import { configuration } from "../buckets/configuration.ts";
import { invalidArgument, malformedXml } from "../errors.ts";
import type { Bucket } from "../records.ts";
import type { S3, S3Context } from "../state.ts";
import { problemOf } from "./destinations.ts";
import { EVENTS, overlap, rulesOf } from "./rules.ts";

/** Which events of a bucket are sent where. */
export const notifications = configuration<NotificationConfiguration>("Notification", {});

export const getBucketNotificationConfiguration: S3["GetBucketNotificationConfiguration"] = (input, context) =>
  notifications.get(context, input);

/** Stores the configuration when each of its destinations may be told; queues and topics get a test event. */
export const putBucketNotificationConfiguration: S3["PutBucketNotificationConfiguration"] = async (input, context) => {
  const bucket = openBucket(context, input);
  const wanted = checked(input.NotificationConfiguration);
  const rules = rulesOf(wanted);
  if (!input.SkipDestinationValidation)
    await checkDestinations(
      rules.map(({ destination }) => destination),
      bucket,
      context,
    );
  const known = new Set(rulesOf(notifications.of(bucket) ?? {}).map(({ destination }) => destination));
  notifications.put(context, input, wanted);
  const fresh = new Set(rules.map(({ destination }) => destination).filter((arn) => !known.has(arn)));
  for (const destination of fresh) {
    if (!destination.startsWith("arn:aws:lambda:"))
      context.state.notifications.post(bucket, testEvent(destination, bucket, context));
  }
  return {};
};

function checked(given: NotificationConfiguration): NotificationConfiguration {
  const complete = <
    C extends {
      Id?: string | undefined;
      Events?: string[] | undefined;
      Filter?: NotificationConfigurationFilter | undefined;
    },
  >(
    list: C[] | undefined,
  ) =>
    list?.map((one) => ({
      ...one,
      Id: one.Id ?? randomUUID(),
      ...(one.Filter && { Filter: checkedFilter(one.Filter) }),
    }));
  const wanted: NotificationConfiguration = {};
  const functions = complete(given.LambdaFunctionConfigurations);
  const queues = complete(given.QueueConfigurations);
  const topics = complete(given.TopicConfigurations);
  if (functions?.length) wanted.LambdaFunctionConfigurations = functions;
  if (queues?.length) wanted.QueueConfigurations = queues;
  if (topics?.length) wanted.TopicConfigurations = topics;
  if (given.EventBridgeConfiguration) wanted.EventBridgeConfiguration = {};
  checkRules(wanted);
  return wanted;
}

function checkRules(wanted: NotificationConfiguration): void {
  const rules = rulesOf(wanted);
  for (const { events, destination } of rules) {
    if (events.length === 0) throw malformedXml();
    const unknown = events.find((event) => !EVENTS.has(event));
    if (unknown !== undefined) throw invalidArgument("The event is not supported for notifications", "Event", unknown);
    if (!/^arn:aws:(lambda|sqs|sns):[a-z0-9-]+:\d{12}:.+$/.test(destination))
      throw invalidArgument("The ARN could not be parsed", "Arn", destination);
  }
  const ids = rules.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) < i);
  if (twice !== undefined) throw invalidArgument("The notification configuration IDs must be unique.", "Id", twice);
  if (rules.some((one, i) => rules.slice(i + 1).some((other) => overlap(one, other)))) {
    const message = "Configurations overlap. Configurations on the same bucket cannot share a common event type.";
    throw new AwsError("InvalidArgument", message);
  }
}

/** A filter with its names as S3 writes them. */
function checkedFilter({ Key }: NotificationConfigurationFilter): NotificationConfigurationFilter {
  const FilterRules: FilterRule[] = [];
  for (const { Name = "", Value = "" } of Key?.FilterRules ?? []) {
    const name = { prefix: "Prefix", suffix: "Suffix" }[Name.toLowerCase()];
    if (!name) throw invalidArgument("filter rule name must be either prefix or suffix", "FilterRule.Name", Name);
    if (FilterRules.some((rule) => rule.Name === name)) {
      const kind = name.toLowerCase();
      throw invalidArgument(`Cannot specify more than one ${kind} rule in a filter.`, "FilterRule.Name", kind);
    }
    if (Buffer.byteLength(Value) > 1024)
      throw invalidArgument("Size of filter rule value cannot exceed 1024 bytes", "FilterRule.Value", Value);
    FilterRules.push({ Name: name as FilterRule["Name"], Value });
  }
  return { Key: { FilterRules } };
}

async function checkDestinations(arns: readonly string[], bucket: Bucket, context: S3Context): Promise<void> {
  const problems: Record<string, string> = {};
  for (const arn of new Set(arns)) {
    const problem = await problemOf(arn, bucket, context);
    if (problem === undefined) continue;
    const number = Object.keys(problems).length / 2 + 1;
    problems[`ArgumentName${number}`] = arn;
    problems[`ArgumentValue${number}`] = problem;
  }
  if (Object.keys(problems).length === 0) return;
  throw new AwsError("InvalidArgument", "Unable to validate the following destination configurations", 400, problems);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
function testEvent(destination: string, bucket: Bucket, { cloud, requestId }: S3Context) {
  const event = {
    Service: "Amazon S3",
    Event: "s3:TestEvent",
    Time: cloud.clock.date().toISOString(),
    Bucket: bucket.name,
    RequestId: requestId,
    HostId: Buffer.from(`skylab/${requestId}`).toString("base64"),
  };
  return { destination, body: JSON.stringify(event) };
}
