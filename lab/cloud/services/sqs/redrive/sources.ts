import { findQueue } from "../queues/lookup.ts";
import { readArn } from "../queues/names.ts";
import type { Queue } from "../records.ts";
import type { SqsState } from "../state.ts";
import { redrivePolicyOf } from "./policies.ts";

/** Notes which queue a queue has as its dead-letter queue now. Only inside `store.write`. */
export function noteDeadLetterQueue(before: Queue | undefined, after: Queue | undefined, state: SqsState): void {
  const [old, next] = [before && keyOf(before), after && keyOf(after)];
  if (old) state.deadLetterSources.delete(...old);
  if (next) state.deadLetterSources.put(next, true);
}

function keyOf(queue: Queue): [string, string, string, string] | undefined {
  const policy = redrivePolicyOf(queue);
  const named = policy && readArn(policy.deadLetterTargetArn);
  return named && [named.account, named.region, named.name, queue.name];
}

/** The queues whose dead-letter queue this is, in the order of their names. */
export function sourcesOf(
  { account, region, name }: Pick<Queue, "account" | "region" | "name">,
  state: SqsState,
): Queue[] {
  const keys = [...state.deadLetterSources.keys({ under: [account, region, name] })];
  return keys.flatMap((key) => findQueue({ account, region, name: String(key.at(-1)) }, state) ?? []);
}
