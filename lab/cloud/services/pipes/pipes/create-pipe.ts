import { randomUUID } from "node:crypto";
import { exists } from "../errors.ts";
import type { PipeRecord } from "../records.ts";
import type { Pipes } from "../state.ts";
import { changed } from "./described.ts";
import { ASKED_FOR, settle } from "./lifecycle.ts";
import { openPipe } from "./lookup.ts";
import { checked, settingsOf } from "./settings.ts";
import { checkTags } from "./tags.ts";

export const createPipe: Pipes["CreatePipe"] = async (input, context) => {
  const { cloud, state, account, region } = context;
  const { Name: name = "", Source: source = "", Target: target = "", RoleArn: role = "", Tags = {} } = input;
  if (state.pipes.has(account, region, name)) throw exists(name);
  checkTags({}, Tags);
  const now = cloud.clock.now();
  const made: PipeRecord = {
    account,
    region,
    name,
    id: randomUUID(),
    desired: "RUNNING",
    state: "CREATING",
    reason: ASKED_FOR,
    source,
    target,
    role,
    sourceParameters: {},
    tags: Tags,
    created: now,
    modified: now,
  };
  const pipe = await checked(settingsOf(input, made), state);
  // Another one may have been made meanwhile.
  if (state.pipes.has(account, region, name)) throw exists(name);
  cloud.store.write(() => state.put(pipe));
  await settle(pipe, state);
  return changed(pipe, "CREATING");
};

export const updatePipe: Pipes["UpdatePipe"] = async (input, context) => {
  const { cloud, state, account, region } = context;
  const { Name: name = "" } = input;
  const before = openPipe(name, context);
  const pipe = await checked(
    { ...settingsOf(input, before), state: "UPDATING", reason: ASKED_FOR, modified: cloud.clock.now() },
    state,
  );
  const now = state.pipes.get(account, region, name);
  if (now?.id !== pipe.id) openPipe(name, context);
  cloud.store.write(() => state.put(pipe));
  await settle(pipe, state);
  return changed(pipe, "UPDATING");
};
