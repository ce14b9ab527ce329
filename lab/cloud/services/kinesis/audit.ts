import type { AuditFacts } from "../../service/audit-facts.ts";

interface StreamInput {
  readonly StreamARN?: string;
  readonly StreamName?: string;
}

/** https://docs.aws.amazon.com/streams/latest/dev/logging-using-cloudtrail.html */
export const audit: AuditFacts = {
  resources: { StreamName: "AWS::Kinesis::Stream", StreamARN: "AWS::Kinesis::Stream" },
  data: [
    {
      type: "AWS::Kinesis::Stream",
      operations: ["GetRecords", "GetShardIterator", "PutRecord", "PutRecords", "SubscribeToShard"],
      arn: ({ StreamARN, StreamName }: StreamInput, { account, region }) =>
        StreamARN ??
        (StreamName === undefined ? undefined : `arn:aws:kinesis:${region}:${account}:stream/${StreamName}`),
    },
  ],
};
