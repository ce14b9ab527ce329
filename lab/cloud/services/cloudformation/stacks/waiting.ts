import { setTimeout as pause } from "node:timers/promises";
import type { CloudFormationState } from "../state.ts";

/** Long enough for most of a deployment, and shorter than any client waits for an answer. */
const LONGEST_WAIT = 5000;

/**
 * Resolves when nothing is in motion on a stack any more, and after five seconds at the latest. Clients ask for a stack's
 * status and then sleep for seconds before they ask again; an answer that waits lets none of them sleep through the end.
 */
export async function untilSettled(
  { runs }: Pick<CloudFormationState, "runs">,
  stackId: string,
  longest = LONGEST_WAIT,
): Promise<void> {
  const run = runs.get(stackId);
  if (!run) return;
  if (longest === Number.POSITIVE_INFINITY) return await run.finished;
  const timer = new AbortController();
  await Promise.race([run.finished, pause(longest, undefined, { signal: timer.signal, ref: false })]).catch(() => {});
  timer.abort();
}
