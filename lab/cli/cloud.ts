import { startCloud } from "../cloud/index.ts";
import type { Place } from "./place.ts";
import { stopRequested } from "./stop.ts";

/** `lab cloud`: the bare cloud. Prints its endpoint on one line when it is ready, and stops cleanly on SIGTERM. */
export async function cloud({ port, state, ephemeral }: Place & { readonly ephemeral?: boolean }): Promise<void> {
  const stopping = stopRequested();
  const running = await startCloud({
    port,
    state: ephemeral ? "ephemeral" : state,
    log: (line) => console.error(line),
  });
  console.log(running.endpoint);
  await stopping;
  await running.close();
}
