import {
  DescribeStreamSummaryCommand,
  KinesisClient,
  ListShardsCommand,
  type Shard,
  type StreamDescriptionSummary,
} from "@aws-sdk/client-kinesis";
import { useClient } from "../cloud/clients.ts";
import { collect, pagesOf } from "../cloud/collect.ts";
import { useAnswer } from "../cloud/queries.ts";

/** A stream as AWS describes it. While it is being changed, it is looked at again. */
export function useStream(StreamName: string) {
  const client = useClient(KinesisClient);
  return useAnswer<Partial<StreamDescriptionSummary>>(
    ["kinesis", "stream", StreamName],
    async () => (await client.send(new DescribeStreamSummaryCommand({ StreamName }))).StreamDescriptionSummary ?? {},
    { every: (stream) => (stream && stream.StreamStatus !== "ACTIVE" ? 1000 : 10_000) },
  );
}

/** The shards of a stream, also those that are closed and still have records. */
export function useShards(StreamName: string) {
  const client = useClient(KinesisClient);
  return useAnswer<Shard[]>(
    ["kinesis", "stream", StreamName, "shards"],
    () =>
      collect(
        // What a token goes on with, only the first request says.
        pagesOf((NextToken) => client.send(new ListShardsCommand(NextToken ? { NextToken } : { StreamName }))),
        ({ Shards }) => Shards,
      ),
    { every: 5000 },
  );
}

/** Whether a shard still takes records. */
export function isOpen({ SequenceNumberRange }: Shard): boolean {
  return SequenceNumberRange?.EndingSequenceNumber === undefined;
}
