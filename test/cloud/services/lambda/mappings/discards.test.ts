import { expect } from "chai";
import { messageOf } from "../../../../../lab/cloud/services/lambda/mappings/discards.ts";
import type { MappingRecord } from "../../../../../lab/cloud/services/lambda/records.ts";

const stream = "arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/2026-11-30T06:00:00.000";
const now = Date.parse("2026-11-30T06:00:10.000Z");
const record = (id: string, second: number) => {
  const event = { eventID: id };
  return { id, event, filtered: event, time: now - 10_000 + second * 1000 };
};
const discarded = {
  records: [record("000000000000000000001", 1), record("000000000000000000002", 2)],
  condition: "RetryAttemptsExhausted" as const,
  attempts: 3,
  batchInfo: "DDBStreamBatchInfo",
  last: undefined,
  shard: "shardId-00000001796018400000-0d1f4e0a",
};
const message = (onFailure: string) => {
  const target = { account: "000000000000", region: "us-east-1", name: "worker", qualifier: undefined };
  const mapping = { uuid: "u", source: stream, target, onFailure } as unknown as MappingRecord;
  const { body, key } = messageOf(discarded, mapping, now);
  return { document: JSON.parse(String(body)), key };
};

describe("What a destination gets of changes that were given up", () => {
  for (const [what, arn] of [
    ["a queue", "arn:aws:sqs:us-east-1:000000000000:failures"],
    ["a topic", "arn:aws:sns:us-east-1:000000000000:failures"],
  ] as const)
    it(`tells ${what} which they were, not what was in them`, () => {
      const { requestContext, ...rest } = message(arn).document;
      expect(requestContext).to.deep.include({
        functionArn: "arn:aws:lambda:us-east-1:000000000000:function:worker:$LATEST",
        condition: "RetryAttemptsExhausted",
        approximateInvokeCount: 3,
      });
      expect(rest).to.deep.equal({
        version: "1.0",
        timestamp: "2026-11-30T06:00:10.000Z",
        DDBStreamBatchInfo: {
          shardId: discarded.shard,
          startSequenceNumber: "000000000000000000001",
          endSequenceNumber: "000000000000000000002",
          approximateArrivalOfFirstRecord: "2026-11-30T06:00:01Z",
          approximateArrivalOfLastRecord: "2026-11-30T06:00:02Z",
          batchSize: 2,
          streamArn: stream,
        },
      });
    });

  it("gives a bucket the changes besides, in an object whose name tells the mapping, the shard and the day", () => {
    const { document, key } = message("arn:aws:s3:::failures");
    expect(JSON.parse(document.payload)).to.deep.equal({ Records: discarded.records.map(({ event }) => event) });
    expect(key).to.match(/^aws\/lambda\/u\/shardId-[^/]+\/2026\/11\/30\/2026-11-30T06\.00\.10-[0-9a-f-]{36}$/);
  });
});
