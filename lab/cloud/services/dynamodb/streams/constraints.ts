import type { ModelConstraints } from "../../../wire/constraints.ts";

// Made by scripts/constraints.ts from AWS's published model.
export const constraints: ModelConstraints = {
  shapes: {
    "PositiveIntegerObject": {"range":[1,null]},
    "SequenceNumber": {"length":[21,40]},
    "ShardFilterType": {"enum":["CHILD_SHARDS"]},
    "ShardId": {"length":[28,65]},
    "ShardIterator": {"length":[1,2048]},
    "ShardIteratorType": {"enum":["TRIM_HORIZON","LATEST","AT_SEQUENCE_NUMBER","AFTER_SEQUENCE_NUMBER","AT_TIMESTAMP"]},
    "StreamArn": {"length":[37,1024]},
    "TableName": {"length":[3,255],"pattern":"[a-zA-Z0-9_.-]+"},
  },
  structures: {
    "DescribeStreamInput": {"StreamArn":"StreamArn","Limit":"PositiveIntegerObject","ExclusiveStartShardId":"ShardId"},
    "GetRecordsInput": {"ShardIterator":"ShardIterator","Limit":"PositiveIntegerObject"},
    "GetShardIteratorInput": {"StreamArn":"StreamArn","ShardId":"ShardId","ShardIteratorType":"ShardIteratorType","SequenceNumber":"SequenceNumber"},
    "ListStreamsInput": {"TableName":"TableName","Limit":"PositiveIntegerObject","ExclusiveStartStreamArn":"StreamArn"},
    "ShardFilter": {"Type":"ShardFilterType","ShardId":"ShardId"},
  },
};
