import { randomUUID } from "node:crypto";
import type { CreateEventSourceMappingRequest, EventSourceMappingConfiguration } from "@aws-sdk/client-lambda";
import { mappingDialect } from "../../../delivery/pattern-dialects.ts";
import { compilePattern } from "../../../delivery/patterns.ts";
import { type Source, serviceOf } from "../../../delivery/source.ts";
import { conflict, invalidParameter, notFound, unsupported } from "../errors.ts";
import { open } from "../functions/lookup.ts";
import { arnOf, readName } from "../functions/names.ts";
import { pageOf } from "../functions/pages.ts";
import type { MappingRecord } from "../records.ts";
import type { Lambda, LambdaContext } from "../state.ts";

export const createEventSourceMapping: Lambda["CreateEventSourceMapping"] = async (input, context) => {
  const { state, account, region } = context;
  const { EventSourceArn: source } = input;
  if (!source) throw unsupported("event sources other than those with an ARN");
  const known = await state.sources.find(source);
  if (!known) throw unsupported(`event sources of the service ${serviceOf(source)}`);
  const { name: target } = open(input, context);
  const twin = [...state.mappings.values({ under: [account, region] })].find(
    (mapping) => mapping.source === source && mapping.target.name === target.name,
  );
  if (twin) {
    throw conflict(
      `The event source arn (" ${source} ") and function (" ${target.name} ") provided mapping already exists. Please update or delete the existing mapping with UUID ${twin.uuid}`,
    );
  }
  const isQueue = known.kind === "queue";
  const made = { uuid: randomUUID(), source, target, enabled: true, batchSize: isQueue ? 10 : 100 };
  const { StartingPosition: startingPosition } = input;
  if (!isQueue && !startingPosition)
    throw invalidParameter("1 validation error detected: Value null at 'startingPosition'");
  const mapping = settingsOf(input, known, { ...made, modified: 0, ...(startingPosition && { startingPosition }) });
  return put(mapping, "Creating", context);
};

export const updateEventSourceMapping: Lambda["UpdateEventSourceMapping"] = async (input, context) => {
  const source = await context.state.sources.find(openMapping(input.UUID, context).source);
  const before = openMapping(input.UUID, context);
  const target = input.FunctionName ? open({ FunctionName: input.FunctionName }, context).name : before.target;
  return put(settingsOf(input, source, { ...before, target }), "Updating", context);
};

export const getEventSourceMapping: Lambda["GetEventSourceMapping"] = ({ UUID }, context) => {
  const mapping = openMapping(UUID, context);
  return described(mapping, mapping.enabled ? "Enabled" : "Disabled", context);
};

export const listEventSourceMappings: Lambda["ListEventSourceMappings"] = (input, context) => {
  const { state, account, region } = context;
  // A function that does not exist has none.
  const arn = input.FunctionName && arnOf(readName({ FunctionName: input.FunctionName }, context));
  const { items, NextMarker } = pageOf(state.mappings, [account, region], input);
  const wanted = items.filter(
    ({ source, target }) => source === (input.EventSourceArn ?? source) && (!arn || arnOf(target) === arn),
  );
  return {
    EventSourceMappings: wanted.map((each) => described(each, each.enabled ? "Enabled" : "Disabled", context)),
    NextMarker,
  };
};

export const deleteEventSourceMapping: Lambda["DeleteEventSourceMapping"] = ({ UUID }, context) => {
  const { cloud, state, account, region } = context;
  const mapping = openMapping(UUID, context);
  cloud.store.write(() => {
    state.mappings.delete(account, region, UUID);
    state.pollers.forget(UUID);
    state.pollers.mark();
  });
  return described(mapping, "Deleting", context);
};

function put(mapping: MappingRecord, State: string, context: LambdaContext): EventSourceMappingConfiguration {
  const { cloud, state, account, region } = context;
  const record = { ...mapping, modified: cloud.clock.now() };
  cloud.store.write(() => {
    state.mappings.put([account, region, record.uuid], record);
    state.pollers.mark();
  });
  state.pollers.follow(record);
  return described(record, State, context);
}

type Settings = Omit<CreateEventSourceMappingRequest, "EventSourceArn" | "FunctionName" | "StartingPosition">;

/** Applies what is given. Throws AWS's errors for what it refuses. */
function settingsOf(input: Settings, source: Source | undefined, before: MappingRecord): MappingRecord {
  check(input, source, before);
  const filters = input.FilterCriteria?.Filters?.map(({ Pattern = "" }) => Pattern);
  const after = {
    ...before,
    enabled: input.Enabled ?? before.enabled,
    batchSize: input.BatchSize ?? before.batchSize,
    window: input.MaximumBatchingWindowInSeconds ?? before.window,
    filters: filters ?? before.filters,
    reportsFailures: input.FunctionResponseTypes?.includes("ReportBatchItemFailures") ?? before.reportsFailures,
    concurrency: input.ScalingConfig ? input.ScalingConfig.MaximumConcurrency : before.concurrency,
    bisects: input.BisectBatchOnFunctionError ?? before.bisects,
    retries: input.MaximumRetryAttempts ?? before.retries,
    maxAge: input.MaximumRecordAgeInSeconds ?? before.maxAge,
  };
  return Object.fromEntries(
    Object.entries(after).filter(([, value]) => value !== undefined),
  ) as unknown as MappingRecord;
}

function check(input: Settings, source: Source | undefined, { batchSize, window = 0 }: MappingRecord): void {
  const hasWindow = (input.MaximumBatchingWindowInSeconds ?? window) > 0;
  if (source?.kind === "queue" && (input.BatchSize ?? batchSize) > 10 && !hasWindow) {
    throw invalidParameter(
      "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10",
    );
  }
  for (const { Pattern = "" } of input.FilterCriteria?.Filters ?? []) {
    try {
      compilePattern(Pattern, mappingDialect);
    } catch {
      throw invalidParameter(`Invalid filter pattern definition.`);
    }
  }
}

function openMapping(uuid: string, { state, account, region }: LambdaContext): MappingRecord {
  const mapping = state.mappings.get(account, region, uuid);
  if (!mapping) throw notFound("The resource you requested does not exist.");
  return mapping;
}

function described(mapping: MappingRecord, State: string, context: LambdaContext): EventSourceMappingConfiguration {
  const { state, account, region } = context;
  const { uuid, source, target, filters, startingPosition, concurrency } = mapping;
  return {
    UUID: uuid,
    EventSourceMappingArn: `arn:aws:lambda:${region}:${account}:event-source-mapping:${uuid}`,
    EventSourceArn: source,
    FunctionArn: arnOf(target),
    BatchSize: mapping.batchSize,
    MaximumBatchingWindowInSeconds: mapping.window ?? 0,
    FunctionResponseTypes: mapping.reportsFailures ? ["ReportBatchItemFailures"] : [],
    ...(filters?.length && { FilterCriteria: { Filters: filters.map((Pattern) => ({ Pattern })) } }),
    ...(concurrency !== undefined && { ScalingConfig: { MaximumConcurrency: concurrency } }),
    ...(startingPosition && {
      StartingPosition: startingPosition,
      BisectBatchOnFunctionError: mapping.bisects ?? false,
      MaximumRetryAttempts: mapping.retries ?? -1,
      MaximumRecordAgeInSeconds: mapping.maxAge ?? -1,
      LastProcessingResult: state.results.get(uuid) ?? "No records processed",
    }),
    State,
    StateTransitionReason: "USER_INITIATED",
    LastModified: new Date(mapping.modified),
  };
}
