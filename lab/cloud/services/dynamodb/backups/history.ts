import type { Cloud } from "../../../cloud.ts";
import type { KeyPart } from "../../../store/collection.ts";
import { Turns } from "../../../time/turns.ts";
import type { Change, Place } from "../items/changes.ts";
import { writtenItem } from "../items/stored-item.ts";
import { type JobPlace, schedule } from "../jobs/jobs.ts";
import type { Moment, TableRecord } from "../records.ts";
import type { DynamoDbState } from "../state.ts";
import type { StoredKey } from "../values/keys.ts";

/** A change that can be undone: an item's key, and the item as it was before, as the store keeps it. */
export interface Undo {
  readonly key: StoredKey;
  readonly before?: string;
}

const DAY = 86_400_000;

/** So many changes are read, or forgotten, at a time. */
const BATCH = 200;

/** Tells changes of one millisecond apart. Larger than any of a run before, when the clock has moved on since. */
let place = 0;

/** Writes down how to undo a change, as long as someone may want to. Only inside `store.write`. */
export function noteChange({ table, key, before }: Change, { cloud, state }: Place): void {
  if (!table.recovery && !state.copies.has(table.id)) return;
  place += 1;
  const at = [table.account, table.region, table.id, cloud.clock.now(), place];
  state.history.put(at, before ? { key, before: writtenItem(before) } : { key });
}

/** The present, as a place in the history. */
export function present({ clock }: Pick<Cloud, "clock">): Moment {
  return [clock.now(), place];
}

/**
 * What has to be undone to have a table's items as they were at a moment, the newest change first, in batches. What is changed
 * meanwhile is not among it.
 */
export function* changesSince(
  { account, region, id }: TableRecord,
  [time, before]: Moment,
  state: DynamoDbState,
): Generator<readonly (Undo & { readonly at: number })[]> {
  const under = [account, region, id];
  let end: readonly KeyPart[] | undefined;
  for (;;) {
    const range = {
      under,
      after: [...under, time, before],
      isReverse: true,
      limit: BATCH,
      ...(end && { before: end }),
    };
    const entries = [...state.history.entries(range)];
    if (entries.length === 0) return;
    yield entries.map(([key, undo]) => ({ ...undo, at: Number(key[3]) }));
    end = entries.at(-1)?.[0];
  }
}

/** Forgets what nobody can restore any more, day by day. */
export async function trimHistory(names: readonly string[], { cloud, state }: JobPlace): Promise<void> {
  const [account = "", region = "", name = ""] = names;
  const table = state.tables.get(account, region, name);
  if (!table?.recovery) return;
  const end = cloud.clock.now() - table.recovery.days * DAY;
  await forgetHistory(table, { cloud, state }, end);
  schedule("history", names, cloud, cloud.clock.now() + DAY);
}

/** Forgets all of it, when the recovery of a table has ended. */
export async function forgetAll(
  [account = "", region = "", id = ""]: readonly string[],
  place: JobPlace,
): Promise<void> {
  if (!place.state.copies.has(id)) await forgetHistory({ account, region, id }, place);
}

/** Forgets a table's changes, or those before a moment. */
export async function forgetHistory(
  { account, region, id }: Pick<TableRecord, "account" | "region" | "id">,
  { cloud, state }: JobPlace,
  end?: number,
): Promise<void> {
  const under = [account, region, id];
  const turns = new Turns();
  for (;;) {
    const range = { under, limit: BATCH, ...(end !== undefined && { before: [...under, end] }) };
    const keys = [...state.history.keys(range)];
    if (keys.length === 0) return;
    cloud.store.write(() => {
      for (const key of keys) state.history.delete(...key);
    });
    await turns.next();
  }
}
