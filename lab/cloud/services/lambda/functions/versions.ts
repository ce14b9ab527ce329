import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import { conflict, invalidParameter } from "../errors.ts";
import type { Configuration, FunctionRecord, VersionRecord } from "../records.ts";
import type { Lambda, LambdaContext } from "../state.ts";
import { checkRevision, type Named, openFunction, versionOf } from "./lookup.ts";
import { arnOf, type FunctionName, LATEST } from "./names.ts";
import { pageOf } from "./pages.ts";
import { forgetQualified } from "./qualified.ts";

export const publishVersion: Lambda["PublishVersion"] = (input, context) =>
  context.cloud.store.write(() => publish(input, context));

export const listVersionsByFunction: Lambda["ListVersionsByFunction"] = (input, context) => {
  const { state, account, region } = context;
  const { configuration } = openFunction(input, context);
  const { items, NextMarker } = pageOf(state.versions, [account, region, configuration.FunctionName], input);
  const latest = { ...configuration, FunctionArn: `${configuration.FunctionArn}:${LATEST}` };
  const versions = items.map((version) => version.configuration);
  return { Versions: [...(input.Marker === undefined ? [latest] : []), ...versions].map(listed), NextMarker };
};

/** What to publish, and of which `$LATEST`. */
interface Publication extends Named {
  readonly CodeSha256?: string;
  readonly Description?: string;
  readonly RevisionId?: string;
}

/**
 * Makes a version of what `$LATEST` is; answers the last version again when that has not changed since. No number is given
 * twice, even when the function was deleted and made again:
 * https://docs.aws.amazon.com/lambda/latest/dg/versioning-intro.html. Only inside `store.write`.
 */
export function publish(input: Publication, context: LambdaContext): Configuration {
  const { state, account, region } = context;
  const fn = openFunction(input, context);
  checkRevision(input, fn.configuration.RevisionId);
  const { CodeSha256, FunctionName: name } = fn.configuration;
  if (input.CodeSha256 && input.CodeSha256 !== CodeSha256) {
    throw invalidParameter(
      `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${CodeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
    );
  }
  const content = contentOf(fn);
  const last = fn.published?.version ?? state.deleted.get(account, region, name) ?? 0;
  const before = state.versions.get(account, region, name, last);
  if (before && isDeepStrictEqual(fn.published?.content, content)) return before.configuration;

  const version = last + 1;
  const published = versionFrom(fn, version, input.Description, context);
  state.versions.put([account, region, name, version], published);
  state.functions.put([account, region, name], { ...fn, published: { version, content } });
  return published.configuration;
}

/** Removes a version, unless an alias leads to it. */
export function deleteVersion(name: FunctionName, version: string, context: LambdaContext): void {
  const { cloud, state } = context;
  const key = [name.account, name.region, name.name] as const;
  const { code, configuration } = versionOf(name, version, state);
  cloud.store.write(() => {
    const using = [...state.aliases.values({ under: key })].filter(
      (alias) => alias.version === version || alias.weights?.[version] !== undefined,
    );
    if (using.length > 0) {
      const aliases = using.map((alias) => alias.name).join(", ");
      throw conflict(`Unable to delete version because the following aliases reference it: [${aliases}]`);
    }
    state.versions.delete(...key, Number(version));
    forgetQualified([...key, version], state);
    releaseCode(code, name, context);
  });
  state.executor.retire(configuration.FunctionArn);
}

type Owner = Pick<FunctionName, "account" | "region" | "name">;

/** Removes code that neither `$LATEST` nor a version has any more. Only inside `store.write`. */
export function releaseCode(code: string, { account, region, name }: Owner, context: LambdaContext): void {
  const { cloud, state } = context;
  const key = [account, region, name] as const;
  if (state.functions.get(...key)?.code === code) return;
  for (const version of state.versions.values({ under: key })) if (version.code === code) return;
  cloud.store.blobs.drop(code);
  state.code.drop(code);
}

/** Lists leave out what a function's state is. */
export function listed(configuration: FunctionConfiguration): FunctionConfiguration {
  const { State: _, LastUpdateStatus: __, ...others } = configuration;
  return others;
}

/** What makes a version differ from the one before. */
function contentOf({ configuration }: FunctionRecord): object {
  const { RevisionId: _, LastModified: __, ...content } = configuration;
  return content;
}

function versionFrom(
  { configuration, code, unzipped, image }: FunctionRecord,
  version: number,
  description: string | undefined,
  { cloud, account, region }: LambdaContext,
): VersionRecord {
  const Version = String(version);
  return {
    code,
    unzipped,
    ...(image && { image }),
    policy: [],
    configuration: {
      ...configuration,
      FunctionArn: arnOf({ account, region, name: configuration.FunctionName, qualifier: Version }),
      Version,
      Description: description ?? configuration.Description,
      LastModified: cloud.clock.date().toISOString().replace("Z", "+0000"),
      RevisionId: randomUUID(),
    },
  };
}
