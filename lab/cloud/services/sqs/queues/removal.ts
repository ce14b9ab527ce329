import type { Cloud } from "../../../cloud.ts";
import { Turns } from "../../../time/turns.ts";
import { placeOf } from "../contents/places.ts";
import type { Queue } from "../records.ts";
import type { SqsState } from "../state.ts";

/** The key of the timer that clears what queues left. */
export const CLEARING = "clear";

/** How much is cleared in one go. */
const BATCH = 500;

/** Stands for the generation where the whole queue is gone. */
const ALL = -1;

/**
 * Leaves what a queue has where nobody looks. It takes as long for many messages as for few: they are cleared afterwards, after a
 * restart too. Only inside `store.write`.
 */
export function abandon(queue: Queue, why: "purged" | "deleted", state: SqsState, cloud: Cloud): void {
  state.leftovers.put([...placeOf(queue)], true);
  if (why === "deleted") state.leftovers.put([queue.account, queue.region, queue.id, ALL], true);
  else state.messages.abandon(queue);
  cloud.timers.set("sqs", CLEARING, cloud.clock.now());
}

/** Clears what queues left. */
export async function clearLeftovers(state: SqsState, { store }: Pick<Cloud, "store">): Promise<void> {
  const turns = new Turns();
  for (;;) {
    const [key] = [...state.leftovers.keys({ limit: 1 })];
    if (!key) return;
    const [account, region, id, generation] = key as [string, string, string, number];
    const hasMore = store.write(() => {
      const more =
        generation === ALL
          ? state.messages.clearQueue(account, region, id, BATCH)
          : state.messages.clear([account, region, id, generation], BATCH);
      if (!more) state.leftovers.delete(...key);
      return more;
    });
    if (hasMore) await turns.next();
  }
}
