import type { CreateDeliveryStreamCommandInput } from "@aws-sdk/client-firehose";

/** A delivery stream that is to be made. */
export interface NewStream {
  readonly name: string;
  /** ARN of the Kinesis stream that it reads; empty for direct puts. */
  readonly source: string;
  readonly kind: "s3" | "http";
  readonly url: string;
  readonly key: string;
  readonly bucket: string;
  /** ARN of the role. */
  readonly role: string;
}

export function isComplete({ name, kind, url, bucket, role }: NewStream): boolean {
  return name !== "" && bucket !== "" && role !== "" && (kind === "s3" || URL.canParse(url));
}

export function requestOf({ name, source, kind, url, key, bucket, role }: NewStream): CreateDeliveryStreamCommandInput {
  const s3 = { RoleARN: role, BucketARN: `arn:aws:s3:::${bucket}` };
  const http = {
    EndpointConfiguration: { Url: url, ...(key !== "" && { AccessKey: key }) },
    RoleARN: role,
    S3Configuration: s3,
  };
  return {
    DeliveryStreamName: name,
    ...(source === ""
      ? { DeliveryStreamType: "DirectPut" }
      : {
          DeliveryStreamType: "KinesisStreamAsSource",
          KinesisStreamSourceConfiguration: { KinesisStreamARN: source, RoleARN: role },
        }),
    ...(kind === "s3" ? { ExtendedS3DestinationConfiguration: s3 } : { HttpEndpointDestinationConfiguration: http }),
  };
}
