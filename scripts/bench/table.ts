import { paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { coldStarts, parallelMemory } from "./functions.ts";
import { load, median } from "./load.ts";
import { measured, memoryOf } from "./process-tree.ts";
import { type Server, type Started, start } from "./servers.ts";
import { signed } from "./signing.ts";
import type { Sizes } from "./sizes.ts";
import { interleaved, type Measure } from "./slices.ts";
import { bareNode } from "./start.ts";
import { prepareFunction, prepareObjects, type Workload, workloads } from "./workloads.ts";

/** One figure of every server, by the servers' names: one number in a cell. */
export interface Row {
  readonly name: string;
  readonly unit: string;
  readonly cells: Readonly<Record<string, string>>;
  /** It stands in the project's own README, too. */
  readonly headline?: true;
}

/**
 * All servers beside each other, in one run: all are up at once, and get short turns.
 *
 * @yields rows as soon as they are measured
 */
export async function* table(servers: readonly Server[], sizes: Sizes): AsyncGenerator<Row> {
  const started: Started[] = [];
  try {
    const times = new Map<string, number[]>();
    for (let i = 0; i < sizes.starts; i++) {
      for (const server of servers) {
        const one = await start(server);
        times.set(server.name, [...(times.get(server.name) ?? []), one.took]);
        if (i === sizes.starts - 1) started.push(one);
        else await one.stop();
      }
    }
    const starts = started.map(({ name }) => [name, median(times.get(name) ?? []).toFixed(0)]);
    yield { name: "process start to first ListBuckets", unit: "ms", cells: Object.fromEntries(starts), headline: true };
    await new Promise((resolve) => setTimeout(resolve, sizes.rest));
    yield* memory(started);
    yield* requests(started, sizes);
    yield await listing(started, sizes);
    yield* functions(started, sizes);
  } finally {
    await Promise.all(started.map((one) => one.stop()));
  }
}

async function* memory(started: readonly Started[]): AsyncGenerator<Row> {
  for (const kind of ["pss", "rss"] as const) {
    const cells = started.map(({ name, pid }) => [name, memoryOf(pid)?.[kind].toFixed(0) ?? NOT_MEASURED]);
    const name = `idle memory of the process tree, ${kind.toUpperCase()}`;
    yield { name, unit: "MiB", cells: Object.fromEntries(cells), ...(kind === "pss" && { headline: true }) };
  }
}

const NOT_MEASURED = "not measured";

const micros = ({ cpu }: Measure) => (cpu === undefined || !measured ? NOT_MEASURED : cpu.toFixed(0));
const rate = (measure: Measure) => measure.rate.toFixed(0);
const decimals = (value: number) => value.toFixed(value < 1 ? 3 : value < 10 ? 2 : 0);

/** The rows that one workload gives: a name's end, a unit, and a number. */
type Reading = readonly [suffix: string, unit: string, number: (measure: Measure) => string, headline?: true];

const SMALL: readonly Reading[] = [
  ["CPU per operation", "µs", micros, true],
  ["rate", "/s", rate],
];

async function* requests(started: readonly Started[], sizes: Sizes): AsyncGenerator<Row> {
  const all = workloads(sizes.large);
  for (const one of started) await prepareObjects(one, sizes.large);
  for (const name of ["put", "get"] as const) yield* rows(started, all[name], SMALL, sizes);
  for (const name of ["put-large", "put-large-unsigned", "put-large-sdk", "get-large"] as const) {
    const megabytes = (measure: Measure) => ((measure.rate * sizes.large) / 1e6).toFixed(0);
    const readings: Reading[] = [
      name.endsWith("-large") ? ["", "MB/s", megabytes, true] : ["", "MB/s", megabytes],
      ["CPU per operation", "µs", micros],
    ];
    yield* rows(started, all[name], readings, sizes);
  }
  const long = { ...sizes, slices: 1, slice: sizes.long };
  for (const name of ["put", "get"] as const) {
    yield* rows(started, { ...all[name], name: `${all[name].name}, run of ${sizes.long / 1000} s` }, SMALL, long);
  }
}

async function* rows(
  started: readonly Started[],
  workload: Workload,
  readings: readonly Reading[],
  { slices, slice }: Pick<Sizes, "slices" | "slice">,
): AsyncGenerator<Row> {
  const lanes = await Promise.all(started.map(async (one) => ({ ...one, requests: await workload.requests(one) })));
  const turn = { milliseconds: slice };
  const measures = await interleaved(lanes, { slices, turn, callers: workload.callers });
  for (const [suffix, unit, number, headline] of readings) {
    const cells = measures.map((measure, i) => [started[i]?.name, number(measure)]);
    const name = suffix ? `${workload.name}: ${suffix}` : workload.name;
    yield { name, unit, cells: Object.fromEntries(cells), ...(headline && { headline }) };
  }
}

/** All pages of a bucket's keys, read with the SDK. */
async function listing(all: readonly Started[], { listed, slices }: Sizes): Promise<Row> {
  const started = all.filter(({ server }) => server.has.includes("listings"));
  const Bucket = "listed";
  const times = started.map((): number[] => []);
  for (const { endpoint, credentials } of started) {
    const put = (path: string) => signed("s3", endpoint, { method: "PUT", path, headers: {} }, credentials);
    await load(endpoint, [await put(`/${Bucket}`)], 1);
    const keys = Array.from({ length: listed }, (_, i) => put(`/${Bucket}/${String(i).padStart(8, "0")}`));
    await load(endpoint, await Promise.all(keys), 16);
  }
  for (let i = 0; i < slices; i++) {
    for (const [k, { endpoint, credentials = TEST }] of started.entries()) {
      const client = new S3Client({ endpoint, region: "us-east-1", credentials, forcePathStyle: true });
      const begun = performance.now();
      let count = 0;
      for await (const { KeyCount = 0 } of paginateListObjectsV2({ client }, { Bucket })) count += KeyCount;
      times[k]?.push(performance.now() - begun);
      client.destroy();
      if (count !== listed) throw new Error(`${count} keys of ${listed} were listed`);
    }
  }
  const cells = started.map(({ name }, k) => [name, median(times[k] ?? []).toFixed(0)]);
  return {
    name: `list ${listed.toLocaleString("en")} keys, SDK`,
    unit: "ms",
    cells: Object.fromEntries(cells),
    headline: true,
  };
}

const TEST = { accessKeyId: "test", secretAccessKey: "test" };

async function* functions(all: readonly Started[], sizes: Sizes): AsyncGenerator<Row> {
  const started = all.filter(({ server }) => server.has.includes("functions"));
  for (const one of started) await prepareFunction(one);
  const { invoke, "invoke-16": invoke16 } = workloads(sizes.large);
  // The floor has nothing to invoke: it is a bare round trip.
  const lanes = all.filter(({ server }) => server.name === "floor" || server.has.includes("functions"));
  const one: Reading[] = [
    ["p50", "ms", ({ p50 }) => decimals(p50), true],
    ["CPU per operation", "µs", micros],
  ];
  yield* rows(lanes, invoke, one, sizes);
  const many: Reading[] = [
    ["rate", "/s", rate, true],
    ["p99", "ms", ({ p99 }) => decimals(p99)],
  ];
  yield* rows(lanes, invoke16, many, sizes);
  const cold = [["floor", bareNode(sizes.starts).toFixed(0)]];
  for (const { name, endpoint } of started)
    cold.push([name, (await coldStarts(endpoint, sizes.coldStarts)).toFixed(0)]);
  yield { name: "cold invoke (floor: node -e 0)", unit: "ms", cells: Object.fromEntries(cold), headline: true };
  const parallel: string[][] = [];
  for (const { name, endpoint, pid } of started) {
    const each = await parallelMemory(endpoint, pid, sizes.parallel);
    parallel.push([name, each?.toFixed(1) ?? NOT_MEASURED]);
  }
  const cells = Object.fromEntries(parallel);
  yield { name: `${sizes.parallel} functions in parallel: PSS each`, unit: "MiB", cells };
}
