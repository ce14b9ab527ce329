import type { KeySchemaElement, Shard as ShownShard } from "@aws-sdk/client-dynamodb-streams";
import type { Shard } from "../../../streams/shard.ts";
import { invalid } from "../errors.ts";
import type { KeySchema } from "../records.ts";
import { arnOfStream, openStream, streamNameOf } from "./names.ts";
import type { DynamoDbStreams } from "./state.ts";

/** The most streams, or shards, in an answer. */
const MOST = 100;

export const listStreams: DynamoDbStreams["ListStreams"] = (input, { state, account, region }) => {
  const { TableName, Limit = MOST, ExclusiveStartStreamArn } = input;
  const start = ExclusiveStartStreamArn === undefined ? undefined : streamNameOf(ExclusiveStartStreamArn);
  if (ExclusiveStartStreamArn !== undefined && !start) throw invalid("Invalid StreamArn");
  const under = TableName === undefined ? [account, region] : [account, region, TableName];
  const limit = Math.min(Limit, MOST);
  const found = [...state.streams.values({ under, ...(start && { after: start }), limit: limit + 1 })];
  const streams = found.slice(0, limit).map(({ name }) => name);
  const last = streams.at(-1);
  return {
    Streams: streams.map((name) => ({ StreamArn: arnOfStream(name), TableName: name[2], StreamLabel: name[3] })),
    ...(last && found.length > limit && { LastEvaluatedStreamArn: arnOfStream(last) }),
  };
};

export const describeStream: DynamoDbStreams["DescribeStream"] = (input, { state }) => {
  const { Limit = MOST, ExclusiveStartShardId: start, ShardFilter } = input;
  const { name, view, key, created, isDisabled } = openStream(input.StreamArn, state);
  const shards = state.log
    .shards(name)
    .filter(({ id }) => start === undefined || id > start)
    .filter(({ parents }) => !ShardFilter || parents.includes(ShardFilter.ShardId ?? ""));
  const limit = Math.min(Limit, MOST);
  const last = shards.length > limit ? shards[limit - 1] : undefined;
  return {
    StreamDescription: {
      StreamArn: arnOfStream(name),
      StreamLabel: name[3],
      StreamStatus: isDisabled ? "DISABLED" : "ENABLED",
      StreamViewType: view,
      CreationRequestDateTime: new Date(created),
      TableName: name[2],
      KeySchema: elementsOf(key),
      Shards: shards.slice(0, limit).map(shown),
      ...(last && { LastEvaluatedShardId: last.id }),
    },
  };
};

function elementsOf({ partition, sort }: KeySchema): KeySchemaElement[] {
  return [
    ...partition.map((AttributeName): KeySchemaElement => ({ AttributeName, KeyType: "HASH" })),
    ...sort.map((AttributeName): KeySchemaElement => ({ AttributeName, KeyType: "RANGE" })),
  ];
}

function shown({ id, start, end, parents: [parent] }: Shard): ShownShard {
  return {
    ShardId: id,
    SequenceNumberRange: { StartingSequenceNumber: start, ...(end !== undefined && { EndingSequenceNumber: end }) },
    ...(parent !== undefined && { ParentShardId: parent }),
  };
}
