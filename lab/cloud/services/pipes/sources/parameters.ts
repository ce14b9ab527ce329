import type { CreatePipeRequest, PipeSourceParameters, UpdatePipeRequest } from "@aws-sdk/client-pipes";
import { pipeDialect } from "../../../delivery/pattern-dialects.ts";
import { compilePattern } from "../../../delivery/patterns.ts";
import type { PollSettings } from "../../../delivery/polling/job.ts";
import { type StartingPosition, serviceOf, sourceOf } from "../../../delivery/source.ts";
import { invalid, missing, unsupported } from "../errors.ts";
import type { PipeRecord } from "../records.ts";
import type { PipesState } from "../state.ts";
import { mostOf } from "../targets/index.ts";

type Given = CreatePipeRequest["SourceParameters"] | UpdatePipeRequest["SourceParameters"];
type Kind = "SqsQueueParameters" | "KinesisStreamParameters" | "DynamoDBStreamParameters";

/** The parameters of the sources that the lab has, by the service in their ARNs. */
const KINDS: ReadonlyMap<string, Kind> = new Map([
  ["sqs", "SqsQueueParameters"],
  ["kinesis", "KinesisStreamParameters"],
  ["dynamodb", "DynamoDBStreamParameters"],
]);

/** Sources that AWS has besides. */
const OTHERS: Readonly<Record<string, string>> = {
  mq: "brokers of Amazon MQ as sources",
  kafka: "clusters of Amazon MSK as sources",
};

/** How many events a batch has when nobody says. */
const USUAL = { SqsQueueParameters: 10, KinesisStreamParameters: 100, DynamoDBStreamParameters: 100 };

/** The parameters of a source, with the defaults that AWS shows. Those of a service are replaced as one. */
export function sourceParametersOf(
  given: Given,
  { source, sourceParameters: before }: PipeRecord,
): PipeSourceParameters {
  const kind = KINDS.get(serviceOf(source));
  const filters = given?.FilterCriteria ?? before.FilterCriteria;
  const foreign = Object.keys(given ?? {}).find((name) => name !== "FilterCriteria" && name !== kind);
  if (kind && foreign !== undefined) throw invalid(`${foreign} can't be given for the source ${source}.`);
  if (!kind) return { ...before, ...(given as PipeSourceParameters) };
  const own = given?.[kind] ?? before[kind] ?? {};
  // Where a stream is begun can't be changed.
  const kept = before[kind] as { StartingPosition?: string; StartingPositionTimestamp?: Date } | undefined;
  const start = kept && {
    ...(kept.StartingPosition && { StartingPosition: kept.StartingPosition }),
    ...(kept.StartingPositionTimestamp && { StartingPositionTimestamp: kept.StartingPositionTimestamp }),
  };
  return {
    ...(filters?.Filters?.length && { FilterCriteria: filters }),
    [kind]: { BatchSize: USUAL[kind], ...own, ...start },
  };
}

/** Refuses what can't be a source, or can't be read so. */
export async function checkSource(pipe: PipeRecord, { cloud }: PipesState): Promise<void> {
  const { source, sourceParameters: parameters } = pipe;
  if (source.startsWith("smk://")) throw unsupported("self-managed Apache Kafka as a source");
  const service = serviceOf(source);
  const kind = KINDS.get(service);
  const found = await sourceOf(source, cloud);
  if (!kind || !found)
    throw OTHERS[service] ? unsupported(OTHERS[service]) : invalid(`${source} can't be the source of a pipe.`);
  if (!source.startsWith(`arn:aws:${service}:${pipe.region}:${pipe.account}:`))
    throw invalid(`The source ${source} must be in the pipe's account and region.`);
  for (const { Pattern = "" } of parameters.FilterCriteria?.Filters ?? []) checkPattern(Pattern);
  const { startingPosition } = streamParameters(pipe);
  if (found.kind === "stream") {
    if (startingPosition === undefined) throw missing(`sourceParameters.${lowerFirst(kind)}.startingPosition`);
    if (!found.startingPositions.includes(startingPosition))
      throw invalid(`Unsupported starting position for arn type: ${source}`);
    if (startingPosition === "AT_TIMESTAMP" && !parameters.KinesisStreamParameters?.StartingPositionTimestamp)
      throw invalid("StartingPositionTimestamp must be provided for AT_TIMESTAMP");
  }
  checkBatches(pipe, kind);
}

function checkBatches(pipe: PipeRecord, kind: Kind): void {
  const { BatchSize = 0, MaximumBatchingWindowInSeconds: window = 0 } = pipe.sourceParameters[kind] ?? {};
  const most = mostOf(pipe);
  if (BatchSize > most && BatchSize !== USUAL[kind])
    throw invalid(
      `BatchSize ${BatchSize} is more than the target or the enrichment takes at a time, which is ${most}.`,
    );
  if (kind !== "SqsQueueParameters") return;
  if (BatchSize > 10 && window === 0)
    throw invalid("Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10");
  if (window > 0 && pipe.source.endsWith(".fifo")) throw invalid("Batching window is not supported for FIFO queues");
}

function checkPattern(pattern: string): void {
  try {
    compilePattern(pattern, pipeDialect);
  } catch (error) {
    throw invalid(`Filter pattern is not valid. Reason: ${(error as Error).message}`);
  }
}

/** How the events of a pipe's source are put together. */
export function settingsOf(pipe: PipeRecord): PollSettings {
  const { SqsQueueParameters: queue } = pipe.sourceParameters;
  const stream = pipe.sourceParameters.KinesisStreamParameters ?? pipe.sourceParameters.DynamoDBStreamParameters;
  const { BatchSize = 1, MaximumBatchingWindowInSeconds: window = 0 } = queue ?? stream ?? {};
  return {
    batchSize: Math.min(BatchSize, mostOf(pipe)),
    window,
    ...(stream && {
      bisects: stream.OnPartialBatchItemFailure === "AUTOMATIC_BISECT",
      retries: stream.MaximumRetryAttempts ?? -1,
      maxAge: stream.MaximumRecordAgeInSeconds ?? -1,
      parallelization: stream.ParallelizationFactor ?? 1,
    }),
  };
}

/** Where a stream is begun, and where what is given up goes. */
export function streamParameters({ sourceParameters }: PipeRecord): {
  readonly startingPosition?: StartingPosition;
  readonly startingTimestamp?: number;
  readonly deadLetters?: string;
} {
  const stream = sourceParameters.KinesisStreamParameters ?? sourceParameters.DynamoDBStreamParameters;
  if (!stream) return {};
  const { StartingPosition: startingPosition, DeadLetterConfig: { Arn } = {} } = stream;
  const timestamp = sourceParameters.KinesisStreamParameters?.StartingPositionTimestamp;
  return {
    ...(startingPosition && { startingPosition }),
    ...(timestamp && { startingTimestamp: timestamp.getTime() }),
    ...(Arn && { deadLetters: Arn }),
  };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
