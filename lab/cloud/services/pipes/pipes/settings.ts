import type { CreatePipeRequest, PipeLogConfigurationParameters, UpdatePipeRequest } from "@aws-sdk/client-pipes";
import { checkEnrichment } from "../enrichments/index.ts";
import { crossAccount, invalid } from "../errors.ts";
import type { PipeRecord } from "../records.ts";
import { checkSource, sourceParametersOf } from "../sources/parameters.ts";
import type { PipesState } from "../state.ts";
import { checkTarget } from "../targets/index.ts";
import { checkTemplate } from "../templates/input-template.ts";

type Input = Partial<Omit<CreatePipeRequest, "SourceParameters">> &
  Pick<CreatePipeRequest | UpdatePipeRequest, "SourceParameters">;

/**
 * A pipe with what is given applied. What is not given stays as it is; of the parameters of one service, all are replaced.
 * https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_UpdatePipe.html
 */
export function settingsOf(input: Input, before: PipeRecord): PipeRecord {
  const after = {
    ...before,
    description: input.Description ?? before.description,
    desired: input.DesiredState ?? before.desired,
    sourceParameters: sourceParametersOf(input.SourceParameters, before),
    // An empty text removes it.
    enrichment: input.Enrichment === undefined ? before.enrichment : input.Enrichment || undefined,
    enrichmentParameters: parameters(input.EnrichmentParameters, before.enrichmentParameters),
    target: input.Target ?? before.target,
    targetParameters: parameters(
      input.TargetParameters,
      input.Target !== undefined && input.Target !== before.target ? undefined : before.targetParameters,
    ),
    role: input.RoleArn ?? before.role,
    logging: input.LogConfiguration ? loggingOf(input.LogConfiguration, before) : before.logging,
    kmsKey: input.KmsKeyIdentifier === undefined ? before.kmsKey : input.KmsKeyIdentifier || undefined,
  };
  return Object.fromEntries(Object.entries(after).filter(([, value]) => value !== undefined)) as unknown as PipeRecord;
}

/** Refuses a pipe that can't be. */
export async function checked(pipe: PipeRecord, state: PipesState): Promise<PipeRecord> {
  if (pipe.role.split(":")[4] !== pipe.account) throw crossAccount();
  await checkSource(pipe, state);
  checkEnrichment(pipe);
  checkTarget(pipe);
  checkTemplate(pipe.enrichmentParameters?.InputTemplate);
  checkTemplate(pipe.targetParameters?.InputTemplate);
  return pipe;
}

function parameters<P extends { InputTemplate?: string | undefined }>(given: P | undefined, before: P | undefined) {
  if (!given) return before;
  const { InputTemplate, ...rest } = { ...before, ...given };
  const after = { ...rest, ...(InputTemplate ? { InputTemplate } : {}) };
  return Object.keys(after).length > 0 ? (after as P) : undefined;
}

function loggingOf(given: PipeLogConfigurationParameters, { account }: PipeRecord): PipeRecord["logging"] {
  const { CloudwatchLogsLogDestination: logs, FirehoseLogDestination: firehose, S3LogDestination: bucket } = given;
  if (!logs && !firehose && !bucket && given.Level !== "OFF")
    throw invalid("At least one log destination must be specified when the log level is not OFF.");
  return {
    Level: given.Level,
    ...(logs && { CloudwatchLogsLogDestination: logs }),
    ...(firehose && { FirehoseLogDestination: firehose }),
    ...(bucket && {
      S3LogDestination: { OutputFormat: "json", ...bucket, BucketOwner: bucket.BucketOwner ?? account },
    }),
    ...(given.IncludeExecutionData && { IncludeExecutionData: given.IncludeExecutionData }),
  };
}
