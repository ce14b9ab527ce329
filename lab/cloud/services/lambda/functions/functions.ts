import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import { readCode } from "../code/code.ts";
import { checkLength, checkRange } from "../constraints.ts";
import { conflict, functionNotFound, invalidParameter, unsupported } from "../errors.ts";
import { arnOf, LATEST, openFunction, readName } from "../names.ts";
import type { FunctionRecord, Lambda } from "../state.ts";
import { configure, defaults } from "./settings.ts";
import { checkTags } from "./tags.ts";
import { checkRole, revised } from "./updates.ts";

export const createFunction: Lambda["CreateFunction"] = async (input, context) => {
  const { cloud, state, account, region } = context;
  const { Code, Role, Tags = {}, Publish, PackageType, Runtime, Handler } = input;
  const { name: FunctionName, ...address } = readName(input, context);
  checkLength("functionName", FunctionName, 64);
  if (PackageType === "Image") throw unsupported("container images");
  if (Publish) throw unsupported("published versions");
  if (!Runtime || !Handler) {
    throw invalidParameter(
      "Runtime and Handler are mandatory parameters for functions created with deployment packages.",
    );
  }
  checkTags(Tags);
  const FunctionArn = arnOf({ ...address, name: FunctionName, qualifier: undefined });
  const settings = configure({ ...defaults(FunctionName), FunctionArn, Version: LATEST }, input, account);
  const exists = () => state.functions.has(account, region, FunctionName);
  if (exists()) throw conflict(`Function already exist: ${FunctionName}`);

  await checkRole(FunctionName, Role, context);
  const { blob, ...code } = await readCode(Code, context, "CreateFunction");
  const configuration = revised({ ...settings, ...code, FunctionName, FunctionArn, Role, Runtime, Handler }, context);
  const created = cloud.store.write(() => {
    if (exists()) return false;
    cloud.store.blobs.keep(blob);
    state.functions.put([account, region, FunctionName], { configuration, code: blob.id, tags: Tags, policy: [] });
    return true;
  });
  if (!created) {
    await cloud.store.blobs.discard(blob);
    throw conflict(`Function already exist: ${FunctionName}`);
  }
  state.executor.warm(Runtime);
  // Nothing about it takes time here, but callers who do not wait for Active would fail on AWS.
  const { LastUpdateStatus: _, ...shown } = configuration;
  return { ...shown, State: "Pending", StateReason: "The function is being created.", StateReasonCode: "Creating" };
};

export const getFunction: Lambda["GetFunction"] = (input, context) => {
  const record = openFunction(input, context);
  const { configuration, code, tags, reservedConcurrency } = record;
  return {
    Configuration: configuration,
    Code: { RepositoryType: "S3", Location: context.state.downloads.offer(code) },
    ...(Object.keys(tags).length > 0 && { Tags: tags }),
    ...(reservedConcurrency !== undefined && { Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } }),
  };
};

export const getFunctionConfiguration: Lambda["GetFunctionConfiguration"] = (input, context) =>
  openFunction(input, context).configuration;

export const listFunctions: Lambda["ListFunctions"] = (input, { state, account, region }) => {
  const { Marker, MaxItems = 50 } = input;
  checkRange("maxItems", MaxItems, 1, 10_000);
  const limit = Math.min(MaxItems, 50);
  const after = Marker === undefined ? {} : { after: [account, region, Buffer.from(Marker, "base64url").toString()] };
  const page = [...state.functions.values({ under: [account, region], ...after, limit: limit + 1 })];
  const last = page.length > limit ? page[limit - 1] : undefined;
  return {
    Functions: page.slice(0, limit).map(listed),
    ...(last && { NextMarker: Buffer.from(last.configuration.FunctionName).toString("base64url") }),
  };
};

export const listVersionsByFunction: Lambda["ListVersionsByFunction"] = (input, context) => {
  const record = openFunction(input, context);
  const FunctionArn = `${record.configuration.FunctionArn}:${LATEST}`;
  return { Versions: [{ ...listed(record), FunctionArn }] };
};

export const deleteFunction: Lambda["DeleteFunction"] = (input, context) => {
  const { cloud, state, account, region } = context;
  const name = readName(input, context);
  const { configuration, code } = openFunction({ FunctionName: input.FunctionName }, context);
  if (name.qualifier === LATEST) {
    throw invalidParameter("$LATEST version cannot be deleted without deleting the function.");
  }
  if (name.qualifier !== undefined) throw functionNotFound(arnOf(name));
  cloud.store.write(() => {
    state.functions.delete(account, region, name.name);
    state.events.forget([account, region, name.name]);
    cloud.store.blobs.drop(code);
  });
  state.executor.retire(configuration.FunctionArn);
  state.code.drop(code);
  return { StatusCode: 204 };
};

export const getFunctionCodeSigningConfig: Lambda["GetFunctionCodeSigningConfig"] = (input, context) => ({
  CodeSigningConfigArn: "",
  FunctionName: openFunction(input, context).configuration.FunctionName,
});

/** Lists leave out what a function's state is. */
function listed({ configuration }: FunctionRecord): FunctionConfiguration {
  const { State: _, LastUpdateStatus: __, ...others } = configuration;
  return others;
}
