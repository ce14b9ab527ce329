import type { InputLogEvent } from "@aws-sdk/client-cloudwatch-logs";
import type { Caller } from "../auth/caller.ts";
import type { Cloud } from "../cloud.ts";

/** How long log events wait for others to be sent with, in milliseconds. */
const DELAY = 50;

// Limits of PutLogEvents: events, and bytes with 26 for each event.
const MAX_EVENTS = 10_000;
const MAX_BYTES = 1_048_576;
const EVENT_OVERHEAD = 26;
const MAX_MESSAGE = 256 * 1024 - EVENT_OVERHEAD;

/** More bytes of all streams, and more events of one, do not wait: who logs faster than that loses what is over. */
const MAX_WAITING_BYTES = 64 * 1_048_576;
const MAX_WAITING = 100_000;

/** Of so many streams it is remembered that their loss was told. */
const MOST_TOLD = 1000;

/** Where a log goes, and as whom it is written. */
export interface LogTarget {
  readonly region: string;
  readonly group: string;
  readonly stream: string;
  readonly caller: () => Promise<Caller>;
}

/**
 * Writes what services log for their users to CloudWatch Logs, as these users say: in batches, and without ever failing an
 * request. As on AWS, what a role may not write is lost.
 */
export class LogWriter {
  readonly #cloud: Cloud;
  readonly #streams = new Map<string, LogStream>();
  readonly #waiting: Waiting = { bytes: 0 };
  readonly #losses: Losses;
  #closed = false;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#losses = new Losses(cloud.log);
  }

  write(target: LogTarget, message: string): void {
    if (this.#closed) return;
    const key = `${target.region} ${target.group} ${target.stream}`;
    let stream = this.#streams.get(key);
    if (!stream) {
      stream = new LogStream(this.#cloud, target, this.#waiting, this.#losses, () => this.#streams.delete(key));
      this.#streams.set(key, stream);
    }
    stream.add(message);
  }

  /** Sends what waits. */
  async flush(): Promise<void> {
    await Promise.all([...this.#streams.values()].map((stream) => stream.flush()));
  }

  /** Sends what waits, and takes no more: the store is about to be closed. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.flush();
  }
}

/** How much all streams together hold. */
interface Waiting {
  bytes: number;
}

/** Streams that lose events, each told once: a role that may not log loses them twenty times a second. */
class Losses {
  readonly #log: (line: string) => void;
  readonly #told = new Set<string>();

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  tell({ region, group, stream }: LogTarget, count: number, reason: string): void {
    const key = `${region} ${group} ${stream}`;
    if (this.#told.has(key)) return;
    const [oldest] = this.#told;
    if (oldest !== undefined && this.#told.size >= MOST_TOLD) this.#told.delete(oldest);
    this.#told.add(key);
    this.#log(`${count} log events of ${group} ${stream} are lost, and maybe more: ${reason}`);
  }
}

/** Events of one log stream that wait to be sent; it is done when none are left. */
class LogStream {
  readonly #cloud: Cloud;
  readonly #target: LogTarget;
  readonly #waiting: Waiting;
  readonly #losses: Losses;
  readonly #done: () => void;
  #events: InputLogEvent[] = [];
  #lost = 0;
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;

  constructor(cloud: Cloud, target: LogTarget, waiting: Waiting, losses: Losses, done: () => void) {
    this.#cloud = cloud;
    this.#target = target;
    this.#waiting = waiting;
    this.#losses = losses;
    this.#done = done;
  }

  add(message: string): void {
    if (this.#events.length >= MAX_WAITING || this.#waiting.bytes >= MAX_WAITING_BYTES) {
      this.#lost += 1;
      return;
    }
    // CloudWatch Logs takes no empty events; a blank line of a function is one.
    const event = { timestamp: this.#cloud.clock.now(), message: message === "" ? " " : truncated(message) };
    this.#events.push(event);
    this.#waiting.bytes += sizeOf(event);
    this.#timer ??= setTimeout(() => this.flush(), DELAY).unref();
  }

  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#sending ??= this.#cloud.trace.quietly(() => this.#send());
    return this.#sending;
  }

  async #send(): Promise<void> {
    while (this.#events.length > 0) {
      const batch = takeBatch(this.#events);
      await this.#put(batch).catch((error) => this.#losses.tell(this.#target, batch.length, error.message));
      for (const event of batch) this.#waiting.bytes -= sizeOf(event);
    }
    if (this.#lost > 0) this.#losses.tell(this.#target, this.#lost, "there were too many at once");
    this.#done();
  }

  async #put(logEvents: InputLogEvent[]): Promise<void> {
    const { group: logGroupName, stream: logStreamName, region, caller } = this.#target;
    const { logs } = this.#cloud.clients(await caller(), region);
    const put = () => logs.PutLogEvents({ logGroupName, logStreamName, logEvents });
    try {
      await put();
    } catch (error) {
      if ((error as Error).name !== "ResourceNotFoundException") throw error;
      await logs.CreateLogGroup({ logGroupName }).catch(unlessExists);
      await logs.CreateLogStream({ logGroupName, logStreamName }).catch(unlessExists);
      await put();
    }
  }
}

/** Removes as many events from the front as one call of PutLogEvents takes. */
function takeBatch(events: InputLogEvent[]): InputLogEvent[] {
  let bytes = 0;
  let count = 0;
  for (const event of events) {
    bytes += sizeOf(event);
    if (count > 0 && (bytes > MAX_BYTES || count === MAX_EVENTS)) break;
    count += 1;
  }
  return events.splice(0, count);
}

/** How PutLogEvents counts an event, in bytes. */
function sizeOf({ message = "" }: InputLogEvent): number {
  return Buffer.byteLength(message) + EVENT_OVERHEAD;
}

function truncated(message: string): string {
  if (Buffer.byteLength(message) <= MAX_MESSAGE) return message;
  // A character that is cut through becomes one of three bytes.
  return Buffer.from(message)
    .subarray(0, MAX_MESSAGE - 2)
    .toString();
}

function unlessExists(error: Error): void {
  if (error.name !== "ResourceAlreadyExistsException") throw error;
}
