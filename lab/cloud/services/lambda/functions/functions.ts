import { randomUUID } from "node:crypto";
import type { CreateFunctionRequest, FunctionCodeLocation } from "@aws-sdk/client-lambda";
import { readCode } from "../code/code.ts";
import { conflict, invalidParameter, violation } from "../errors.ts";
import { checkWholeSize, layersToAttach } from "../layers/attached.ts";
import type { Configuration, FunctionRecord, VersionRecord } from "../records.ts";
import type { Lambda, LambdaContext } from "../state.ts";
import { configurationOf, open } from "./lookup.ts";
import { arnOf, isAlias, LATEST, readName } from "./names.ts";
import { pageOf } from "./pages.ts";
import { forgetQualified } from "./qualified.ts";
import { configure, defaults } from "./settings.ts";
import { checkTags } from "./tags.ts";
import { checkRole, revised } from "./updates.ts";
import { deleteVersion, listed, publish } from "./versions.ts";

const LONGEST_NAME = 64;
const LONGEST_ARN = 140;

export const createFunction: Lambda["CreateFunction"] = async (input, context) => {
  const { cloud, state, account, region } = context;
  const { Code, Role, Tags = {}, Publish, PackageType, Runtime, Handler } = input;
  const { name: FunctionName, ...address } = readName(input, context);
  checkName(input.FunctionName, FunctionName);
  if (PackageType === "Image") checkImage(input);
  else if (!Runtime || !Handler) {
    throw invalidParameter(
      "Runtime and Handler are mandatory parameters for functions created with deployment packages.",
    );
  }
  checkTags(Tags);
  const FunctionArn = arnOf({ ...address, name: FunctionName, qualifier: undefined });
  const layers = layersToAttach(input.Layers ?? [], context);
  const before = { ...defaults(FunctionName), FunctionArn, Version: LATEST };
  const settings = configure(before, input, layers, account);
  const exists = () => state.functions.has(account, region, FunctionName);
  if (exists()) throw conflict(`Function already exist: ${FunctionName}`);

  await checkRole(FunctionName, Role, context);
  const { blob, unzipped, image, ...code } = await readCode(Code, context, "CreateFunction");
  checkWholeSize(unzipped, layers);
  const configuration = revised({ ...settings, ...code, FunctionName, FunctionArn, Role }, context);
  const record = { configuration, code: blob.id, unzipped, ...(image && { image }), tags: Tags, policy: [] };
  const created = cloud.store.write(() => {
    if (exists()) return undefined;
    cloud.store.blobs.keep(blob);
    state.functions.put([account, region, FunctionName], record);
    return Publish ? publish({ FunctionName }, context) : configuration;
  });
  if (!created) {
    await cloud.store.blobs.discard(blob);
    throw conflict(`Function already exist: ${FunctionName}`);
  }
  state.executor.warm(image?.runtime ?? Runtime ?? "");
  // Nothing about it takes time here, but callers who do not wait for Active would fail on AWS. A state is a revision, too.
  const { LastUpdateStatus: _, ...shown } = created;
  const pending = {
    State: "Pending",
    StateReason: "The function is being created.",
    StateReasonCode: "Creating",
  } as const;
  return { ...shown, ...pending, RevisionId: randomUUID() };
};

export const getFunction: Lambda["GetFunction"] = (input, context) => {
  const opened = open(input, context);
  const { tags, reservedConcurrency } = opened.fn;
  return {
    Configuration: configurationOf(opened),
    Code: codeOf(opened.version, context),
    ...(Object.keys(tags).length > 0 && { Tags: tags }),
    ...(reservedConcurrency !== undefined && { Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } }),
  };
};

export const getFunctionConfiguration: Lambda["GetFunctionConfiguration"] = (input, context) =>
  configurationOf(open(input, context));

export const listFunctions: Lambda["ListFunctions"] = (input, context) => {
  const { state, account, region } = context;
  const { items, NextMarker } = pageOf(state.functions, [account, region], input);
  // The page is one of functions: with all their versions it may hold more than was asked for.
  const all = (fn: FunctionRecord) => [qualified(fn), ...versionsOf(fn, context)];
  const shown = items.flatMap((fn) => (input.FunctionVersion === "ALL" ? all(fn) : [fn.configuration]));
  return { Functions: shown.map(listed), NextMarker };
};

export const deleteFunction: Lambda["DeleteFunction"] = (input, context) => {
  const { cloud, state } = context;
  const { name, fn } = open(input, context);
  if (name.qualifier === LATEST) {
    throw invalidParameter("$LATEST version cannot be deleted without deleting the function.");
  }
  if (name.qualifier !== undefined) {
    if (isAlias(name.qualifier)) throw invalidParameter("Deletion of aliases is not currently supported.");
    deleteVersion(name, name.qualifier, context);
    return { StatusCode: 204 };
  }
  const removed = [fn.configuration, ...versionsOf(fn, context)];
  cloud.store.write(() => removeFunction(fn, context));
  for (const { FunctionArn } of removed) state.executor.retire(FunctionArn);
  return { StatusCode: 204 };
};

/** A name alone is shorter than an ARN in its place, and refused with another error. */
function checkName(given: string, name: string): void {
  const isAlone = given === name;
  const most = isAlone ? LONGEST_NAME : LONGEST_ARN;
  if (given.length > most) {
    const refusal = violation("functionName", given, `Member must have length less than or equal to ${most}`);
    throw isAlone ? invalidParameter(refusal.message) : refusal;
  }
}

/** Where a version's code is to be had. */
function codeOf({ image, code }: VersionRecord, { state }: LambdaContext): FunctionCodeLocation {
  if (!image) return { RepositoryType: "S3", Location: state.downloads.offer(code) };
  return { RepositoryType: "ECR", ImageUri: image.uri, ResolvedImageUri: image.resolvedUri };
}

/** Refuses what belongs to functions with archives. */
function checkImage({ Runtime, Handler, Layers, Code }: CreateFunctionRequest): void {
  if (!Code?.ImageUri)
    throw invalidParameter("Please provide ImageUri when updating a function with packageType Image.");
  if (Runtime || Handler)
    throw invalidParameter(
      "Runtime and Handler parameters are not supported for functions created with container images.",
    );
  if (Layers?.length) throw invalidParameter("Layers are not supported for functions created with container images.");
}

/** A function's `$LATEST` under its own ARN. */
function qualified({ configuration }: FunctionRecord): Configuration {
  return { ...configuration, FunctionArn: `${configuration.FunctionArn}:${LATEST}` };
}

function versionsOf({ configuration }: FunctionRecord, { state, account, region }: LambdaContext): Configuration[] {
  const versions = state.versions.values({ under: [account, region, configuration.FunctionName] });
  return [...versions].map((version) => version.configuration);
}

/** Removes a function with all that belongs to it. Only inside `store.write`. */
function removeFunction(fn: FunctionRecord, { cloud, state, account, region }: LambdaContext): void {
  const key = [account, region, fn.configuration.FunctionName] as const;
  const codes = new Set([fn.code, ...[...state.versions.values({ under: key })].map(({ code }) => code)]);
  for (const records of [state.versions, state.aliases]) {
    for (const [owned] of [...records.entries({ under: key })]) records.delete(...owned);
  }
  forgetQualified(key, state);
  if (fn.published) state.deleted.put(key, fn.published.version);
  state.functions.delete(...key);
  state.events.forget(key);
  for (const code of codes) {
    cloud.store.blobs.drop(code);
    state.code.drop(code);
  }
}
