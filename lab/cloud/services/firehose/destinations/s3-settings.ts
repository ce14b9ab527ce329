import type {
  BufferingHints,
  ExtendedS3DestinationConfiguration,
  S3DestinationConfiguration,
  S3DestinationDescription,
} from "@aws-sdk/client-firehose";
import { invalid, notYet } from "../errors.ts";
import { checkErrorPrefix, checkPrefix, namespacesIn } from "../objects/expressions.ts";
import { timeZoneProblem } from "../objects/timestamps.ts";
import type { S3Settings } from "../records.ts";
import { checkPartitioning } from "./partitioning-rules.ts";
import { checkProcessing } from "./processor-rules.ts";

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_BufferingHints.html */
const USUAL_HINTS = { SizeInMBs: 5, IntervalInSeconds: 300 };

/** The settings of a bucket with their defaults. Throws Firehose's errors for what can't be. */
export function extendedS3Settings(input: ExtendedS3DestinationConfiguration): S3Settings {
  const { S3BackupMode = "Disabled", S3BackupConfiguration, DataFormatConversionConfiguration: conversion } = input;
  // Its Enabled is true where it is not said.
  if (conversion && conversion.Enabled !== false) throw notYet("the conversion of records to Parquet or ORC");
  if (S3BackupMode === "Enabled" && !S3BackupConfiguration)
    throw invalid("S3BackupConfiguration is required when S3BackupMode is Enabled.");
  const isPartitioned = input.DynamicPartitioningConfiguration?.Enabled === true;
  const processing = checkProcessing(input.ProcessingConfiguration);
  checkPartitioning(input, isPartitioned);
  const zone = input.CustomTimeZone ?? "";
  if (zone !== "" && timeZoneProblem(zone)) throw invalid(`${zone} is not a supported time zone.`);
  return {
    ...s3Settings(input, isPartitioned),
    ProcessingConfiguration: processing,
    S3BackupMode,
    ...(S3BackupConfiguration && { S3BackupDescription: s3Settings(S3BackupConfiguration) }),
    DataFormatConversionConfiguration: { Enabled: false },
    ...(input.DynamicPartitioningConfiguration && {
      DynamicPartitioningConfiguration: partitioning(input.DynamicPartitioningConfiguration),
    }),
    ...(input.FileExtension !== undefined && { FileExtension: input.FileExtension }),
    ...(input.CustomTimeZone !== undefined && { CustomTimeZone: input.CustomTimeZone }),
  };
}

/** The settings that all buckets have. */
export function s3Settings(input: S3DestinationConfiguration, isPartitioned = false): S3DestinationDescription {
  const { RoleARN, BucketARN, Prefix, ErrorOutputPrefix } = input;
  if (RoleARN === undefined || BucketARN === undefined) throw invalid("RoleARN and BucketARN are required.");
  checkPrefix(Prefix ?? "");
  checkErrorPrefix(ErrorOutputPrefix ?? "");
  if (namespacesIn(Prefix ?? "").size > 0 && !ErrorOutputPrefix)
    throw invalid("ErrorOutputPrefix cannot be null or empty when Prefix contains expressions.");
  const usual = isPartitioned ? { ...USUAL_HINTS, SizeInMBs: 64 } : USUAL_HINTS;
  return {
    RoleARN,
    BucketARN,
    ...(Prefix !== undefined && { Prefix }),
    ...(ErrorOutputPrefix !== undefined && { ErrorOutputPrefix }),
    BufferingHints: hintsOf(input.BufferingHints, usual),
    CompressionFormat: input.CompressionFormat ?? "UNCOMPRESSED",
    EncryptionConfiguration: input.EncryptionConfiguration ?? { NoEncryptionConfig: "NoEncryption" },
    CloudWatchLoggingOptions: input.CloudWatchLoggingOptions ?? { Enabled: false },
  };
}

/** Hints with their defaults: who says one of the two says the other. */
export function hintsOf(given: BufferingHints | undefined, usual: Required<BufferingHints>): Required<BufferingHints> {
  if (!given) return usual;
  const { SizeInMBs, IntervalInSeconds } = given;
  if ((SizeInMBs === undefined) !== (IntervalInSeconds === undefined))
    throw invalid(
      "Both BufferSizeInMBs and BufferIntervalInSeconds are required to configure buffering for an S3 destination.",
    );
  return { SizeInMBs: SizeInMBs ?? usual.SizeInMBs, IntervalInSeconds: IntervalInSeconds ?? usual.IntervalInSeconds };
}

function partitioning({ Enabled = false, RetryOptions }: NonNullable<S3Settings["DynamicPartitioningConfiguration"]>) {
  return Enabled ? { Enabled, RetryOptions: RetryOptions ?? { DurationInSeconds: 300 } } : { Enabled };
}
