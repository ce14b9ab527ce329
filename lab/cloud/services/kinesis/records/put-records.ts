import { createHash } from "node:crypto";
import type { PutRecordsResultEntry } from "@aws-sdk/client-kinesis";
import { ALL_HASHES, type Shard, shardFor } from "../../../streams/shard.ts";
import { invalid, notValid, RateExceeded } from "../errors.ts";
import type { Stream } from "../records.ts";
import { openShardsOf } from "../shards/layout.ts";
import { adapt } from "../shards/on-demand.ts";
import { type Kinesis, type KinesisContext, logKey } from "../state.ts";
import { openStream } from "../streams/names.ts";

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html */
const LARGEST_REQUEST = 10 * 2 ** 20;

/** What is put. */
interface Entry {
  readonly Data?: Uint8Array | undefined;
  readonly PartitionKey?: string | undefined;
  readonly ExplicitHashKey?: string | undefined;
  readonly SequenceNumberForOrdering?: string | undefined;
}

export const putRecord: Kinesis["PutRecord"] = async (input, context) =>
  await context.cloud.store.writeSoon(() => {
    const stream = openStream(input, context);
    checkSize(input, stream);
    const put = append(input, stream, openShardsOf(stream, context.state), context);
    if (stream.mode === "ON_DEMAND") adapt(stream, context);
    return { ...put, ...encrypted(stream) };
  });

export const putRecords: Kinesis["PutRecords"] = async (input, context) => {
  const { Records: entries = [] } = input;
  const size = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (size > LARGEST_REQUEST) throw invalid(`Records size exceeds ${LARGEST_REQUEST / 2 ** 20} MB limit`);
  return await context.cloud.store.writeSoon(() => {
    const stream = openStream(input, context);
    for (const entry of entries) checkSize(entry, stream);
    const shards = openShardsOf(stream, context.state);
    const Records = entries.map((entry): PutRecordsResultEntry => {
      try {
        return append(entry, stream, shards, context);
      } catch (error) {
        if (!(error instanceof RateExceeded)) throw error;
        return { ErrorCode: error.name, ErrorMessage: error.message };
      }
    });
    if (stream.mode === "ON_DEMAND") adapt(stream, context);
    const FailedRecordCount = Records.filter(({ ErrorCode }) => ErrorCode !== undefined).length;
    return { FailedRecordCount, Records, ...encrypted(stream) };
  });
};

/** Puts a record into its shard. Throws RateExceeded when that takes no more in this second. Only inside `store.write`. */
function append(entry: Entry, stream: Stream, shards: readonly Shard[], { state, cloud, http }: KinesisContext) {
  const { PartitionKey: key = "", Data: data = new Uint8Array() } = entry;
  const { id } = shardOf(entry, shards);
  const place = `${stream.id}/${id}`;
  // What is inside of the lab has no limits.
  if (!http) state.throughput.took(place, sizeOf(entry));
  else if (!state.throughput.takes(place, sizeOf(entry))) throw new RateExceeded(id, stream);
  const span = cloud.trace.current?.id;
  const SequenceNumber = state.log.append(logKey(stream), id, { key, data, ...(span !== undefined && { span }) });
  return { SequenceNumber, ShardId: id };
}

/** The shard that a record belongs to: by its hash, which is that of its partition key unless it says another one. */
function shardOf({ PartitionKey = "", ExplicitHashKey }: Entry, shards: readonly Shard[]): Shard {
  const hash =
    ExplicitHashKey === undefined
      ? BigInt(`0x${createHash("md5").update(PartitionKey).digest("hex")}`)
      : BigInt(ExplicitHashKey);
  if (hash > BigInt(ALL_HASHES.to))
    throw invalid(
      `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${ExplicitHashKey}`,
    );
  // The open shards have all hashes.
  return shardFor(shards, hash) as Shard;
}

function checkSize(entry: Entry, { largest }: Stream): void {
  const size = sizeOf(entry);
  if (size <= largest * 1024) return;
  throw notValid(
    `1 validation error detected: Value at 'data' failed to satisfy constraint: Member must have length less than or equal to ${largest * 1024}`,
  );
}

function sizeOf({ Data, PartitionKey }: Entry): number {
  return (Data?.length ?? 0) + Buffer.byteLength(PartitionKey ?? "");
}

function encrypted({ key }: Stream) {
  return key === undefined ? {} : { EncryptionType: "KMS" as const };
}
