import type { CreateDeliveryStreamInput, UpdateDestinationInput } from "@aws-sdk/client-firehose";
import { invalid, notYet } from "../errors.ts";
import type { Destination, S3Settings } from "../records.ts";
import { httpDestination } from "./http-settings.ts";
import { extendedS3Settings, s3Settings } from "./s3-settings.ts";

/** Destinations that the lab does not have, by what members of inputs begin with. */
const ABSENT: Readonly<Record<string, string>> = {
  Redshift: "Amazon Redshift as a destination of Firehose streams",
  Elasticsearch: "Amazon OpenSearch Service as a destination of Firehose streams",
  Amazonopensearchservice: "Amazon OpenSearch Service as a destination of Firehose streams",
  AmazonOpenSearchServerless: "Amazon OpenSearch Serverless as a destination of Firehose streams",
  Splunk: "Splunk as a destination of Firehose streams",
  Snowflake: "Snowflake as a destination of Firehose streams",
  Iceberg: "Apache Iceberg tables as a destination of Firehose streams",
};

/** The destination of a new stream. Throws Firehose's errors for what can't be. */
export function newDestination(input: CreateDeliveryStreamInput): Destination {
  const named = namedIn(input, "DestinationConfiguration");
  if (named.length !== 1) throw invalid("Exactly one destination configuration is supported for a Firehose");
  checkPresent(named);
  const { ExtendedS3DestinationConfiguration: extended, S3DestinationConfiguration: s3 } = input;
  if (extended) return { kind: "s3", s3: extendedS3Settings(extended) };
  if (s3) return { kind: "s3", s3: s3Settings(s3) };
  return httpDestination(
    input.HttpEndpointDestinationConfiguration as NonNullable<typeof input.HttpEndpointDestinationConfiguration>,
  );
}

/**
 * A destination with changes. What an update leaves out stays as it is, unless it names another kind of destination: then all is
 * new. Throws Firehose's errors for what can't be.
 */
export function changedDestination(before: Destination, input: UpdateDestinationInput): Destination {
  const named = namedIn(input, "DestinationUpdate");
  if (named.length !== 1) throw invalid("Exactly one destination update is supported for a Firehose");
  checkPresent(named);
  const { ExtendedS3DestinationUpdate: extended, S3DestinationUpdate: s3, HttpEndpointDestinationUpdate: http } = input;
  return http ? changedHttp(before, http) : changedS3(before, extended ?? s3 ?? {}, extended !== undefined);
}

type S3Update = NonNullable<UpdateDestinationInput["ExtendedS3DestinationUpdate"]>;
type HttpUpdate = NonNullable<UpdateDestinationInput["HttpEndpointDestinationUpdate"]>;

function changedS3(before: Destination, { S3BackupUpdate, ...update }: S3Update, isExtended: boolean): Destination {
  const { S3BackupDescription, ...kept } = before.kind === "s3" ? before.s3 : ({} as Partial<S3Settings>);
  checkUnpartitioned(kept, update, before);
  const backup = S3BackupDescription || S3BackupUpdate ? { ...S3BackupDescription, ...S3BackupUpdate } : undefined;
  const all = { ...kept, ...update } as Parameters<typeof extendedS3Settings>[0];
  if (!isExtended && before.kind !== "s3") return { kind: "s3", s3: s3Settings(all) };
  const S3BackupConfiguration = backup as Parameters<typeof s3Settings>[0] | undefined;
  return { kind: "s3", s3: extendedS3Settings({ ...all, ...(S3BackupConfiguration && { S3BackupConfiguration }) }) };
}

/** https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning-enable.html */
function checkUnpartitioned(kept: S3Update, update: S3Update, before: Destination): void {
  const { DynamicPartitioningConfiguration: given } = update;
  if (before.kind !== "s3" || !given) return;
  if ((given.Enabled ?? false) !== (kept.DynamicPartitioningConfiguration?.Enabled ?? false))
    throw invalid("Dynamic Partitioning cannot be enabled or disabled for an existing Firehose stream.");
}

function changedHttp(before: Destination, { S3Update, ...update }: HttpUpdate): Destination {
  if (before.kind !== "http")
    return httpDestination({ ...update, S3Configuration: S3Update } as Parameters<typeof httpDestination>[0]);
  const { S3DestinationDescription, EndpointConfiguration, ...kept } = before.http;
  const endpoint = update.EndpointConfiguration;
  // A new endpoint comes with its own key, or has none.
  const AccessKey = endpoint ? endpoint.AccessKey : before.accessKey;
  return httpDestination({
    ...kept,
    ...update,
    EndpointConfiguration: {
      ...EndpointConfiguration,
      ...endpoint,
      Url: endpoint?.Url ?? EndpointConfiguration?.Url,
      AccessKey,
    },
    S3Configuration: { ...S3DestinationDescription, ...S3Update } as Parameters<typeof s3Settings>[0],
  });
}

/** The destinations that an input names, by what their members begin with. */
function namedIn(input: object, ending: string): string[] {
  return Object.entries(input).flatMap(([name, value]) =>
    value !== undefined && name.endsWith(ending) ? [name.slice(0, -ending.length)] : [],
  );
}

function checkPresent(named: readonly string[]): void {
  for (const name of named) {
    const absent = Object.hasOwn(ABSENT, name) ? ABSENT[name] : undefined;
    if (absent !== undefined) throw notYet(absent);
  }
}
