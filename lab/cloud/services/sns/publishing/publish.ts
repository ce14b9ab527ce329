import { AwsError } from "../../../errors.ts";
import { type BatchErrors, checkBatchIds } from "../../../service/batch-ids.ts";
import { invalidParameter } from "../errors.ts";
import { publishToPhone } from "../messaging/text-messages.ts";
import { publishToDevice } from "../platforms/devices.ts";
import type { Published, Seen, Topic } from "../records.ts";
import type { Sns, SnsContext, SnsState } from "../state.ts";
import { Filtered } from "../subscriptions/filter-policies.ts";
import { isFifo, keyOf, topicAt } from "../topics/names.ts";
import { archive } from "./archive.ts";
import { numbered, orderOf } from "./deduplication.ts";
import { bodyFor, checkedMessage, LARGEST, noticeOf } from "./messages.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export const publish: Sns["Publish"] = async (input, context) => {
  const { PhoneNumber, TargetArn, TopicArn = TargetArn } = input;
  const { cloud, state } = context;
  const now = cloud.clock.now();
  const isDevice = TargetArn?.includes(":endpoint/") === true;
  const { message, size } = checkedMessage(input, now, !isDevice);
  if (size > LARGEST) throw invalidParameter("Message too long");
  if (PhoneNumber !== undefined && PhoneNumber !== "") return publishToPhone(PhoneNumber, message, context);
  if (isDevice) return publishToDevice(TargetArn as string, message, context);
  if (TopicArn === undefined) throw invalidParameter("TopicArn or TargetArn Reason: no value for required parameter");
  const topic = topicAt(TopicArn, context);
  const ordered = { ...message, ...orderOf(input, topic) };
  return await cloud.store.writeSoon(() => resultOf(accept(ordered, topic, state)));
};

/** https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html */
export const publishBatch: Sns["PublishBatch"] = async (input, context) => {
  const { cloud, state } = context;
  const entries = input.PublishBatchRequestEntries ?? [];
  checkBatchIds(entries, BATCH_ERRORS);
  const topic = topicAt(input.TopicArn, context);
  const now = cloud.clock.now();
  const checked = entries.map((entry) => {
    const { message, size } = checkedMessage(entry, now);
    return { id: entry.Id, size, message: { ...message, ...orderOf(entry, topic) } };
  });
  if (checked.reduce((sum, { size }) => sum + size, 0) > LARGEST)
    throw new AwsError(
      "BatchRequestTooLongException",
      "The length of all the messages put together is more than the limit.",
    );
  const Successful = await cloud.store.writeSoon(() =>
    checked.map(({ id: Id, message }) => ({ Id, ...resultOf(accept(message, topic, state)) })),
  );
  return { Successful, Failed: [] };
};

const BATCH_ERRORS: BatchErrors = {
  empty: () => new AwsError("EmptyBatchRequestException", "The batch request doesn't contain any entries."),
  tooMany: () =>
    new AwsError("TooManyEntriesInBatchRequestException", "The batch request contains more entries than permissible."),
  invalidId: () =>
    new AwsError(
      "InvalidBatchEntryIdException",
      "The Id of a batch entry in a batch request doesn't abide by the specification.",
    ),
  repeated: () =>
    new AwsError("BatchEntryIdsNotDistinctException", "Two or more batch entries in the request have the same Id."),
};

/** Accepts a message for all subscriptions that want it. Only inside `store.write`: all of them, or none. */
function accept(message: Published, { account, region, name }: Topic, state: SnsState): Published | Seen {
  // It may have changed, or gone, since the message was checked.
  const topic = topicAt(`arn:aws:sns:${region}:${account}:${name}`, { state, region } as SnsContext);
  const accepted = isFifo(topic) ? numbered(message, topic, state) : message;
  if (!("time" in accepted)) return accepted;
  archive(accepted, topic, state);
  const filtered = new Filtered(accepted);
  for (const subscription of state.subscriptions.values({ under: keyOf(topic) })) {
    if (subscription.isPending) continue;
    const body = bodyFor(subscription, accepted);
    if (filtered.isWanted(subscription.attributes, body))
      state.deliveries.deliver(subscription, noticeOf(accepted, body));
  }
  return accepted;
}

function resultOf({ id, sequenceNumber }: Published | Seen) {
  return { MessageId: id, ...(sequenceNumber !== undefined && { SequenceNumber: sequenceNumber }) };
}
