import { AwsError } from "../../../errors.ts";
import type { IndexRecord, TableRecord } from "../records.ts";
import type { DynamoDbContext } from "../state.ts";
import { arnOf } from "./lookup.ts";

/** What was not used in so many seconds can be used at once. */
const BURST = 300;

/** Capacity units that are left, at a moment. */
interface Bucket {
  readonly rate: number;
  units: number;
  at: number;
}

/** What is left of the throughput of tables and indexes, for this run of the lab: all of it, at first. */
export class Buckets {
  readonly #buckets = new Map<string, Bucket>();

  /** Takes units, and more than are left of the last ones. Returns whether there were any. */
  take(name: string, rate: number, units: number, now: number): boolean {
    const bucket = this.#filled(name, rate, now);
    if (bucket.units <= 0) return false;
    bucket.units -= units;
    return true;
  }

  /** Forgets what begins with a name. */
  forget(prefix: string): void {
    for (const name of this.#buckets.keys()) if (name.startsWith(prefix)) this.#buckets.delete(name);
  }

  #filled(name: string, rate: number, now: number): Bucket {
    let bucket = this.#buckets.get(name);
    if (!bucket || bucket.rate !== rate) {
      bucket = { rate, units: Math.min(bucket?.units ?? Infinity, rate * BURST), at: now };
      this.#buckets.set(name, bucket);
    }
    bucket.units = Math.min(rate * BURST, bucket.units + (rate * (now - bucket.at)) / 1000);
    bucket.at = now;
    return bucket;
  }
}

/**
 * Takes capacity units of a table, or of an index that has its own. What is on demand has no end of them, unless it is given one.
 * Throws ProvisionedThroughputExceededException, or ThrottlingException.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/burst-adaptive-capacity.html
 */
export function throttle(
  table: TableRecord,
  index: IndexRecord | undefined,
  kind: "read" | "write",
  units: number,
  { cloud, state }: Pick<DynamoDbContext, "cloud" | "state">,
): void {
  const global = index?.kind === "global" ? index : undefined;
  const rate = rateOf(table, global, kind);
  if (rate === undefined) return;
  const name = `${table.id}/${global?.name ?? ""}/${kind}`;
  if (!state.buckets.take(name, rate, units, cloud.clock.now())) throw exceeded(table, global, kind);
}

function rateOf(table: TableRecord, index: IndexRecord | undefined, kind: "read" | "write"): number | undefined {
  const { throughput, onDemand } = index ?? table;
  if (table.billing === "PROVISIONED") return throughput?.[kind];
  return kind === "read" ? onDemand?.MaxReadRequestUnits : onDemand?.MaxWriteRequestUnits;
}

/** Names the resource, and what of it there is no more. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ThrottlingReason.html */
function exceeded(table: TableRecord, index: IndexRecord | undefined, kind: "read" | "write"): AwsError {
  const isOnDemand = table.billing === "PAY_PER_REQUEST";
  const limit = isOnDemand ? "MaxOnDemandThroughputExceeded" : "ProvisionedThroughputExceeded";
  const reason = (index ? "Index" : "Table") + (kind === "read" ? "Read" : "Write") + limit;
  const reasons = [{ reason, resource: arnOf(table) + (index ? `/index/${index.name}` : "") }];
  if (isOnDemand)
    return new AwsError(
      "ThrottlingException",
      "Throughput exceeds the maximum OnDemandThroughput configured on table or index",
      undefined,
      { throttlingReasons: reasons },
    );
  return new AwsError(
    "ProvisionedThroughputExceededException",
    index
      ? "The level of configured provisioned throughput for one or more global secondary indexes of the table was exceeded. Consider increasing your provisioning level for the under-provisioned global secondary indexes with the UpdateTable API"
      : "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.",
    undefined,
    { ThrottlingReasons: reasons },
  );
}
