import type { Collection, KeyPart } from "../../../store/collection.ts";
import type { Step } from "./work.ts";

/** So many records are changed in a transaction. */
const BATCH = 500;

/** Does the next part of a task. */
export const step: Step = ({ account, region, id }, state) => {
  const under = [account, region, id];
  return (
    removeSome(state.items, under) ||
    removeSome(state.indexed, under) ||
    removeSome(state.counts, under) ||
    removeSome(state.collections, under)
  );
};

/** Removes some records. Returns whether there may be more. */
function removeSome<T>(collection: Collection<T>, under: readonly KeyPart[]): boolean {
  const keys = [...collection.keys({ under, limit: BATCH })];
  for (const key of keys) collection.delete(...key);
  return keys.length === BATCH;
}
