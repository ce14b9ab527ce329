import { KinesisClient } from "@aws-sdk/client-kinesis";
import { useEffect, useRef, useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { type Beginning, type Read, type Reading, ShardReader } from "./reading.ts";

/** What was read so far, the last record first. */
interface Followed {
  readonly records: readonly Read[];
  readonly isKnown: boolean;
  readonly error: Error | undefined;
}

/** How many records are kept: older ones go. */
export const MOST = 1000;

/** A shard gives records five times in a second, to all who ask together. */
const EVERY = { behind: 300, usual: 1000, failed: 3000 };

const NOTHING: Reading = { records: [], isBehind: false, error: undefined };

/**
 * The records of shards, and those that come. A component that begins elsewhere, or follows other shards than those that came since,
 * is given another key.
 */
export function useRecords(
  stream: string,
  shards: readonly string[],
  beginning: Beginning,
  isPaused: boolean,
): Followed {
  const client = useClient(KinesisClient);
  const [followed, setFollowed] = useState<Followed>({ records: [], isKnown: false, error: undefined });
  const [reader] = useState(() => new ShardReader(client, stream, beginning));
  const wanted = useRef(shards);
  wanted.current = shards;
  useEffect(() => {
    if (isPaused) return;
    let isOver = false;
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      // Nobody reads a page that is not shown.
      const { records, isBehind, error } = document.hidden ? NOTHING : await reader.read(wanted.current);
      // What was read once is not read again: also one who pauses gets it.
      setFollowed((before) => {
        const isSame = records.length === 0 && before.isKnown && before.error?.message === error?.message;
        return isSame
          ? before
          : { records: [...records.toReversed(), ...before.records].slice(0, MOST), isKnown: true, error };
      });
      const wait = error ? EVERY.failed : isBehind ? EVERY.behind : EVERY.usual;
      if (!isOver) timer = setTimeout(look, wait);
    };
    // React may mount a component twice at once: the first look waits until it is sure to stay.
    timer = setTimeout(look);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [reader, isPaused]);
  return followed;
}
