import { startCloud } from "../cloud/index.ts";
import type { Place } from "./place.ts";
import { stopRequested } from "./stop.ts";

/** What `lab cloud` is told. */
export interface CloudCommand extends Place {
  readonly ephemeral?: boolean;
  readonly host: string;
  readonly publicUrl?: string;
}

/** `lab cloud`: the bare cloud. Prints its endpoint on one line when it is ready, and stops cleanly on SIGTERM. */
export async function cloud({
  port,
  host,
  publicUrl,
  state,
  ephemeral,
  iam,
  wellKnownKeys,
}: CloudCommand): Promise<void> {
  const stopping = stopRequested();
  const running = await startCloud({
    port,
    host,
    ...(publicUrl ? { publicUrl } : {}),
    state: ephemeral ? "ephemeral" : state,
    ...(iam ? { iam } : {}),
    ...(wellKnownKeys ? { wellKnownKeys } : {}),
    log: (line) => console.error(line),
  });
  console.log(running.endpoint);
  await stopping;
  await running.close();
}
