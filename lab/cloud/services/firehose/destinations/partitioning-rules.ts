import type { ExtendedS3DestinationConfiguration } from "@aws-sdk/client-firehose";
import { invalid } from "../errors.ts";
import { expressionsIn, namespacesIn } from "../objects/expressions.ts";
import { parametersOf, processorsOf } from "../processing/processors.ts";
import { queryOf } from "../processing/queries/query.ts";

/** https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning-keys.html */
const LEAST_BUFFER = 64;

/** Looks whether prefix, processors and partitioning fit. Throws Firehose's errors when they do not. */
export function checkPartitioning(input: ExtendedS3DestinationConfiguration, isPartitioned: boolean): void {
  const namespaces = namespacesIn(input.Prefix ?? "");
  const usesQuery = namespaces.has("partitionKeyFromQuery");
  const usesFunction = namespaces.has("partitionKeyFromLambda");
  const extraction = processorsOf(input.ProcessingConfiguration, "MetadataExtraction");
  if (!isPartitioned) {
    if (usesQuery || usesFunction)
      throw invalid(
        "Dynamic Partitioning Namespaces can only be part of a prefix expression when Dynamic Partitioning is enabled.",
      );
    if (extraction.length > 0)
      throw invalid("MetadataExtraction processor can only be present when Dynamic Partitioning is enabled.");
    return;
  }
  if (!usesQuery && !usesFunction)
    throw invalid("S3 Prefix should contain Dynamic Partitioning namespaces when Dynamic Partitioning is enabled");
  if ((input.BufferingHints?.SizeInMBs ?? LEAST_BUFFER) < LEAST_BUFFER)
    throw invalid(`BufferingHints.SizeInMBs must be at least ${LEAST_BUFFER} when Dynamic Partitioning is enabled.`);
  if (usesFunction && processorsOf(input.ProcessingConfiguration, "Lambda").length === 0)
    throw invalid("Lambda processor should be present when S3 Prefix has partitionKeyFromLambda namespace.");
  if (usesQuery !== extraction.length > 0)
    throw invalid(
      usesQuery
        ? "MetadataExtraction processor should be present when S3 Prefix has partitionKeyFromQuery namespace."
        : "S3 Prefix should contain partitionKeyFromQuery namespace when MetadataExtraction processor is present.",
    );
  if (usesQuery) checkKeys(input.Prefix ?? "", parametersOf(extraction[0]).get("MetadataExtractionQuery") ?? "");
}

/** The prefix names the keys that the query gives. */
function checkKeys(prefix: string, query: string): void {
  const keys = new Set(queryOf(query).keys);
  const used = expressionsIn(prefix).flatMap((part) =>
    part.namespace === "partitionKeyFromQuery" ? [part.value] : [],
  );
  const unknown = used.find((key) => !keys.has(key));
  if (unknown !== undefined)
    throw invalid(`S3 Prefix refers to the partition key ${unknown}, which MetadataExtractionQuery does not give.`);
}
