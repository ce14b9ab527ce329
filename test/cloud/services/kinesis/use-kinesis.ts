import { Kinesis } from "@aws-sdk/client-kinesis";
import { type SuiteCloud, useCloud } from "../../use-cloud.ts";

/** A cloud with Kinesis for the suite that calls this. */
export interface SuiteKinesis extends SuiteCloud {
  readonly kinesis: Kinesis;
  /** Makes a stream with so many shards, and answers its name. */
  stream(shards?: number): Promise<string>;
  /** What the records of a shard hold, from the oldest one. */
  texts(stream: string, shard: string): Promise<string[]>;
}

export function useKinesis(): SuiteKinesis {
  const lab = useCloud();
  let kinesis: Kinesis;
  let made = 0;
  before(() => {
    kinesis = lab.client(Kinesis);
  });
  return Object.defineProperties(lab, {
    kinesis: { get: () => kinesis },
    stream: {
      async value(ShardCount = 1) {
        const StreamName = `stream-${++made}`;
        await kinesis.createStream({ StreamName, ShardCount });
        return StreamName;
      },
    },
    texts: {
      async value(StreamName: string, ShardId: string) {
        const from = { StreamName, ShardId, ShardIteratorType: "TRIM_HORIZON" as const };
        const { ShardIterator } = await kinesis.getShardIterator(from);
        const { Records = [] } = await kinesis.getRecords({ ShardIterator });
        return Records.map(({ Data }) => Buffer.from(Data ?? "").toString());
      },
    },
  }) as SuiteKinesis;
}

export const bytes = (text: string) => new TextEncoder().encode(text);
