import type { Reader, Source } from "../source.ts";
import type { OpenedSource } from "./job.ts";

/** Opens a source for a reader. */
export function opened(source: Source, reader: Reader): OpenedSource {
  if (source.kind === "queue") return { queue: source.open(reader) };
  const { actions, retention, batchInfo } = source;
  return { stream: { source: source.open(reader), actions, retention, batchInfo } };
}

/**
 * The events after which a job begins that is on for the first time, by shards. They are to be known as soon as it is: what happens
 * then is not missed.
 */
export async function beginnings(source: OpenedSource): Promise<[shard: string, after: string][]> {
  if (!("stream" in source)) return [];
  const begun: [string, string][] = [];
  for (const { id } of await source.stream.source.shards()) {
    const after = await source.stream.source.begin(id);
    if (after !== undefined) begun.push([id, after]);
  }
  return begun;
}
