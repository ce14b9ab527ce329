import type { KinesisContext } from "../state.ts";

const DAY = 24 * 3_600_000;

/** Those of some moments that lie less than 24 hours back. */
export function lately(moments: readonly number[] = [], { cloud }: Pick<KinesisContext, "cloud">): number[] {
  const oldest = cloud.clock.now() - DAY;
  return moments.filter((moment) => moment > oldest);
}
