import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** So many bytes of chunks are collected at a time. */
const MOST = 2 * 1024 * 1024;

type Collect = (options: { readonly type: "minor" }) => void;

let collect: Collect | undefined;
let size = 0;

/**
 * Says that a chunk of a large body has come in, and will be garbage soon. Its bytes are outside of the heap, but V8 counts them:
 * after some megabytes it goes through the whole heap, twice for a body of 64 MiB, which takes a third of all its processor time.
 * To look through the young generation now and then frees them as well, and takes next to nothing.
 */
export function noteChunk(bytes: number): void {
  size += bytes;
  if (size < MOST) return;
  size = 0;
  collect ??= collector();
  collect({ type: "minor" });
}

/** V8's own function, which nobody else gets to see. */
function collector(): Collect {
  setFlagsFromString("--expose-gc");
  const gc: Collect | undefined = runInNewContext("typeof gc === 'function' ? gc : undefined");
  setFlagsFromString("--no-expose-gc");
  return gc ?? (() => undefined);
}
