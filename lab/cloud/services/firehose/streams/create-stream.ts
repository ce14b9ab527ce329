import { randomUUID } from "node:crypto";
import type { CreateDeliveryStreamInput } from "@aws-sdk/client-firehose";
import { newDestination } from "../destinations/destinations.ts";
import { checkRoles } from "../destinations/role-check.ts";
import { inUse, invalid, limitExceeded, notYet } from "../errors.ts";
import { beginningsOf, checkSource } from "../reading/beginning.ts";
import type { DeliveryStream, KinesisSource } from "../records.ts";
import type { Firehose, FirehoseContext } from "../state.ts";
import { encryptionOf } from "./encryption.ts";
import { arnOf, keyOf, putStream } from "./names.ts";
import { asTags } from "./tags.ts";

/** https://docs.aws.amazon.com/firehose/latest/dev/limits.html */
const MOST_STREAMS = 5000;

/** Makes a stream. It is active at once: nobody has to wait. */
export const createDeliveryStream: Firehose["CreateDeliveryStream"] = async (input, context) => {
  const stream = newStream(input, context);
  const tags = asTags(input.Tags ?? []);
  const { cloud, state } = context;
  checkNew(stream, context);
  await checkRoles(stream, context);
  if (stream.source) await checkSource(stream, context);
  const beginnings = await beginningsOf(stream, context);
  cloud.store.write(() => {
    // Another call may have made it meanwhile.
    checkNew(stream, context);
    putStream(stream, state);
    if (Object.keys(tags).length > 0) state.tags.put(keyOf(stream), tags);
    state.readers.begin(stream, beginnings);
  });
  return { DeliveryStreamARN: arnOf(stream) };
};

function newStream(input: CreateDeliveryStreamInput, { account, region, cloud }: FirehoseContext): DeliveryStream {
  const { DeliveryStreamType: type = "DirectPut", DirectPutSourceConfiguration: direct } = input;
  const encryption = encryptionOf(input.DeliveryStreamEncryptionConfigurationInput);
  const source = sourceOf(input, cloud.clock.now());
  if (encryption && source)
    throw invalid("Server-side encryption can be enabled only for Firehose streams with DirectPut as their source.");
  if (direct && source) throw invalid("DirectPutSourceConfiguration is supported only for DirectPut.");
  return {
    account,
    region,
    name: input.DeliveryStreamName as string,
    id: randomUUID(),
    type,
    created: cloud.clock.now(),
    version: 1,
    destination: newDestination(input),
    ...(source && { source }),
    ...(direct?.ThroughputHintInMBs !== undefined && { throughputHint: direct.ThroughputHintInMBs }),
    ...(encryption && { encryption }),
  };
}

/** The data stream that it is to read. Throws Firehose's errors where the type and the configuration disagree. */
function sourceOf(input: CreateDeliveryStreamInput, now: number): KinesisSource | undefined {
  const { DeliveryStreamType: type = "DirectPut", KinesisStreamSourceConfiguration: kinesis } = input;
  if (type === "MSKAsSource" || input.MSKSourceConfiguration)
    throw notYet("Amazon MSK as a source of Firehose streams");
  if (type === "DatabaseAsSource" || input.DatabaseSourceConfiguration)
    throw notYet("databases as sources of Firehose streams");
  if (type === "DirectPut") {
    if (kinesis) throw invalid("KinesisSourceStreamConfig is only applicable for KinesisStreamAsSource stream type.");
    return undefined;
  }
  if (!kinesis?.KinesisStreamARN || !kinesis.RoleARN)
    throw invalid("KinesisSourceStreamConfig is required for KinesisStreamAsSource stream type.");
  return { stream: kinesis.KinesisStreamARN, role: kinesis.RoleARN, since: now };
}

function checkNew(stream: DeliveryStream, { state }: FirehoseContext): void {
  const { account, region, name } = stream;
  if (state.streams.has(...keyOf(stream))) throw inUse(`Firehose ${name} under accountId ${account} already exists`);
  if ([...state.streams.keys({ under: [account, region] })].length >= MOST_STREAMS)
    throw limitExceeded(`You have already consumed your firehose quota of ${MOST_STREAMS} hoses.`);
}
