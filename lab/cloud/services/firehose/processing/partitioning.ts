import { own } from "../../../own.ts";
import { Turns } from "../../../time/turns.ts";
import type { Output } from "../buffers/buffers.ts";
import type { Means } from "../deliveries/work.ts";
import { expressionsIn } from "../objects/expressions.ts";
import type { BufferedRecord, DeliveryStream, Partition } from "../records.ts";
import type { Fail, Steps } from "./decompression.ts";
import { queryOf } from "./queries/query.ts";
import type { Transformed } from "./transformation.ts";

/** https://docs.aws.amazon.com/firehose/latest/dev/limits.html */
const MOST_PARTITIONS = 500;
/** https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html */
const LONGEST_KEY = 512;

const FAILED = "DynamicPartitioning.MetadataExtractionFailed";

/** Sorts records into partitions, where a stream has any, and ends them with the delimiter that it asks for. */
export async function partitioned(
  all: readonly Transformed[],
  stream: DeliveryStream,
  steps: Steps,
  { partitionsOf }: Means,
  fail: Fail,
): Promise<Output[]> {
  const delimiter = steps.get("AppendDelimiterToRecord");
  const end = delimiter && Buffer.from((delimiter.get("Delimiter") ?? "\\n").replaceAll("\\n", "\n"));
  const finished = ({ record }: Transformed): BufferedRecord =>
    end ? { ...record, data: Buffer.concat([record.data, end]) } : record;
  const { destination } = stream;
  if (destination.kind !== "s3" || !destination.s3.DynamicPartitioningConfiguration?.Enabled)
    return all.length > 0 ? [{ lane: { kind: "output" }, records: all.map(finished) }] : [];
  const sorter = new Sorter(destination.s3.Prefix ?? "", steps, partitionsOf(stream));
  const turns = new Turns();
  for (const one of all) {
    await turns.next();
    const problem = sorter.add(one, finished(one));
    if (problem) fail([one.original], { attemptsMade: 1, ...problem });
  }
  return sorter.outputs();
}

interface Problem {
  readonly errorCode: string;
  readonly errorMessage: string;
}

/** Sorts records by their partition keys. */
class Sorter {
  readonly #used: ReturnType<typeof expressionsIn>;
  readonly #query: ReturnType<typeof queryOf> | undefined;
  /** Partitions that records wait for, as JSON. */
  readonly #known: Set<string>;
  readonly #sorted = new Map<string, { readonly partition: Partition; readonly records: BufferedRecord[] }>();

  constructor(prefix: string, steps: Steps, known: Iterable<Partition>) {
    this.#used = expressionsIn(prefix);
    const text = steps.get("MetadataExtraction")?.get("MetadataExtractionQuery");
    this.#query = text === undefined ? undefined : queryOf(text);
    this.#known = new Set([...known].map((partition) => JSON.stringify(partition)));
  }

  /** Adds a record to its partition. Answers why it has none. */
  add({ record, keys }: Transformed, finished: BufferedRecord): Problem | undefined {
    let partition: Partition;
    try {
      partition = { query: this.#queried(record.data), lambda: this.#picked("partitionKeyFromLambda", keys) };
    } catch (error) {
      return { errorCode: FAILED, errorMessage: (error as Error).message };
    }
    const name = JSON.stringify(partition);
    if (!this.#known.has(name) && this.#known.size >= MOST_PARTITIONS)
      return {
        errorCode: "DynamicPartitioning.ActivePartitionLimitExceeded",
        errorMessage: `The stream has more than ${MOST_PARTITIONS} active partitions.`,
      };
    this.#known.add(name);
    const sorted = this.#sorted.get(name) ?? { partition, records: [] };
    sorted.records.push(finished);
    this.#sorted.set(name, sorted);
    return undefined;
  }

  outputs(): Output[] {
    return [...this.#sorted.values()].map(({ partition, records }) => ({
      lane: { kind: "output", partition },
      records,
    }));
  }

  #queried(data: Uint8Array): Record<string, string> {
    return this.#query ? this.#picked("partitionKeyFromQuery", this.#query.run(parsed(data))) : {};
  }

  /** The keys that the prefix names. */
  #picked(namespace: string, keys: Readonly<Record<string, unknown>>): Record<string, string> {
    const names = this.#used.filter((part) => part.namespace === namespace).map(({ value }) => value);
    return Object.fromEntries(
      names.map((name) => {
        const value = own(keys, name);
        if (value === null || value === undefined || value === "" || typeof value === "object")
          throw new Error("partitionKeys values must not be null or empty");
        return [name, String(value).slice(0, LONGEST_KEY)];
      }),
    );
  }
}

function parsed(data: Uint8Array): unknown {
  const text = Buffer.from(data).toString("utf8");
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("The record is not valid JSON.");
  }
}
