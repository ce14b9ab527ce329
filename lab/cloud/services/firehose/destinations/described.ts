import type { DestinationDescription, S3DestinationDescription } from "@aws-sdk/client-firehose";
import type { Destination, S3Settings } from "../records.ts";

/** A stream has one destination. */
export const DESTINATION_ID = "destinationId-000000000001";

/** A destination as DescribeDeliveryStream answers it. A bucket is told twice: as it was before processing came, too. */
export function described(destination: Destination): DestinationDescription {
  if (destination.kind === "http")
    return { DestinationId: DESTINATION_ID, HttpEndpointDestinationDescription: destination.http };
  return {
    DestinationId: DESTINATION_ID,
    S3DestinationDescription: plain(destination.s3),
    ExtendedS3DestinationDescription: destination.s3,
  };
}

function plain(settings: S3Settings): S3DestinationDescription {
  const { RoleARN, BucketARN, Prefix, ErrorOutputPrefix, BufferingHints, CompressionFormat } = settings;
  const { EncryptionConfiguration, CloudWatchLoggingOptions } = settings;
  return {
    RoleARN,
    BucketARN,
    Prefix,
    ErrorOutputPrefix,
    BufferingHints,
    CompressionFormat,
    EncryptionConfiguration,
    CloudWatchLoggingOptions,
  };
}
