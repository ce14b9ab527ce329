import { notFound } from "../errors.ts";
import type { Group } from "../records.ts";
import type { SchedulerContext } from "../state.ts";

/** It is there in every account, and stays. */
export const DEFAULT_GROUP = "default";

/** Nobody made it: the day the service was announced will do. */
const ALWAYS = Date.UTC(2022, 10, 10);

export function groupArn({ account, region, name }: Pick<Group, "account" | "region" | "name">): string {
  return `arn:aws:scheduler:${region}:${account}:schedule-group/${name}`;
}

export function findGroup(name: string, { account, region, state }: SchedulerContext): Group | undefined {
  const found = state.groups.get(account, region, name);
  if (found || name !== DEFAULT_GROUP) return found;
  return { account, region, name, state: "ACTIVE", created: ALWAYS, modified: ALWAYS };
}

/** Throws the Scheduler's error when there is none. */
export function openGroup(name: string, context: SchedulerContext): Group {
  const group = findGroup(name, context);
  if (!group) throw notFound(`Schedule group ${name} does not exist.`);
  return group;
}

/** The name of the group of the caller's that an ARN names; nothing when it names none of theirs. */
export function groupIn(arn: string, { account, region }: SchedulerContext): string | undefined {
  const start = groupArn({ account, region, name: "" });
  return arn.startsWith(start) ? arn.slice(start.length) : undefined;
}
