import { invalid } from "../errors.ts";
import type { LogsContext } from "../state.ts";

/** The group that a call names, by its name or by its ARN. */
export function groupName({
  logGroupName,
  logGroupIdentifier,
}: {
  logGroupName?: string | undefined;
  logGroupIdentifier?: string | undefined;
}): string {
  if (logGroupName !== undefined && logGroupIdentifier !== undefined)
    throw invalid("Only one of logGroupName and logGroupIdentifier can be specified.");
  const name = logGroupName ?? logGroupIdentifier;
  if (name === undefined) throw invalid("Either logGroupName or logGroupIdentifier must be specified.");
  return name.startsWith("arn:") ? nameOfArn(name) : name;
}

export function nameOfArn(arn: string): string {
  return arn.split(":log-group:")[1]?.replace(/:\*$/, "") ?? "";
}

export function groupArn({ account, region }: LogsContext, name: string): string {
  return `arn:aws:logs:${region}:${account}:log-group:${name}`;
}
