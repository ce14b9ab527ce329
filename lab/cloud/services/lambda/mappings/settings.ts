import type { CreateEventSourceMappingRequest } from "@aws-sdk/client-lambda";
import { mappingDialect } from "../../../delivery/pattern-dialects.ts";
import { compilePattern } from "../../../delivery/patterns.ts";
import { type Source, serviceOf } from "../../../delivery/source.ts";
import { invalidParameter } from "../errors.ts";
import type { MappingRecord } from "../records.ts";

/** What can be said of a mapping at its creation, and changed later. */
export type Settings = Omit<
  CreateEventSourceMappingRequest,
  "EventSourceArn" | "FunctionName" | "StartingPosition" | "StartingPositionTimestamp" | "Tags"
>;

/** Where discarded events can go. https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html */
const DESTINATIONS = new Set(["sqs", "sns", "s3"]);

/** Applies what is given. Throws AWS's errors for what it refuses. */
export function settingsOf(input: Settings, source: Source | undefined, before: MappingRecord): MappingRecord {
  check(input, source, before);
  const filters = input.FilterCriteria?.Filters?.map(({ Pattern = "" }) => Pattern);
  const after = {
    ...before,
    enabled: input.Enabled ?? before.enabled,
    batchSize: input.BatchSize ?? before.batchSize,
    window: input.MaximumBatchingWindowInSeconds ?? before.window,
    filters: input.FilterCriteria ? filters : before.filters,
    reportsFailures: input.FunctionResponseTypes?.includes("ReportBatchItemFailures") ?? before.reportsFailures,
    concurrency: input.ScalingConfig ? input.ScalingConfig.MaximumConcurrency : before.concurrency,
    bisects: input.BisectBatchOnFunctionError ?? before.bisects,
    retries: input.MaximumRetryAttempts ?? before.retries,
    maxAge: input.MaximumRecordAgeInSeconds ?? before.maxAge,
    onFailure: input.DestinationConfig ? input.DestinationConfig.OnFailure?.Destination || undefined : before.onFailure,
    parallelization: input.ParallelizationFactor ?? before.parallelization,
    tumbling: input.TumblingWindowInSeconds ?? before.tumbling,
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
  const { MaximumRecordAgeInSeconds: age = -1, DestinationConfig: { OnFailure, OnSuccess } = {} } = input;
  if (age >= 0 && age < 60) throw invalidParameter("Maximum record age in seconds must be -1 or between 60 and 604800");
  if (OnSuccess?.Destination)
    throw invalidParameter("OnSuccess destinations are not supported for event source mappings");
  if (OnFailure?.Destination && !DESTINATIONS.has(serviceOf(OnFailure.Destination)))
    throw invalidParameter(`The provided destination config DestinationConfig is invalid: ${OnFailure.Destination}`);
  for (const { Pattern = "" } of input.FilterCriteria?.Filters ?? []) {
    try {
      compilePattern(Pattern, mappingDialect);
    } catch {
      throw invalidParameter(`Invalid filter pattern definition.`);
    }
  }
}
