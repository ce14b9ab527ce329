import { Turns } from "../../../time/turns.ts";
import type { JobPlace } from "../jobs/jobs.ts";
import type { Moment, TableRecord } from "../records.ts";
import type { StoredKey } from "../values/keys.ts";
import { changesSince } from "./history.ts";

/** Takes an item of a copy, as the store keeps it; nothing for one that the copy is not to have. Called inside `store.write`. */
export type Take = (key: StoredKey, text: string | undefined) => void;

/** So many items are copied by one transaction. */
const BATCH = 200;

/**
 * Copies the items of a table as they were at a moment, while others go on writing. They are read as they are found; whatever
 * changed since the moment is then undone in the copy, the newest change first. The table's history must go back that far.
 */
export async function copyItems(table: TableRecord, moment: Moment, take: Take, place: JobPlace): Promise<void> {
  await copyAll(table, take, place);
  const turns = new Turns();
  const { cloud, state } = place;
  for (const undone of changesSince(table, moment, state)) {
    cloud.store.write(() => {
      for (const { key, before } of undone) take(key, before);
    });
    await turns.next();
    state.jobs.check();
  }
}

/** Copies items that nobody changes: those of a backup. */
export async function copyAll(
  { account, region, id }: Pick<TableRecord, "account" | "region" | "id">,
  take: Take,
  { cloud, state }: JobPlace,
): Promise<void> {
  const under = [account, region, id];
  const turns = new Turns();
  let after: readonly (string | number)[] | undefined;
  for (;;) {
    const entries = [...state.items.entries({ under, limit: BATCH, ...(after && { after }) })];
    if (entries.length === 0) return;
    cloud.store.write(() => {
      for (const [key, text] of entries) take(key.slice(under.length) as unknown as StoredKey, text);
    });
    after = entries.at(-1)?.[0];
    await turns.next();
    state.jobs.check();
  }
}

/** Removes the items of a table or a backup that is gone. */
export async function removeItems(names: readonly string[], { cloud, state }: JobPlace): Promise<void> {
  const turns = new Turns();
  for (;;) {
    const keys = [...state.items.keys({ under: names, limit: BATCH })];
    if (keys.length === 0) return;
    cloud.store.write(() => {
      for (const key of keys) state.items.delete(...key);
    });
    await turns.next();
    state.jobs.check();
  }
}
