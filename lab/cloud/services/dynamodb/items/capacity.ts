import type { Capacity, ConsumedCapacity, ReturnConsumedCapacity } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../errors.ts";
import type { IndexRecord, TableRecord } from "../records.ts";
import { throttle } from "../tables/throttle.ts";
import { equalValues } from "../values/compare.ts";
import { storedKey } from "../values/keys.ts";
import { sizeOfItem } from "../values/sizes.ts";
import type { Change, Place } from "./changes.ts";
import { projectedItem } from "./projected.ts";

/** Reading 4 KiB consistently, or writing 1 KiB, takes a unit. */
const READ_UNIT = 4096;
const WRITE_UNIT = 1024;

export type Kind = "read" | "write";

/**
 * The units that a read takes: half as many when it need not be consistent.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export function readUnits(bytes: number, isConsistent: boolean | undefined): number {
  return Math.max(1, Math.ceil(bytes / READ_UNIT)) * (isConsistent ? 1 : 0.5);
}

/** The units that a change takes of its table: those of the larger item, before and after. */
export function writeUnits({ before, after }: Pick<Change, "before" | "after">): number {
  return unitsOf(Math.max(before ? sizeOfItem(before) : 0, after ? sizeOfItem(after) : 0));
}

/** The units that it takes of an index: nothing when the index does not show it. */
export function indexWriteUnits({ before, after, table }: Change, index: IndexRecord): number {
  const old = before && storedKey(before, index.key) && projectedItem(before, index, table);
  const next = after && storedKey(after, index.key) && projectedItem(after, index, table);
  const [removed, put] = [old ? unitsOf(sizeOfItem(old)) : 0, next ? unitsOf(sizeOfItem(next)) : 0];
  if (!old || !next) return removed + put;
  const isMoved = storedKey(old, index.key)?.join("\n") !== storedKey(next, index.key)?.join("\n");
  if (isMoved) return removed + put;
  return equalValues({ M: old }, { M: next }) ? 0 : Math.max(removed, put);
}

function unitsOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / WRITE_UNIT));
}

/** What throughput that is used up is answered with. */
const THROTTLED = new Set(["ProvisionedThroughputExceededException", "ThrottlingException"]);

/**
 * Takes units for a member of a batch. Returns false when there are none left, so that the member is answered unprocessed;
 * throws when that is so of all members.
 */
export function unlessThrottled(take: () => void, hasOthers: boolean): boolean {
  try {
    take();
    return true;
  } catch (error) {
    if (hasOthers && error instanceof AwsError && THROTTLED.has(error.name)) return false;
    throw error;
  }
}

/** What a request has taken of a table and its indexes. */
interface Consumed {
  table: number;
  local?: Map<string, number>;
  global?: Map<string, number>;
}

/** What a request takes of tables and indexes, added up for the `ConsumedCapacity` of its answer. */
export class Consumption {
  /** By the table's name, or ARN, as the request gave it. */
  readonly #tables = new Map<string, Consumed>();
  readonly #factor: number;
  readonly #kind: Kind | undefined;

  /** @param kind of a transaction, which takes twice as much and says of what */
  constructor(kind?: Kind) {
    this.#kind = kind;
    this.#factor = kind ? 2 : 1;
  }

  /** Takes units of a table, or of one of its indexes. */
  take(named: string, index: IndexRecord | undefined, units: number): void {
    const consumed = this.#of(named);
    if (!index) consumed.table += units * this.#factor;
    else {
      consumed[index.kind] ??= new Map();
      const ofKind = consumed[index.kind] as Map<string, number>;
      ofKind.set(index.name, (ofKind.get(index.name) ?? 0) + units * this.#factor);
    }
  }

  /** Takes what a change takes of its table and indexes. Throws when they have no more. */
  takeChange(named: string, change: Change, place: Place): void {
    const { table } = change;
    const takeOf = (index: IndexRecord | undefined, units: number) => {
      throttle(table, index, "write", units * this.#factor, place);
      this.take(named, index, units);
    };
    takeOf(undefined, writeUnits(change));
    for (const index of table.indexes) {
      const units = indexWriteUnits(change, index);
      if (units > 0) takeOf(index, units);
    }
  }

  /** Takes what reading an item of a table takes. Throws when the table has no more. */
  takeRead(named: string, table: TableRecord, units: number, place: Place): void {
    throttle(table, undefined, "read", units * this.#factor, place);
    this.take(named, undefined, units);
  }

  /** As the request wants to hear of it; nothing when it does not. */
  answer(level: ReturnConsumedCapacity | undefined): ConsumedCapacity | undefined {
    return this.answers(level)?.[0];
  }

  /** The same for several tables. */
  answers(level: ReturnConsumedCapacity | undefined): ConsumedCapacity[] | undefined {
    if (level === undefined || level === "NONE") return undefined;
    return [...this.#tables].map(([TableName, { table, local, global }]) => {
      const all = table + sum(local) + sum(global);
      const details = level === "INDEXES" && {
        Table: this.#units(table),
        ...(local && { LocalSecondaryIndexes: this.#ofIndexes(local) }),
        ...(global && { GlobalSecondaryIndexes: this.#ofIndexes(global) }),
      };
      return { TableName, ...this.#units(all), ...details };
    });
  }

  #units(units: number): Capacity {
    if (!this.#kind) return { CapacityUnits: units };
    return { CapacityUnits: units, [this.#kind === "read" ? "ReadCapacityUnits" : "WriteCapacityUnits"]: units };
  }

  #ofIndexes(units: ReadonlyMap<string, number>): Record<string, Capacity> {
    return Object.fromEntries([...units].map(([name, taken]) => [name, this.#units(taken)]));
  }

  #of(named: string): Consumed {
    let consumed = this.#tables.get(named);
    if (!consumed) {
      consumed = { table: 0 };
      this.#tables.set(named, consumed);
    }
    return consumed;
  }
}

function sum(units: ReadonlyMap<string, number> = new Map()): number {
  let all = 0;
  for (const taken of units.values()) all += taken;
  return all;
}
