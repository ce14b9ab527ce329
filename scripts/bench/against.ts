import { loadavg } from "node:os";
import { eventWorkloads, prepareEvents } from "./events.ts";
import { itemWorkloads, prepareItems } from "./items.ts";
import { prepareQueues, queueWorkloads } from "./queues.ts";
import { skylab, start } from "./servers.ts";
import { interleaved, type Measure } from "./slices.ts";
import { laneOf, prepareFunction, prepareObjects, type Subject, type Workload, workloads } from "./workloads.ts";

/** Two builds of the lab, by the folders that hold `lab/cli/main.js`, and how much is asked of them. */
export interface Comparison {
  readonly builds: readonly [string, string];
  /** Names of workloads; all when there are none. */
  readonly names: readonly string[];
  readonly slices: number;
  /** The size of large bodies. */
  readonly bytes: number;
  readonly print: (line: string) => void;
}

/** Compares two builds of the lab by turns, and prints a line for each workload as soon as it is measured. */
export async function against({ builds, names, slices, bytes, print }: Comparison): Promise<void> {
  const all: Record<string, Workload> = { ...workloads(bytes), ...itemWorkloads, ...queueWorkloads, ...eventWorkloads };
  const chosen = Object.entries(all).filter(([name]) => names.length === 0 || names.includes(name));
  if (chosen.length === 0) throw new Error(`The workloads are ${Object.keys(all).join(", ")}`);
  const servers = await Promise.all(builds.map((build) => start(skylab(build))));
  try {
    const subjects = servers.map((server, i): Subject => ({ ...server, name: i === 0 ? "A" : "B" }));
    for (const subject of subjects) {
      if (chosen.some(([name]) => Object.hasOwn(itemWorkloads, name))) await prepareItems(subject);
      if (chosen.some(([name]) => Object.hasOwn(queueWorkloads, name))) await prepareQueues(subject);
      if (chosen.some(([name]) => Object.hasOwn(eventWorkloads, name))) await prepareEvents(subject);
      if (chosen.some(([name]) => /put|get|list/.test(name))) await prepareObjects(subject, bytes);
      if (chosen.some(([name]) => name.startsWith("invoke"))) await prepareFunction(subject);
    }
    print(`A ${builds[0]}`);
    print(`B ${builds[1]}`);
    // Turns of so many requests, not so long: a busy machine finds both builds equally hot.
    for (const [, workload] of chosen) {
      const { callers } = workload;
      const lanes = await Promise.all(subjects.map((subject) => laneOf(subject, workload)));
      const measures = await interleaved(lanes, { slices, turn: { requests: workload.turn }, callers });
      const failed = measures.find((measure) => measure instanceof Error);
      if (failed) throw failed;
      print(comparison(workload, measures as [Measure, Measure]));
    }
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

function comparison({ name, bytes }: Workload, [a, b]: [Measure, Measure]): string {
  const rate = (measure: Measure) =>
    bytes === undefined ? `${measure.rate.toFixed(0)}/s` : `${((measure.rate * bytes) / 1e6).toFixed(0)} MB/s`;
  const micros = (value: number | undefined) => (value === undefined ? "not measured" : value.toFixed(0));
  const one = (measure: Measure) =>
    `CPU µs/op ${micros(measure.cpu)}, least ${micros(measure.leastCpu)} ` +
    `(${rate(measure)}, p50 ${measure.p50.toFixed(2)} ms, p99 ${measure.p99.toFixed(1)} ms)`;
  const change = (key: "cpu" | "leastCpu") =>
    `${(((b[key] ?? Number.NaN) / (a[key] ?? Number.NaN) - 1) * 100).toFixed(1)} %`;
  return [
    name,
    `  A ${one(a)}`,
    `  B ${one(b)}`,
    `  B beside A: CPU ${change("cpu")}, least ${change("leastCpu")}; load average ${loadavg()[0]?.toFixed(1)}`,
  ].join("\n");
}
