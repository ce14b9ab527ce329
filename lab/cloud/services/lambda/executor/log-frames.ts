import type { Readable } from "node:stream";

/** The longest line in characters that is kept whole; what is longer is cut into several. */
const MAX_LINE = 256 * 1024;

/** The longest framed message in bytes. A frame that claims to be longer is not one, and nothing after it can be read. */
const MAX_MESSAGE = 16 * 1024 * 1024;

/** As much of a message is kept, in bytes: CloudWatch Logs takes no more. */
const KEPT = 256 * 1024;

const HEADER = 16;

/** With which each frame begins, before its level. */
const FRAME = 0xa55a;

/** How much is read at a time: so many events, where 256 characters count as one more. Then the stream rests for so many milliseconds. */
const AT_A_TIME = 1000;
const REST = 10;

/**
 * Reads the log of a managed runtime: each message is one event, however many lines it has. AWS's contract between its
 * runtimes and the platform frames it as 4 bytes of type (`a55a0003` and the level), 4 bytes of length, 8 bytes of time in
 * microseconds, then the message; all numbers are big-endian.
 */
export function readFrames(stream: Readable, onMessage: (message: string) => void): void {
  const header = Buffer.alloc(HEADER);
  let headerSize = 0;
  let missing = 0;
  let kept: Buffer[] = [];
  let keptSize = 0;
  let isBroken = false;
  read(stream, onMessage, function* (chunk: Buffer) {
    let at = 0;
    while (at < chunk.length && !isBroken) {
      if (headerSize < HEADER) {
        const copied = chunk.copy(header, headerSize, at);
        headerSize += copied;
        at += copied;
        if (headerSize < HEADER) return;
        missing = header.readUInt32BE(4);
        isBroken = header.readUInt16BE(0) !== FRAME || missing > MAX_MESSAGE - HEADER;
      }
      const part = chunk.subarray(at, at + missing);
      at += part.length;
      missing -= part.length;
      if (keptSize < KEPT) kept.push(part.subarray(0, KEPT - keptSize));
      keptSize += part.length;
      if (missing > 0 || isBroken) continue;
      yield Buffer.concat(kept).toString();
      kept = [];
      keptSize = 0;
      headerSize = 0;
    }
  });
}

/** Reads lines of text, each with its line feed: what a function writes to stdout and stderr itself, and all that a custom runtime logs. */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
  // In parts, since a line may come a character at a time.
  let line: string[] = [];
  let length = 0;
  const take = () => {
    const whole = line.length === 1 ? (line[0] as string) : line.join("");
    line = [];
    length = 0;
    return whole;
  };
  stream.setEncoding("utf8");
  read(stream, onLine, function* (chunk: string) {
    let from = 0;
    for (let end = chunk.indexOf("\n"); end >= 0; end = chunk.indexOf("\n", from)) {
      line.push(chunk.slice(from, end + 1));
      yield take();
      from = end + 1;
    }
    if (from === chunk.length) return;
    line.push(chunk.slice(from));
    length += chunk.length - from;
    if (length >= MAX_LINE) yield take();
  });
  stream.on("end", () => {
    if (length > 0) onLine(take());
  });
}

/**
 * Hands on the events of a stream, a part at a time. A function that writes faster than that waits for its pipe, as it would
 * for a slow disk: what it says must not keep the lab from everybody else's work.
 */
function read<Chunk>(
  stream: Readable,
  onEvent: (event: string) => void,
  eventsOf: (chunk: Chunk) => Generator<string, void>,
): void {
  let left = AT_A_TIME;
  const drain = (events: Generator<string, void>) => {
    for (let next = events.next(); !next.done; next = events.next()) {
      onEvent(next.value);
      left -= 1 + next.value.length / 256;
      if (left > 0) continue;
      left = AT_A_TIME;
      stream.pause();
      setTimeout(drain, REST, events).unref();
      return;
    }
    if (stream.isPaused()) stream.resume();
  };
  stream.on("data", (chunk: Chunk) => drain(eventsOf(chunk)));
}
