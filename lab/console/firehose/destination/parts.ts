import type { DeliveryStreamDescription } from "@aws-sdk/client-firehose";

type Stream = Partial<DeliveryStreamDescription>;

/** What all destinations have: hints, processors, a backup mode, a log. */
export function commonOf({ Destinations: [destination] = [] }: Stream) {
  return destination?.HttpEndpointDestinationDescription ?? destination?.ExtendedS3DestinationDescription;
}

export type Bucket = NonNullable<ReturnType<typeof bucketOf>>;

/** The bucket that a stream delivers to, or that takes what its endpoint does not. */
export function bucketOf({ Destinations: [destination] = [] }: Stream) {
  const http = destination?.HttpEndpointDestinationDescription;
  return http ? http.S3DestinationDescription : destination?.ExtendedS3DestinationDescription;
}
