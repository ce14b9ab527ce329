import type { Range } from "../../../store/collection.ts";
import { openGroup } from "../groups/lookup.ts";
import type { LogEvent, LogGroup } from "../records.ts";
import { DAY, type LogsContext } from "../state.ts";

/** A place between a stream's events: in front of all that are later, or of this millisecond and have this number or a higher one. */
export interface Position {
  readonly time: number;
  readonly sequence: number;
}

/** An event as it lies in its stream. */
export interface StoredEvent extends LogEvent, Position {
  readonly stream: string;
}

/** What part of a stream to read: from one position up to another one. */
export interface Part {
  readonly from: Position;
  readonly to?: Position | undefined;
  /** The latest first. */
  readonly isReverse?: boolean;
}

/** The most events, and bytes of messages, of a page: GetLogEvents answers no more, and FilterLogEvents looks at no more. */
export const MOST_EVENTS = 10_000;
export const MOST_BYTES = 1_048_576;

/** Reads a part of a stream, lazily: what is not asked for is not touched. */
export function* readEvents(
  { state, account, region }: LogsContext,
  group: string,
  stream: string,
  { from, to, isReverse = false }: Part,
): Generator<StoredEvent> {
  const under = [account, region, group, stream];
  const range: Range = {
    under,
    from: [...under, from.time, from.sequence],
    ...(to && { before: [...under, to.time, to.sequence] }),
    isReverse,
  };
  for (const [key, event] of state.events.entries(range)) {
    yield { ...event, stream, time: key[4] as number, sequence: key[5] as number };
  }
}

/** When the first events are that a group still retains. */
export function retainedSince(context: LogsContext, group: string): number {
  const { retention }: LogGroup = openGroup(context, group);
  return retention === undefined ? 0 : context.cloud.clock.now() - retention * DAY;
}
