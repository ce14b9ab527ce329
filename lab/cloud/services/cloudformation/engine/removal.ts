import type { ResourceRecord } from "../records.ts";
import { graphOf, reversed } from "../template/graph.ts";
import { Closing, type Run } from "./run.ts";
import { remove, removeLeftover } from "./steps.ts";
import { walk } from "./walk.ts";

/**
 * Removes every resource of a stack, those that need others before these. Resolves with the logical ids of the ones that
 * could not be removed.
 * @param isKept whether a resource's policy keeps it
 */
export async function removeAll(run: Run, isKept: (resource: ResourceRecord) => boolean): Promise<string[]> {
  const records = run.journal.resources().filter(({ status }) => !/^DELETE_(COMPLETE|SKIPPED)$/.test(status));
  const graph = reversed(graphOf(records.map(({ logicalId, dependsOn }) => [logicalId, dependsOn])));
  const { signal } = run.closing;
  const failures = await walk(
    graph,
    async (logicalId) => {
      if (signal.aborted) throw new Closing();
      const record = run.journal.resource(logicalId);
      if (record) await remove({ run, logicalId, signal }, record, isKept(record));
    },
    "continue",
  );
  if (signal.aborted) throw new Closing();
  return [...failures.keys()];
}

/** Removes what an operation left over: replaced resources, and those that the template no longer has. */
export async function removeLeftovers(run: Run): Promise<void> {
  const leftovers = run.journal.leftovers();
  const keysOf = (logicalId: string) =>
    [...leftovers].filter(([, leftover]) => leftover.logicalId === logicalId).map(([key]) => key);
  const graph = reversed(graphOf([...leftovers].map(([key, { dependsOn }]) => [key, dependsOn.flatMap(keysOf)])));
  const { signal } = run.closing;
  await walk(
    graph,
    async (key) => {
      if (signal.aborted) throw new Closing();
      const leftover = leftovers.get(key);
      if (!leftover) return;
      const kept = leftover.deletionPolicy !== "Delete" && leftover.deletionPolicy !== "Snapshot";
      await removeLeftover({ run, logicalId: leftover.logicalId, signal }, key, leftover, kept);
    },
    "continue",
  );
  if (signal.aborted) throw new Closing();
}
