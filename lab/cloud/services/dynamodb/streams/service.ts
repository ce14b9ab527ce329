import { defineService } from "../../../service/service.ts";
import { amended } from "../../../wire/constraints.ts";
import { access } from "./access.ts";
import { audit } from "./audit.ts";
import { constraints } from "./constraints.ts";
import * as shards from "./shards.ts";
import { StreamsState } from "./state.ts";
import * as streams from "./streams.ts";
import { due } from "./switching.ts";

/** Amazon DynamoDB Streams: what changed in tables, for a day. A stream has one shard, for its whole life. */
export const service = defineService("dynamodbstreams", {
  constraints: amended(
    constraints,
    {
      // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html
      RecordsLimit: { range: [1, 1000] },
      // Of Kinesis alone: no input of DynamoDB has a time.
      ShardIteratorType: { enum: ["TRIM_HORIZON", "LATEST", "AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"] },
    },
    { GetRecordsInput: { Limit: "RecordsLimit" } },
  ),
  sdk: () => import("@aws-sdk/client-dynamodb-streams"),
  state: StreamsState,
  access,
  audit,
  due: (timer, _moment, state, cloud) => due(timer, { cloud, streams: state }),
  operations: {
    ListStreams: streams.listStreams,
    DescribeStream: streams.describeStream,
    GetShardIterator: shards.getShardIterator,
    GetRecords: shards.getRecords,
  },
});
