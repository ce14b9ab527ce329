import type { ProcessingConfiguration, Processor } from "@aws-sdk/client-firehose";
import { invalid } from "../errors.ts";
import { parametersOf, TYPES } from "../processing/processors.ts";
import { queryOf } from "../processing/queries/query.ts";

/** A number, or its bounds. */
const NUMBERS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  NumberOfRetries: [0, 300],
  BufferSizeInMBs: [0.2, 3],
  BufferIntervalInSeconds: [0, 900],
};

/** The configuration with its defaults. Throws Firehose's errors for processors that can't be. */
export function checkProcessing(input: ProcessingConfiguration = {}): Required<ProcessingConfiguration> {
  const { Enabled = false, Processors = [] } = input;
  const types = Processors.map(({ Type }) => Type);
  if (new Set(types).size < types.length) throw invalid("Processors of one type can be configured once.");
  for (const processor of Processors) check(processor);
  if (types.includes("CloudWatchLogProcessing") && !types.includes("Decompression"))
    throw invalid("CloudWatchLogProcessing processor needs a Decompression processor.");
  return { Enabled, Processors };
}

function check(processor: Processor): void {
  const type = processor.Type as keyof typeof TYPES;
  const parameters = parametersOf(processor);
  for (const name of TYPES[type].required)
    if (!parameters.has(name)) throw invalid(`Processor ${type} requires the parameter ${name}.`);
  for (const [name, value] of parameters) {
    if (!TYPES[type].required.includes(name) && !TYPES[type].optional.includes(name))
      throw invalid(`Processor ${type} does not take the parameter ${name}.`);
    checkNumber(name, value);
  }
  if (type === "Lambda" && !/^arn:[^:]*:lambda:[^:]+:\d{12}:function:.+$/.test(parameters.get("LambdaArn") ?? ""))
    throw invalid(`Invalid Lambda ARN: ${parameters.get("LambdaArn")}`);
  if (type === "MetadataExtraction") checkExtraction(parameters);
  if (type === "RecordDeAggregation") checkDeAggregation(parameters);
  if (type === "Decompression" && parameters.get("CompressionFormat") !== "GZIP")
    throw invalid("CompressionFormat of a Decompression processor must be GZIP.");
}

function checkNumber(name: string, value: string): void {
  const bounds = NUMBERS[name];
  if (!bounds) return;
  const [least, most] = bounds;
  if (!/^\d+(\.\d+)?$/.test(value) || Number(value) < least || Number(value) > most)
    throw invalid(`Processor parameter ${name} must be a number from ${least} to ${most}.`);
}

function checkExtraction(parameters: ReadonlyMap<string, string>): void {
  if (parameters.get("JsonParsingEngine") !== "JQ-1.6") throw invalid("JsonParsingEngine must be JQ-1.6.");
  queryOf(parameters.get("MetadataExtractionQuery") ?? "");
}

function checkDeAggregation(parameters: ReadonlyMap<string, string>): void {
  const kind = parameters.get("SubRecordType");
  if (kind !== "JSON" && kind !== "DELIMITED") throw invalid("SubRecordType must be JSON or DELIMITED.");
  if ((kind === "DELIMITED") !== parameters.has("Delimiter"))
    throw invalid("RecordDeAggregation takes a Delimiter when SubRecordType is DELIMITED, and only then.");
}
