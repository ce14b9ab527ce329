import type { ProcessingConfiguration, Processor, ProcessorType } from "@aws-sdk/client-firehose";
import type { Destination } from "../records.ts";

interface Parameters {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** The parameters of each type of processor. https://docs.aws.amazon.com/firehose/latest/APIReference/API_ProcessorParameter.html */
export const TYPES: Readonly<Record<ProcessorType, Parameters>> = {
  Lambda: {
    required: ["LambdaArn"],
    optional: ["NumberOfRetries", "RoleArn", "BufferSizeInMBs", "BufferIntervalInSeconds"],
  },
  MetadataExtraction: { required: ["MetadataExtractionQuery", "JsonParsingEngine"], optional: [] },
  RecordDeAggregation: { required: ["SubRecordType"], optional: ["Delimiter"] },
  AppendDelimiterToRecord: { required: [], optional: ["Delimiter"] },
  Decompression: { required: ["CompressionFormat"], optional: [] },
  CloudWatchLogProcessing: { required: ["DataMessageExtraction"], optional: [] },
};

/** The processors of a type that a configuration has, whether it is enabled or not. */
export function processorsOf(configuration: ProcessingConfiguration | undefined, type: ProcessorType): Processor[] {
  return (configuration?.Processors ?? []).filter(({ Type }) => Type === type);
}

export function parametersOf(processor: Processor | undefined): ReadonlyMap<string, string> {
  return new Map(
    processor?.Parameters?.map(({ ParameterName = "", ParameterValue = "" }) => [ParameterName, ParameterValue]),
  );
}

/** What is to be done to the records of a stream: the parameters of its processors, where processing is enabled. */
export function stepsOf(destination: Destination): ReadonlyMap<ProcessorType, ReadonlyMap<string, string>> {
  const { ProcessingConfiguration: configuration } = destination.kind === "s3" ? destination.s3 : destination.http;
  if (!configuration?.Enabled) return new Map();
  return new Map(
    (configuration.Processors ?? []).map((processor) => [processor.Type as ProcessorType, parametersOf(processor)]),
  );
}
