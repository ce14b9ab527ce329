import type { EventSourceMappingConfiguration } from "@aws-sdk/client-lambda";
import { arnOf } from "../functions/names.ts";
import type { MappingRecord } from "../records.ts";
import type { LambdaContext } from "../state.ts";

/** A mapping as Lambda's API shows it. */
export function described(
  mapping: MappingRecord,
  { state, account, region }: Pick<LambdaContext, "state" | "account" | "region">,
  State = mapping.enabled ? "Enabled" : "Disabled",
): EventSourceMappingConfiguration {
  const { uuid, source, target, filters, concurrency } = mapping;
  return {
    UUID: uuid,
    EventSourceMappingArn: mappingArn({ account, region, uuid }),
    EventSourceArn: source,
    FunctionArn: arnOf(target),
    BatchSize: mapping.batchSize,
    MaximumBatchingWindowInSeconds: mapping.window ?? 0,
    FunctionResponseTypes: mapping.reportsFailures ? ["ReportBatchItemFailures"] : [],
    ...(filters?.length && { FilterCriteria: { Filters: filters.map((Pattern) => ({ Pattern })) } }),
    ...(concurrency !== undefined && { ScalingConfig: { MaximumConcurrency: concurrency } }),
    ...mapping.stored,
    ...ofStream(mapping, state.pollers.results.get(mapping)),
    State,
    StateTransitionReason: mapping.startingPosition ? "User action" : "USER_INITIATED",
    LastModified: new Date(mapping.modified),
  };
}

function ofStream(mapping: MappingRecord, result = "No records processed"): EventSourceMappingConfiguration {
  const { startingPosition, startingTimestamp, onFailure } = mapping;
  if (!startingPosition) return {};
  return {
    StartingPosition: startingPosition,
    ...(startingTimestamp !== undefined && { StartingPositionTimestamp: new Date(startingTimestamp) }),
    ParallelizationFactor: mapping.parallelization ?? 1,
    TumblingWindowInSeconds: mapping.tumbling ?? 0,
    BisectBatchOnFunctionError: mapping.bisects ?? false,
    MaximumRetryAttempts: mapping.retries ?? -1,
    MaximumRecordAgeInSeconds: mapping.maxAge ?? -1,
    DestinationConfig: { OnFailure: onFailure === undefined ? {} : { Destination: onFailure } },
    LastProcessingResult: result,
  };
}

export function mappingArn({ account, region, uuid }: { account: string; region: string; uuid: string }): string {
  return `arn:aws:lambda:${region}:${account}:event-source-mapping:${uuid}`;
}
