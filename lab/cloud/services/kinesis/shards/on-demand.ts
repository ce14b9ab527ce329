import type { Peak, Stream } from "../records.ts";
import type { KinesisContext } from "../state.ts";
import { putStream } from "../streams/names.ts";
import { openShardsOf } from "./layout.ts";
import { rescaled } from "./resharding.ts";

// Streams on demand have shards for twice the most that they took in a second of the last 30 days.
// https://docs.aws.amazon.com/streams/latest/dev/how-do-i-size-a-stream.html#ondemandmode

/** How many shards a stream on demand begins with, and has at least: for 4 MiB in a second. */
export const FEWEST = 4;

/** For 200 MiB in a second, which AWS allows in all regions. */
const MOST = 200;

const DAY = 24 * 3_600_000;
const DAYS = 30;

/**
 * Scales a stream on demand to what it takes. AWS needs some minutes for that; here the shards are there for the records that
 * come next. Shards become fewer when the day of the highest peak is more than 30 days ago. Only inside `store.write`.
 */
export function adapt(stream: Stream, { cloud, state }: Pick<KinesisContext, "cloud" | "state">): void {
  const day = Math.floor(cloud.clock.now() / DAY);
  const open = openShardsOf(stream, state);
  const share = state.throughput.shareOf(open.map(({ id }) => `${stream.id}/${id}`));
  const known = stream.peaks ?? [];
  const peaks = withPeak(known, { day, shards: Math.ceil(share) });
  if (!peaks) return;
  const changed = putStream({ ...stream, peaks }, state);
  const wanted = wantedShards(changed);
  const isLost = known.some((peak) => peak.day <= day - DAYS);
  if (wanted > open.length || (isLost && wanted < open.length)) rescaled(changed, wanted, state);
}

/** Peaks with one more, and without those that are too old; nothing when it changes nothing. */
function withPeak(peaks: readonly Peak[], { day, shards }: Peak): Peak[] | undefined {
  const today = peaks.find((peak) => peak.day === day);
  if (today && today.shards >= shards) return undefined;
  return [...peaks.filter((peak) => peak.day > day - DAYS && peak !== today), { day, shards }];
}

/** How many shards a stream on demand is to have, by its peaks, and by what it is to take at once. */
export function wantedShards({ peaks = [], warm = 0 }: Pick<Stream, "peaks" | "warm">): number {
  const highest = Math.max(0, ...peaks.map(({ shards }) => shards));
  return Math.min(MOST, Math.max(FEWEST, warm, highest * 2));
}
