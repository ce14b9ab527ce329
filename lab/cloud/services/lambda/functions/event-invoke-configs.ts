import type { DestinationConfig, FunctionEventInvokeConfig } from "@aws-sdk/client-lambda";
import { invalidParameter, notFound } from "../errors.ts";
import type { EventInvokeRecord } from "../records.ts";
import type { Lambda, LambdaContext } from "../state.ts";
import { type Named, open } from "./lookup.ts";
import { arnOf, type FunctionName, LATEST } from "./names.ts";
import { pageOf } from "./pages.ts";

export const putFunctionEventInvokeConfig: Lambda["PutFunctionEventInvokeConfig"] = (input, context) =>
  put(input, { name: nameOf(input, context) }, context);

export const updateFunctionEventInvokeConfig: Lambda["UpdateFunctionEventInvokeConfig"] = (input, context) =>
  put(input, openConfig(input, context), context);

export const getFunctionEventInvokeConfig: Lambda["GetFunctionEventInvokeConfig"] = (input, context) =>
  described(openConfig(input, context));

export const listFunctionEventInvokeConfigs: Lambda["ListFunctionEventInvokeConfigs"] = (input, context) => {
  const { state, account, region } = context;
  const { fn } = open({ FunctionName: input.FunctionName }, context);
  const { items, NextMarker } = pageOf(state.eventConfigs, [account, region, fn.configuration.FunctionName], input);
  return { FunctionEventInvokeConfigs: items.map(described), NextMarker };
};

export const deleteFunctionEventInvokeConfig: Lambda["DeleteFunctionEventInvokeConfig"] = (input, context) => {
  const { cloud, state } = context;
  cloud.store.write(() => state.eventConfigs.delete(...keyOf(openConfig(input, context).name)));
  return {};
};

interface Settings extends Named {
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
  readonly DestinationConfig?: DestinationConfig;
}

type Before = Pick<EventInvokeRecord, "name"> & Partial<EventInvokeRecord>;

/** Applies what is given to what there was. */
function put(input: Settings, before: Before, { cloud, state }: LambdaContext): FunctionEventInvokeConfig {
  const { MaximumRetryAttempts: retries, MaximumEventAgeInSeconds: maxAge, DestinationConfig: destinations } = input;
  if (retries === undefined && maxAge === undefined && !destinations) {
    throw invalidParameter("You must specify at least one of error handling or destination setting.");
  }
  for (const arn of [destinations?.OnSuccess?.Destination, destinations?.OnFailure?.Destination]) {
    if (arn === arnOf({ ...before.name, qualifier: undefined })) {
      throw invalidParameter("You can't specify the function as a destination for itself.");
    }
  }
  const { OnSuccess, OnFailure } = destinations ?? {};
  const after: EventInvokeRecord = {
    ...before,
    ...(retries !== undefined && { retries }),
    ...(maxAge !== undefined && { maxAge }),
    ...(destinations && { onSuccess: OnSuccess?.Destination, onFailure: OnFailure?.Destination }),
    modified: cloud.clock.now(),
  };
  cloud.store.write(() => state.eventConfigs.put(keyOf(before.name), after));
  return described(after);
}

/** What a configuration is for, always qualified. */
function nameOf(input: Named, context: LambdaContext): FunctionName {
  const { name } = open(input, context);
  return { ...name, qualifier: name.qualifier ?? LATEST };
}

function openConfig(input: Named, context: LambdaContext): EventInvokeRecord {
  const name = nameOf(input, context);
  const config = context.state.eventConfigs.get(...keyOf(name));
  if (!config) throw notFound(`The function ${arnOf(name)} doesn't have an EventInvokeConfig`);
  return config;
}

function keyOf({ account, region, name, qualifier = LATEST }: FunctionName) {
  return [account, region, name, qualifier] as const;
}

function described(config: EventInvokeRecord): FunctionEventInvokeConfig {
  const { name, retries, maxAge, onSuccess, onFailure, modified } = config;
  return {
    FunctionArn: arnOf(name),
    LastModified: new Date(modified),
    ...(retries !== undefined && { MaximumRetryAttempts: retries }),
    ...(maxAge !== undefined && { MaximumEventAgeInSeconds: maxAge }),
    DestinationConfig: {
      OnSuccess: onSuccess ? { Destination: onSuccess } : {},
      OnFailure: onFailure ? { Destination: onFailure } : {},
    },
  };
}
