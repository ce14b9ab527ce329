import type { Collection, KeyPart } from "../../../store/collection.ts";
import { indexItem } from "../items/indexing.ts";
import { readItem } from "../items/stored-item.ts";
import type { JobPlace } from "../jobs/jobs.ts";
import type { IndexRecord, TableRecord } from "../records.ts";
import type { Item } from "../values/attribute-value.ts";
import type { StoredKey } from "../values/keys.ts";
import { usedBy } from "./definitions.ts";
import { noteExpiry } from "./expiries.ts";
import { findTable } from "./lookup.ts";
import { replicate } from "./replicas.ts";
import type { Task } from "./work.ts";

/** So many records are changed in a transaction. */
const BATCH = 500;

/** Does the next part of a task, in a transaction, and answers what is left of it. */
export function step(task: Task, place: JobPlace): Task | undefined {
  const { state } = place;
  const under = [task.account, task.region, task.id];
  switch (task.kind) {
    case "remove what a table held":
      return leftOf(
        task,
        removeSome(state.items, under) ||
          removeSome(state.indexed, under) ||
          removeSome(state.expiries, under) ||
          removeSome(state.collections, under) ||
          removeSome(state.counts, under),
      );
    case "forget what expires":
      if (removeSome(state.expiries, under)) return task;
      return changeTable(task, place, ({ expiry, ...table }) =>
        expiry && expiry.change !== "DISABLING" ? { ...table, expiry } : table,
      );
    case "note what expires":
      return (
        eachItem(task, place, (table, key, item) => noteExpiry(table, key, undefined, item, place)) ??
        changeTable(task, place, ({ expiry, ...table }) => ({
          ...table,
          ...(expiry && { expiry: expiry.change === "ENABLING" ? { attribute: expiry.attribute } : expiry }),
        }))
      );
    case "fill an index":
      return (
        eachItem(task, place, (table, key, item) => {
          const index = table.indexes.find(({ name }) => name === task.index);
          if (index?.isBackfilling && !index.isDeleting) indexItem(table, index, key, item, state);
        }) ??
        changeTable(task, place, (table) => changeIndex(table, task.index, ({ isBackfilling: _, ...rest }) => rest))
      );
    case "fill a replica":
      return (
        eachItem(task, place, (table, key, item) => {
          const replica = findTable({ ...table, region: task.to ?? "" }, state);
          if (replica?.isFilling) replicate(replica, key, item, place);
        }) ?? endFilling(task, place)
      );
    case "remove an index":
      if (removeSome(state.indexed, [...under, task.index ?? ""])) return task;
      forgetCounts(task, place);
      return changeTable(task, place, (table) => withoutIndex(table, task.index));
  }
}

/** A replica is there when it has all items. */
function endFilling({ account, table, to = "" }: Task, { state }: JobPlace): undefined {
  const replica = findTable({ account, region: to, name: table }, state);
  if (!replica?.isFilling) return;
  const { isFilling: _, ...filled } = replica;
  state.tables.put([account, to, table], filled);
}

function leftOf(task: Task, isMore: boolean): Task | undefined {
  return isMore ? task : undefined;
}

/** Removes some records. Returns whether there may be more. */
function removeSome<T>(collection: Collection<T>, under: readonly KeyPart[]): boolean {
  const keys = [...collection.keys({ under, limit: BATCH })];
  for (const key of keys) collection.delete(...key);
  return keys.length === BATCH;
}

/** Does something with the next items of a table. Answers what is left, if its table is still there. */
function eachItem(
  task: Task,
  place: JobPlace,
  run: (table: TableRecord, key: StoredKey, item: Item) => void,
): Task | undefined {
  const table = tableOf(task, place);
  if (!table) return undefined;
  const under = [task.account, task.region, task.id];
  const { items } = place.state;
  const found = [...items.entries({ under, limit: BATCH, ...(task.after && { after: task.after }) })];
  for (const [key, text] of found) run(table, key.slice(under.length) as unknown as StoredKey, readItem(text));
  const after = found.at(-1)?.[0];
  return after && found.length === BATCH ? { ...task, after } : undefined;
}

/** Changes the table of a task, which ends with it. */
function changeTable(task: Task, place: JobPlace, change: (table: TableRecord) => TableRecord): undefined {
  const table = tableOf(task, place);
  if (table) place.state.tables.put([table.account, table.region, table.name], change(table));
}

function tableOf({ account, region, table: name, id }: Task, { state }: JobPlace): TableRecord | undefined {
  const table = findTable({ account, region, name }, state);
  return table?.id === id ? table : undefined;
}

function changeIndex(
  table: TableRecord,
  name: string | undefined,
  change: (index: IndexRecord) => IndexRecord,
): TableRecord {
  return { ...table, indexes: table.indexes.map((index) => (index.name === name ? change(index) : index)) };
}

/** Without an index, and without the attributes that only its key had. */
function withoutIndex(table: TableRecord, name: string | undefined): TableRecord {
  const indexes = table.indexes.filter((index) => index.name !== name);
  const used = usedBy(table.key, indexes);
  return { ...table, indexes, attributes: table.attributes.filter((attribute) => used.has(attribute.name)) };
}

function forgetCounts({ account, region, id, index }: Task, { state }: JobPlace): void {
  const counts = state.counts.get(account, region, id);
  const indexes = counts?.indexes?.filter(({ name }) => name !== index);
  if (counts && indexes) state.counts.put([account, region, id], { ...counts, indexes });
}
