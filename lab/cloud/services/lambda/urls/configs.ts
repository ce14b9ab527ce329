import { randomUUID } from "node:crypto";
import type { FunctionUrlConfig } from "@aws-sdk/client-lambda";
import type { Cloud } from "../../../cloud.ts";
import { conflict, notFound } from "../errors.ts";
import { type Named, open } from "../functions/lookup.ts";
import { arnOf, type FunctionName, LATEST } from "../functions/names.ts";
import { pageOf } from "../functions/pages.ts";
import type { FunctionUrlRecord } from "../records.ts";
import type { Lambda, LambdaContext } from "../state.ts";

export const createFunctionUrlConfig: Lambda["CreateFunctionUrlConfig"] = (input, context) => {
  const { cloud, state } = context;
  const name = nameOf(input, context);
  const now = cloud.clock.date().toISOString();
  const id = randomUUID().replaceAll("-", "");
  const { AuthType: authType, InvokeMode: invokeMode = "BUFFERED", Cors: cors } = input;
  const url: FunctionUrlRecord = { id, name, authType, invokeMode, created: now, modified: now, ...(cors && { cors }) };
  cloud.store.write(() => {
    if (state.urls.has(...keyOf(name))) {
      const problem = "Error message:  FunctionUrlConfig exists for this Lambda function";
      throw conflict(`Failed to create function url config for [functionArn = ${arnOf(name)}]. ${problem}`);
    }
    state.urls.put(keyOf(name), url);
    state.urlIds.put([id], name);
  });
  const { LastModifiedTime: _, ...created } = described(url, cloud);
  return created;
};

export const updateFunctionUrlConfig: Lambda["UpdateFunctionUrlConfig"] = (input, context) => {
  const { cloud, state } = context;
  return cloud.store.write(() => {
    const before = openUrl(input, context);
    const after: FunctionUrlRecord = {
      ...before,
      ...(input.AuthType && { authType: input.AuthType }),
      ...(input.InvokeMode && { invokeMode: input.InvokeMode }),
      ...(input.Cors && { cors: input.Cors }),
      modified: cloud.clock.date().toISOString(),
    };
    state.urls.put(keyOf(before.name), after);
    return described(after, cloud);
  });
};

export const getFunctionUrlConfig: Lambda["GetFunctionUrlConfig"] = (input, context) =>
  described(openUrl(input, context), context.cloud);

export const listFunctionUrlConfigs: Lambda["ListFunctionUrlConfigs"] = (input, context) => {
  const { cloud, state, account, region } = context;
  const { fn } = open({ FunctionName: input.FunctionName }, context);
  const { items, NextMarker } = pageOf(state.urls, [account, region, fn.configuration.FunctionName], input);
  return { FunctionUrlConfigs: items.map((url) => described(url, cloud)), NextMarker };
};

export const deleteFunctionUrlConfig: Lambda["DeleteFunctionUrlConfig"] = (input, context) => {
  const { cloud, state } = context;
  cloud.store.write(() => {
    const { id, name } = openUrl(input, context);
    state.urls.delete(...keyOf(name));
    state.urlIds.delete(id);
  });
  return {};
};

/** The name of what gets a URL: a function, or one of its aliases. */
function nameOf(input: Named, context: LambdaContext): FunctionName {
  const { qualifier, ...name } = open(input, context).name;
  return { ...name, qualifier: qualifier === LATEST ? undefined : qualifier };
}

function openUrl(input: Named, context: LambdaContext): FunctionUrlRecord {
  const url = context.state.urls.get(...keyOf(nameOf(input, context)));
  if (!url) throw notFound("The resource you requested does not exist.");
  return url;
}

function keyOf({ account, region, name, qualifier = LATEST }: FunctionName) {
  return [account, region, name, qualifier] as const;
}

function described(
  { id, name, cors, ...url }: FunctionUrlRecord,
  cloud: Cloud,
): Required<Omit<FunctionUrlConfig, "Cors">> & Pick<FunctionUrlConfig, "Cors"> {
  return {
    FunctionUrl: `${cloud.endpoint}/_aws/lambda-url/${id}/`,
    FunctionArn: arnOf(name),
    AuthType: url.authType,
    InvokeMode: url.invokeMode,
    CreationTime: url.created,
    LastModifiedTime: url.modified,
    ...(cors && { Cors: cors }),
  };
}
