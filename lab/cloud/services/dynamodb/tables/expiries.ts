import type { Cloud } from "../../../cloud.ts";
import { own } from "../../../own.ts";
import { Turns } from "../../../time/turns.ts";
import { apply, itemAt } from "../items/changes.ts";
import { type JobPlace, momentOf, schedule } from "../jobs/jobs.ts";
import type { TableRecord } from "../records.ts";
import type { DynamoDbState } from "../state.ts";
import type { Item } from "../values/attribute-value.ts";
import type { StoredKey } from "../values/keys.ts";
import { findTable } from "./lookup.ts";

const JOB = "expiry";

/** What is older is taken for a mistake. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html */
const OLDEST = 5 * 365 * 86_400_000;
/** The last moment of the year 9999: what lies behind it is no time in seconds. */
const LATEST = 253_402_300_799_000;

const BATCH = 100;

interface Place {
  readonly cloud: Cloud;
  readonly state: DynamoDbState;
}

/** Keeps in mind when an item expires. Only inside `store.write`. */
export function noteExpiry(
  table: TableRecord,
  key: StoredKey,
  before: Item | undefined,
  after: Item | undefined,
  { cloud, state }: Place,
): void {
  const { account, region, id } = table;
  const [was, is] = [expiryOf(before, table), expiryOf(after, table)];
  if (was !== undefined && was !== is) state.expiries.delete(account, region, id, was, ...key);
  if (is === undefined || is < cloud.clock.now() - OLDEST) return;
  if (is !== was) state.expiries.put([account, region, id, is, ...key], key);
  const names = [account, region, table.name, id];
  const set = momentOf(JOB, names, cloud);
  if (set === undefined || set > is) schedule(JOB, names, cloud, is);
}

/** Removes what has expired of a table, and waits for what is next. */
export async function expire(names: readonly string[], { cloud, state }: JobPlace): Promise<void> {
  const [account = "", region = "", name = "", id] = names;
  const turns = new Turns();
  for (;;) {
    const table = findTable({ account, region, name }, state);
    if (!table?.expiry || table.id !== id) return;
    const next = cloud.store.write(() => expireSome(table, { cloud, state }));
    if (next === undefined) return;
    if (next > cloud.clock.now()) return schedule(JOB, names, cloud, next);
    await turns.next();
    state.jobs.check();
  }
}

/** Removes some items that have expired. Returns when the next one does. */
function expireSome(table: TableRecord, place: Place): number | undefined {
  const { cloud, state } = place;
  const under = [table.account, table.region, table.id];
  const now = cloud.clock.now();
  for (const [entry, key] of [...state.expiries.entries({ under, limit: BATCH })]) {
    if (Number(entry[under.length]) > now) break;
    state.expiries.delete(...entry);
    const before = itemAt(table, key, place);
    if (before) apply({ table, key, before, after: undefined, by: "dynamodb.amazonaws.com" }, place);
  }
  for (const [entry] of state.expiries.entries({ under, limit: 1 })) return Number(entry[under.length]);
  return undefined;
}

/** When an item expires, in milliseconds; nothing when it does not say so in seconds. */
function expiryOf(item: Item | undefined, { expiry }: TableRecord): number | undefined {
  if (!item || !expiry || expiry.change === "DISABLING") return undefined;
  const moment = Math.floor(Number(own(item, expiry.attribute)?.N)) * 1000;
  return moment >= 0 && moment <= LATEST ? moment : undefined;
}
