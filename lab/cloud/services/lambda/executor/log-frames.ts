import type { Readable } from "node:stream";

/** The longest line in characters that is kept whole; what is longer is cut into several. */
const MAX_LINE = 256 * 1024;

/** The longest framed message in bytes that is waited for. CloudWatch Logs would not take it by far. */
const MAX_MESSAGE = 16 * 1024 * 1024;

const HEADER = 16;

/**
 * Reads the log of a managed runtime: each message is one event, however many lines it has. AWS's contract between its
 * runtimes and the platform frames it as 4 bytes of type (`a55a0003` and the level), 4 bytes of length, 8 bytes of time in
 * microseconds, then the message; all numbers are big-endian.
 */
export function readFrames(stream: Readable, onMessage: (message: string) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  stream.on("data", (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= HEADER) {
      const end = HEADER + rest.readUInt32BE(4);
      if (end > MAX_MESSAGE) return void stream.destroy();
      if (rest.length < end) break;
      onMessage(rest.toString("utf8", HEADER, end).replace(/\n$/, ""));
      rest = rest.subarray(end);
    }
  });
}

/** Reads lines of text: what a function writes to stdout and stderr itself, and all that a custom runtime logs. */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() as string;
    for (const line of lines) onLine(line);
    if (rest.length < MAX_LINE) return;
    onLine(rest);
    rest = "";
  });
  stream.on("end", () => {
    if (rest) onLine(rest);
  });
}
