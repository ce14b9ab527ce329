import { checkLength, checkPattern } from "./constraints.ts";
import { invalidParameter, notFound } from "./errors.ts";

const NAME =
  "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?";
const PARTS = new RegExp(`^${NAME}$`);

/** The version that changes. */
export const LATEST = "$LATEST";

/** A function as a caller names it: by name, partial ARN or ARN, each with or without a qualifier. */
export interface FunctionName {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly qualifier: string | undefined;
}

/** Reads the FunctionName and Qualifier of an input. */
export function readName(
  { FunctionName, Qualifier }: { FunctionName: string; Qualifier?: string },
  { account, region }: { account: string; region: string },
): FunctionName {
  checkPattern("functionName", FunctionName, NAME);
  checkLength("functionName", FunctionName, 140);
  checkPattern("qualifier", Qualifier, "(|[a-zA-Z0-9$_-]+)");
  const [, , , inRegion, , inAccount, , name = "", , inName] = PARTS.exec(FunctionName) ?? [];
  if (inName !== undefined && Qualifier !== undefined && inName !== Qualifier) {
    throw invalidParameter("The derived qualifier from the function name does not match the specified qualifier.");
  }
  if (inRegion && inRegion !== `${region}:`) {
    const there = inRegion.slice(0, -1);
    throw notFound(`Functions from '${there}' are not reachable in this region ('${region}')`);
  }
  return { account: inAccount?.slice(0, -1) ?? account, region, name, qualifier: inName ?? Qualifier };
}

/** The ARN of a function, of one of its versions when it is qualified. */
export function arnOf({ account, region, name, qualifier }: FunctionName): string {
  const suffix = qualifier === undefined ? "" : `:${qualifier}`;
  return `arn:aws:lambda:${region}:${account}:function:${name}${suffix}`;
}

/** Whether a qualifier names an alias, rather than a version. */
export function isAlias(qualifier: string): boolean {
  return qualifier !== LATEST && !/^\d+$/.test(qualifier);
}
