import type { PipeState, RequestedPipeState } from "@aws-sdk/client-pipes";
import { beginnings } from "../../../delivery/polling/opened.ts";
import type { PipeRecord } from "../records.ts";
import { problemOf } from "../sources/check.ts";
import { openSource } from "../sources/opened.ts";
import type { Pipes, PipesState } from "../state.ts";
import { changed } from "./described.ts";
import { openPipe } from "./lookup.ts";

/** What AWS says of a state that somebody asked for. */
export const ASKED_FOR = "USER_INITIATED";

/** A pipe on its way, and what it is when that way does not lead to where it should. */
const FAILED: Partial<Record<PipeState, PipeState>> = {
  CREATING: "CREATE_FAILED",
  UPDATING: "UPDATE_FAILED",
  STARTING: "START_FAILED",
  STOPPING: "STOP_FAILED",
};

export const startPipe: Pipes["StartPipe"] = ({ Name }, context) =>
  move(openPipe(Name as string, context), "STARTING", "RUNNING", context);

export const stopPipe: Pipes["StopPipe"] = ({ Name }, context) =>
  move(openPipe(Name as string, context), "STOPPING", "STOPPED", context);

async function move(
  pipe: PipeRecord,
  by: PipeState,
  desired: RequestedPipeState,
  { state, cloud }: { readonly state: PipesState; readonly cloud: PipesState["cloud"] },
) {
  const moving = { ...pipe, desired, state: by, reason: ASKED_FOR, modified: cloud.clock.now() };
  cloud.store.write(() => state.put(moving));
  await settle(moving, state);
  return changed(moving, by);
}

/**
 * Brings a pipe that is on its way to where it is asked to be, or to a failure with AWS's reason. Nobody waits for that: callers are
 * told that it is on its way, and find it there when they ask again.
 */
export async function settle(pipe: PipeRecord, state: PipesState): Promise<void> {
  const { store } = state.cloud;
  const isNew = !state.pollers.positions.has(pipe);
  // What may not be read is not found out before a pipe is to run; whether it may be made is looked at once.
  const looks = pipe.desired === "RUNNING" || pipe.state === "CREATING";
  const problem = looks ? await problemOf(pipe, state) : undefined;
  const opened = problem === undefined && isNew ? await openSource(pipe, state) : undefined;
  const begun = opened && pipe.desired === "RUNNING" ? await beginnings(opened).catch(() => []) : [];
  // It may have been changed, or removed, meanwhile.
  if (state.pipes.get(pipe.account, pipe.region, pipe.name) !== undefined && isSame(pipe, state)) {
    const settled: PipeRecord =
      problem === undefined
        ? { ...pipe, state: pipe.desired, reason: ASKED_FOR }
        : { ...pipe, state: FAILED[pipe.state] ?? pipe.state, reason: problem };
    store.write(() => {
      state.put(settled);
      for (const [shard, after] of begun) state.pollers.positions.put(pipe, shard, 0, { after });
    });
    state.follow(settled);
  }
}

function isSame({ account, region, name, id, modified, state: moving }: PipeRecord, { pipes }: PipesState): boolean {
  const now = pipes.get(account, region, name);
  return now?.id === id && now.modified === modified && now.state === moving;
}
