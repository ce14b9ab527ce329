import { monitorEventLoopDelay } from "node:perf_hooks";
import { isMainThread } from "node:worker_threads";

/** What a watched lab tells the process that started it. Times are milliseconds of the epoch. */
export type Watched =
  | { readonly kind: "block"; readonly from: number; readonly to: number; readonly cpu: number }
  | { readonly kind: "memory"; readonly rss: number }
  /** What keeps the lab from ending some time after it was told to. */
  | { readonly kind: "stuck"; readonly resources: readonly string[] };

/** Shorter blocks are not told. */
const LEAST = 60;
const TICK = 20;
const STUCK = 10_000;

// Loaded into the lab's own process before its program (`node --import`): it measures what everybody runs, unchanged.
if (isMainThread && process.send) watch();

function watch(): void {
  const send = (message: Watched) => process.send?.(message, undefined, undefined, () => {});
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  let cpu = process.cpuUsage();
  setInterval(() => {
    const longest = delay.max / 1e6;
    delay.reset();
    const used = process.cpuUsage(cpu);
    cpu = process.cpuUsage();
    if (longest < LEAST) return;
    const to = Date.now();
    send({ kind: "block", from: to - longest, to, cpu: (used.user + used.system) / 1000 });
  }, TICK).unref();
  setInterval(() => {
    send({ kind: "memory", rss: process.memoryUsage.rss() });
  }, 500).unref();
  process.once("SIGTERM", () => {
    const tell = () => send({ kind: "stuck", resources: process.getActiveResourcesInfo() });
    setTimeout(tell, STUCK).unref();
  });
  // A lab outlives no fuzz run that was killed.
  process.on("disconnect", () => process.exit(1));
  process.channel?.unref();
}
