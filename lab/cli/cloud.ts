import { startCloud } from "../cloud/index.ts";
import { printLine } from "./output.ts";
import type { Place } from "./place.ts";
import { stopRequested } from "./stop.ts";
import { surviveErrors } from "./unhandled.ts";

/** What `lab cloud` is told. */
export interface CloudCommand extends Place {
  readonly ephemeral?: boolean;
  readonly host: string;
  readonly publicUrl?: string;
}

/** `lab cloud`: the bare cloud. Prints its endpoint on one line when it is ready, and stops cleanly on SIGTERM. */
export async function cloud({ host, publicUrl, state, ephemeral, ...place }: CloudCommand): Promise<void> {
  const stopping = stopRequested();
  const log = (line: string) => console.error(line);
  const running = await startCloud({
    ...place,
    host,
    ...(publicUrl ? { publicUrl } : {}),
    state: ephemeral ? "ephemeral" : state,
    log,
  });
  surviveErrors(log);
  printLine(place, { endpoint: running.endpoint }, () => running.endpoint);
  await stopping;
  await running.close();
  // Whatever still holds the process, such as an answer that never comes, does not hold it for long.
  setTimeout(() => process.exit(), 2_000).unref();
}
