import { CloudWatchLogsClient, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import { useEffect, useRef, useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { type LogLine, lineOf } from "./log-line.ts";
import { MOST, nextStart, withNew } from "./tail-buffer.ts";

/** What lines to look for. A component that looks for others must be another: it is given a key. */
export interface Tailing {
  readonly group: string;
  readonly stream: string | undefined;
  readonly pattern: string;
  readonly isPaused: boolean;
}

/** What was found so far. */
export interface Tailed {
  readonly lines: readonly LogLine[];
  /** Whether it was looked at least once. */
  readonly isKnown: boolean;
  readonly error: Error | undefined;
}

const EVERY = 1000;
/** After an error, which is likely to come again. */
const EVERY_AFTER_ERROR = 3000;
/** How far back a tail begins. */
const BACK = 3_600_000;

/** The lines of the last hour and those that come. After a pause it goes on where it stopped. */
export function useTail({ group, stream, pattern, isPaused }: Tailing): Tailed {
  const client = useClient(CloudWatchLogsClient);
  const [tailed, setTailed] = useState<Tailed>({ lines: [], isKnown: false, error: undefined });
  const known = useRef<readonly LogLine[]>([]);
  const [first] = useState(() => Date.now() - BACK);
  useEffect(() => {
    if (isPaused) return;
    const ending = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      const input = {
        logGroupName: group,
        startTime: nextStart(known.current, first),
        ...(stream !== undefined && { logStreamNames: [stream] }),
        ...(pattern !== "" && { filterPattern: pattern }),
      };
      let count = 0;
      for await (const { events = [] } of paginateFilterLogEvents({ client }, input)) {
        if (ending.signal.aborted) return;
        known.current = withNew(known.current, events.map(lineOf));
        count += events.length;
        // What is left comes with the next look.
        if (count >= MOST) return;
      }
    };
    const look = async () => {
      // Nobody reads a page that is not shown.
      const error = document.hidden ? undefined : await ask().catch((reason: Error) => reason);
      if (ending.signal.aborted) return;
      const lines = known.current;
      setTailed((before) => {
        const isSame = before.isKnown && before.lines === lines && before.error?.message === error?.message;
        return isSame ? before : { lines, isKnown: true, error: error ?? undefined };
      });
      timer = setTimeout(look, error ? EVERY_AFTER_ERROR : EVERY);
    };
    look();
    return () => {
      ending.abort();
      clearTimeout(timer);
    };
  }, [client, group, stream, pattern, isPaused, first]);
  return tailed;
}
