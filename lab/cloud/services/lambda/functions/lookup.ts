import { accessDenied, functionNotFound, invalidParameter, notFound, staleRevision } from "../errors.ts";
import type { AliasRecord, Configuration, FunctionRecord, VersionRecord } from "../records.ts";
import type { LambdaContext, LambdaState } from "../state.ts";
import { arnOf, type FunctionName, isAlias, LATEST, readName } from "./names.ts";

/** What an input says of the function that it is about. */
export interface Named {
  readonly FunctionName: string;
  readonly Qualifier?: string;
}

type Place = Pick<LambdaContext, "state" | "account" | "region">;

/** A function as an input names it: itself, one of its versions, or an alias of one. */
export interface Opened {
  readonly name: FunctionName;
  readonly fn: FunctionRecord;
  readonly version: VersionRecord;
  readonly alias?: AliasRecord;
}

/** What an input names, qualified or not. Throws AWS's errors when there is none, or not for this caller. */
export function open(input: Named, { state, account, region }: Place): Opened {
  const name = readName(input, { account, region });
  // Of another account's function, only invocations are for those whom its policy allows, and come another way.
  if (name.account !== account) throw accessDenied(`No resource-based policy allows access to ${arnOf(name)}`);
  return resolve(name, state);
}

/** The function that an input names without a qualifier, or as $LATEST. Throws AWS's errors when that is not so. */
export function openFunction(input: Named, context: Place): FunctionRecord {
  const { name, fn } = open(input, context);
  if ((name.qualifier ?? LATEST) === LATEST) return fn;
  const advice = "Please specify either a function name or an unqualified function ARN.";
  throw invalidParameter(
    `This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. ${advice}`,
  );
}

/** What a name stands for; an alias of two versions stands for the first of them. */
export function resolve(name: FunctionName, state: LambdaState): Opened {
  const { account, region, qualifier = LATEST } = name;
  const fn = state.functions.get(account, region, name.name);
  if (!fn) throw functionNotFound(arnOf(name));
  if (qualifier === LATEST) return { name, fn, version: fn };
  if (!isAlias(qualifier)) return { name, fn, version: versionOf(name, qualifier, state) };
  const alias = state.aliases.get(account, region, name.name, qualifier);
  if (!alias) throw aliasNotFound(arnOf(name));
  return { name, fn, version: versionOf(name, alias.version, state), alias };
}

/** A version of a function by its number, or $LATEST. */
export function versionOf({ account, region, name }: FunctionName, version: string, state: LambdaState): VersionRecord {
  const found =
    version === LATEST
      ? state.functions.get(account, region, name)
      : state.versions.get(account, region, name, Number(version));
  if (!found) throw functionNotFound(arnOf({ account, region, name, qualifier: version }));
  return found;
}

/** A configuration under the ARN by which it was asked for. */
export function configurationOf({ name, version }: Opened): Configuration {
  const { configuration } = version;
  return name.qualifier === undefined ? configuration : { ...configuration, FunctionArn: arnOf(name) };
}

export const aliasNotFound = (arn: string) => notFound(`Cannot find alias arn: ${arn}`);

/** Refuses to change a revision that is not the latest, when the caller says which one it means. */
export function checkRevision({ RevisionId }: { readonly RevisionId?: string }, latest: string): void {
  if (RevisionId && RevisionId !== latest) throw staleRevision("GetFunction/GetAlias");
}
