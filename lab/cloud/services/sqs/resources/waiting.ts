import type { ResourceContext } from "../../../service/service.ts";

/** How often it is tried, in milliseconds. */
const PAUSE = 5_000;

/** How long CloudFormation waits for the name of a queue that was deleted. */
const TRIES = 13;

/** Makes a queue as soon as its name is free: stacks are deleted and made anew in less than the minute that it is not. */
export async function whenFree<T>(make: () => Promise<T>, { cloud, signal }: ResourceContext): Promise<T> {
  for (let time = 1; ; time++) {
    try {
      return await make();
    } catch (error) {
      if ((error as Error).name !== "QueueDeletedRecently" || time === TRIES || signal.aborted) throw error;
    }
    await new Promise<void>((resolve) => {
      const done = () => {
        cancel();
        signal.removeEventListener("abort", done);
        resolve();
      };
      const cancel = cloud.clock.after(PAUSE, done);
      signal.addEventListener("abort", done, { once: true });
    });
  }
}
