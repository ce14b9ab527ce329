import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as Record,
} from "@aws-sdk/client-dynamodb-streams";
import { useEffect, useRef, useState } from "react";
import { useClient } from "../../cloud/clients.ts";

/** What a stream told so far, the last record first. */
export interface Followed {
  readonly records: readonly Record[];
  readonly isKnown: boolean;
  readonly error: Error | undefined;
}

/** How many records are kept: older ones go. */
export const MOST = 1000;
const EVERY = 1000;
const EVERY_AFTER_ERROR = 3000;

/** The records that a stream has, and those that come. A component that follows another stream is given another key. */
export function useRecords(stream: string, isPaused: boolean): Followed {
  const client = useClient(DynamoDBStreamsClient);
  const [followed, setFollowed] = useState<Followed>({ records: [], isKnown: false, error: undefined });
  // Where each shard was read to, so that a pause goes on where it stopped.
  const iterators = useRef(new Map<string, string | undefined>());
  useEffect(() => {
    if (isPaused) return;
    const ending = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      let found: Record[] = [];
      // Nobody reads a page that is not shown.
      const error = document.hidden
        ? undefined
        : await readNew(client, stream, iterators.current).then(
            (records) => {
              found = records;
            },
            (reason: Error) => reason,
          );
      if (ending.signal.aborted && found.length === 0) return;
      setFollowed((before) => {
        const isSame = found.length === 0 && before.isKnown && before.error?.message === error?.message;
        if (isSame) return before;
        return {
          records: [...found.reverse(), ...before.records].slice(0, MOST),
          isKnown: true,
          error: error ?? undefined,
        };
      });
      if (!ending.signal.aborted) timer = setTimeout(look, error ? EVERY_AFTER_ERROR : EVERY);
    };
    // React may mount a component twice at once: the first look waits until it is sure to stay.
    timer = setTimeout(look);
    return () => {
      ending.abort();
      clearTimeout(timer);
    };
  }, [client, stream, isPaused]);
  return followed;
}

/** Reads on in every shard. One that has ended has no iterator. */
async function readNew(
  client: DynamoDBStreamsClient,
  stream: string,
  iterators: Map<string, string | undefined>,
): Promise<Record[]> {
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: stream }));
  const found: Record[] = [];
  for (const { ShardId = "" } of StreamDescription?.Shards ?? []) {
    if (!iterators.has(ShardId)) iterators.set(ShardId, await firstIterator(client, stream, ShardId));
    const iterator = iterators.get(ShardId);
    if (iterator === undefined) continue;
    try {
      const { Records = [], NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator: iterator }));
      iterators.set(ShardId, NextShardIterator);
      found.push(...Records);
    } catch (error) {
      // It has lain for more than 15 minutes, or what it points to is gone: the next look begins anew.
      iterators.delete(ShardId);
      throw error;
    }
  }
  return found;
}

async function firstIterator(client: DynamoDBStreamsClient, stream: string, shard: string) {
  const { ShardIterator } = await client.send(
    new GetShardIteratorCommand({ StreamArn: stream, ShardId: shard, ShardIteratorType: "TRIM_HORIZON" }),
  );
  return ShardIterator;
}
