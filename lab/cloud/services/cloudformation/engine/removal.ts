import type { Leftover, ResourceRecord } from "../records.ts";
import { graphOf, reversed } from "../template/graph.ts";
import { type Run, walkDuring } from "./run.ts";
import { remove, removeLeftover } from "./steps.ts";

/**
 * Removes every resource of a stack, those that need others before these. Resolves with the logical ids of the ones that
 * could not be removed.
 * @param isKept whether a resource's policy keeps it
 */
export async function removeAll(run: Run, isKept: (resource: ResourceRecord) => boolean): Promise<string[]> {
  const records = run.journal.resources().filter(({ status }) => !/^DELETE_(COMPLETE|SKIPPED)$/.test(status));
  const byId = new Map(records.map((record) => [record.logicalId, record]));
  const graph = reversed(graphOf(records.map(({ logicalId, dependsOn }) => [logicalId, dependsOn])));
  const { signal } = run.closing;
  const work = async (logicalId: string) => {
    const record = byId.get(logicalId);
    if (record) await remove({ run, logicalId, signal }, record, isKept(record));
  };
  return await walkDuring(run, graph, work, "continue");
}

/** Removes what an operation left over: replaced resources, and those that the template no longer has. */
export async function removeLeftovers(run: Run): Promise<void> {
  const leftovers = run.journal.leftovers();
  const keys = new Map<string, string[]>();
  for (const [key, { logicalId }] of leftovers) keys.set(logicalId, [...(keys.get(logicalId) ?? []), key]);
  const needed = ({ dependsOn }: Leftover) => dependsOn.flatMap((logicalId) => keys.get(logicalId) ?? []);
  const graph = reversed(graphOf([...leftovers].map(([key, leftover]) => [key, needed(leftover)])));
  const { signal } = run.closing;
  const work = async (key: string) => {
    const leftover = leftovers.get(key);
    if (!leftover) return;
    const kept = leftover.deletionPolicy.startsWith("Retain");
    await removeLeftover({ run, logicalId: leftover.logicalId, signal }, key, leftover, kept);
  };
  await walkDuring(run, graph, work, "continue");
}
