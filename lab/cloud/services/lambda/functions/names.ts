import { invalidParameter, notFound } from "../errors.ts";

/** The parts of a name that the model's constraints let through. */
const PARTS =
  /^(?:arn:[^:]*:lambda:)?(?:(?<region>[a-z]+(?:-[a-z]+)+-\d):)?(?:(?<account>\d{12}):)?(?:function:)?(?<name>[\w.-]+)(?::(?<qualifier>[\w$.-]+))?$/;

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
  const { region: inRegion, account: inAccount, name = "", qualifier: inName } = PARTS.exec(FunctionName)?.groups ?? {};
  if (inName !== undefined && Qualifier !== undefined && inName !== Qualifier) {
    throw invalidParameter("The derived qualifier from the function name does not match the specified qualifier.");
  }
  if (inRegion && inRegion !== region) {
    throw notFound(`Functions from '${inRegion}' are not reachable in this region ('${region}')`);
  }
  return { account: inAccount ?? account, region, name, qualifier: inName ?? Qualifier };
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
