import type { ProvisionedConcurrencyConfigListItem } from "@aws-sdk/client-lambda";
import { invalidParameter, ofUser } from "../errors.ts";
import { runnable } from "../invocation/invocations.ts";
import type { ProvisionedRecord } from "../records.ts";
import type { Lambda, LambdaContext, LambdaState } from "../state.ts";
import { type Named, open, resolve } from "./lookup.ts";
import { arnOf, type FunctionName, LATEST } from "./names.ts";
import { pageOf } from "./pages.ts";

export const putProvisionedConcurrencyConfig: Lambda["PutProvisionedConcurrencyConfig"] = (input, context) => {
  const { cloud, state } = context;
  const { ProvisionedConcurrentExecutions: requested } = input;
  const { name, fn } = openQualified(input, context);
  if (requested > (fn.reservedConcurrency ?? requested)) {
    throw invalidParameter(
      "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function",
    );
  }
  const record = { name, requested, modified: cloud.clock.date().toISOString().replace("Z", "+0000") };
  cloud.store.write(() => state.provisioned.put(keyOf(name), record));
  provision(name, state);
  const { FunctionArn: _, ...described } = describedAs(record, "IN_PROGRESS");
  return described;
};

export const getProvisionedConcurrencyConfig: Lambda["GetProvisionedConcurrencyConfig"] = (input, context) => {
  const { FunctionArn: _, ...described } = describedAs(openConfig(input, context), "READY");
  return described;
};

export const listProvisionedConcurrencyConfigs: Lambda["ListProvisionedConcurrencyConfigs"] = (input, context) => {
  const { state, account, region } = context;
  const { fn } = open({ FunctionName: input.FunctionName }, context);
  const { items, NextMarker } = pageOf(state.provisioned, [account, region, fn.configuration.FunctionName], input);
  return { ProvisionedConcurrencyConfigs: items.map((record) => describedAs(record, "READY")), NextMarker };
};

export const deleteProvisionedConcurrencyConfig: Lambda["DeleteProvisionedConcurrencyConfig"] = (input, context) => {
  const { cloud, state } = context;
  const { name } = openQualified(input, context);
  cloud.store.write(() => state.provisioned.delete(...keyOf(name)));
  provision(name, state);
  return {};
};

/** Keeps as many environments ready for a version, or for that of an alias, as its configuration says. */
export function provision(name: FunctionName, state: LambdaState): void {
  const count = state.provisioned.get(...keyOf(name))?.requested ?? 0;
  const { version } = resolve(name, state);
  // What goes wrong here goes wrong at the next event as well, and is told then.
  state.executor.provision(runnable(version, name, state), count).catch(() => undefined);
}

function openQualified(input: Named, context: LambdaContext) {
  const opened = open(input, context);
  const { qualifier } = opened.name;
  if (qualifier === undefined || qualifier === LATEST) {
    throw invalidParameter("Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
  }
  return opened;
}

function openConfig(input: Named, context: LambdaContext): ProvisionedRecord {
  const record = context.state.provisioned.get(...keyOf(openQualified(input, context).name));
  if (record) return record;
  const message = "No Provisioned Concurrency Config found for this function";
  throw ofUser("ProvisionedConcurrencyConfigNotFoundException", message);
}

function keyOf({ account, region, name, qualifier = LATEST }: FunctionName) {
  return [account, region, name, qualifier] as const;
}

/** Environments are there a moment after they were asked for. */
function describedAs(
  { name, requested, modified }: ProvisionedRecord,
  Status: "IN_PROGRESS" | "READY",
): ProvisionedConcurrencyConfigListItem {
  const ready = Status === "READY" ? requested : 0;
  return {
    FunctionArn: arnOf(name),
    RequestedProvisionedConcurrentExecutions: requested,
    AllocatedProvisionedConcurrentExecutions: ready,
    AvailableProvisionedConcurrentExecutions: ready,
    Status,
    LastModified: modified,
  };
}
