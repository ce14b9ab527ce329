import {
  type DeliveryStreamDescription,
  DescribeDeliveryStreamCommand,
  FirehoseClient,
} from "@aws-sdk/client-firehose";
import { useClient } from "../cloud/clients.ts";
import { useAnswer } from "../cloud/queries.ts";

/** A delivery stream as AWS describes it. While it is being made, it is looked at again. */
export function useStream(DeliveryStreamName: string) {
  const client = useClient(FirehoseClient);
  return useAnswer<Partial<DeliveryStreamDescription>>(
    ["firehose", "stream", DeliveryStreamName],
    async () =>
      (await client.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName }))).DeliveryStreamDescription ?? {},
    { every: (stream) => (stream && stream.DeliveryStreamStatus !== "ACTIVE" ? 1000 : 10_000) },
  );
}
