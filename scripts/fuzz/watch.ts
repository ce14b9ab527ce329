import { monitorEventLoopDelay } from "node:perf_hooks";
import { isMainThread } from "node:worker_threads";

/** What a watched lab tells the process that started it. Times are milliseconds of the epoch. */
export type Watched =
  | { readonly kind: "block"; readonly from: number; readonly to: number; readonly cpu: number }
  | { readonly kind: "memory"; readonly rss: number; readonly heap: number };

/** Shorter blocks are not told. */
const LEAST = 60;
const TICK = 20;

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
    const { rss, heapUsed } = process.memoryUsage();
    send({ kind: "memory", rss, heap: heapUsed });
  }, 500).unref();
  // A lab outlives no fuzz run that was killed.
  process.on("disconnect", () => process.exit(1));
  process.channel?.unref();
}
