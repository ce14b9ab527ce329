import { paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { coldStarts, parallelMemory } from "./functions.ts";
import { itemWorkloads, prepareItems } from "./items.ts";
import { load, median } from "./load.ts";
import { measured, memoryOf } from "./process-tree.ts";
import { prepareQueues, queueWorkloads } from "./queues.ts";
import { NO_FIGURE } from "./report.ts";
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
  /** Why a peer has no figure here. */
  readonly failures: Readonly<Record<string, string>>;
  /** It stands in the project's own README, too. */
  readonly headline: boolean;
}

/** What a server's name stands beside: its figure, or why it has none. */
type Cell = readonly [server: string, figure: string | Error];

function rowOf(name: string, unit: string, cells: readonly Cell[], headline = false): Row {
  const figures = cells.map(([server, figure]) => [server, figure instanceof Error ? NO_FIGURE : figure]);
  const failures = cells.flatMap(([server, figure]) =>
    figure instanceof Error ? [[server, figure.message.replace(/\s+/g, " ")]] : [],
  );
  return { name, unit, cells: Object.fromEntries(figures), failures: Object.fromEntries(failures), headline };
}

/** What comes of the work, or why nothing does where the server is a peer: that costs its cell, not the run. */
async function tried<T>({ peer }: Server, work: () => Promise<T>): Promise<T | Error> {
  try {
    return await work();
  } catch (error) {
    if (!peer) throw error;
    return error as Error;
  }
}

/**
 * All servers beside each other, in one run: all are up at once, and get short turns.
 *
 * @yields rows as soon as they are measured
 */
export async function* table(servers: readonly Server[], sizes: Sizes): AsyncGenerator<Row> {
  const started: Started[] = [];
  try {
    yield await starts(servers, sizes, started);
    await new Promise((resolve) => setTimeout(resolve, sizes.rest));
    yield* memory(started);
    yield* requests(
      started.filter(({ server }) => server.has.includes("objects")),
      sizes,
    );
    yield* items(
      started.filter(({ server }) => server.has.includes("items")),
      sizes,
    );
    yield* queues(
      started.filter(({ server }) => server.has.includes("queues")),
      sizes,
    );
    yield await listing(started, sizes);
    yield* functions(started, sizes);
  } finally {
    await Promise.all(started.map((one) => one.stop()));
  }
}

/** Starts all servers by turns, and leaves the last of each in `started`. */
async function starts(servers: readonly Server[], sizes: Sizes, started: Started[]): Promise<Row> {
  const cells = await medians(servers, sizes.starts, async (k, turn) => {
    const one = await start(servers[k] as Server);
    if (turn === sizes.starts - 1) started.push(one);
    else await one.stop();
    return one.took;
  });
  return rowOf("process start to first ListBuckets", "ms", cells, true);
}

/** The medians of a measure that servers take by turns; a peer that fails gets no further turns. */
async function medians(
  servers: readonly Server[],
  turns: number,
  one: (k: number, turn: number) => Promise<number>,
): Promise<Cell[]> {
  const taken = servers.map((): number[] => []);
  const failures = new Map<number, Error>();
  for (let i = 0; i < turns; i++) {
    for (const [k, server] of servers.entries()) {
      if (failures.has(k)) continue;
      const figure = await tried(server, () => one(k, i));
      if (figure instanceof Error) failures.set(k, figure);
      else taken[k]?.push(figure);
    }
  }
  return servers.map(({ name }, k): Cell => [name, failures.get(k) ?? median(taken[k] ?? []).toFixed(0)]);
}

async function* memory(started: readonly Started[]): AsyncGenerator<Row> {
  for (const kind of ["pss", "rss"] as const) {
    const cells = started.map(({ name, pid }): Cell => [name, memoryOf(pid)?.[kind].toFixed(0) ?? NOT_MEASURED]);
    yield rowOf(`idle memory of the process tree, ${kind.toUpperCase()}`, "MiB", cells, kind === "pss");
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
  // What a peer could not prepare, its rows will miss, and say.
  for (const one of started) await tried(one.server, () => prepareObjects(one, sizes.large));
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

async function* items(started: readonly Started[], sizes: Sizes): AsyncGenerator<Row> {
  for (const one of started) await tried(one.server, () => prepareItems(one));
  for (const workload of Object.values(itemWorkloads)) yield* rows(started, workload, SMALL, sizes);
}

async function* queues(started: readonly Started[], sizes: Sizes): AsyncGenerator<Row> {
  for (const one of started) await tried(one.server, () => prepareQueues(one));
  for (const workload of Object.values(queueWorkloads)) yield* rows(started, workload, SMALL, sizes);
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
    const cells = measures.map((measure, i): Cell => {
      const { name, server } = lanes[i] as Started;
      if (measure instanceof Error && !server.peer) throw measure;
      return [name, measure instanceof Error ? measure : number(measure)];
    });
    yield rowOf(suffix ? `${workload.name}: ${suffix}` : workload.name, unit, cells, headline);
  }
}

/** All pages of a bucket's keys, read with the SDK. */
async function listing(all: readonly Started[], { listed, slices }: Sizes): Promise<Row> {
  const started = all.filter(({ server }) => server.has.includes("listings"));
  for (const one of started) await tried(one.server, () => prepareListing(one, listed));
  const cells = await medians(
    started.map(({ server }) => server),
    slices,
    async (k) => {
      const { endpoint, credentials = TEST } = started[k] as Started;
      const client = new S3Client({ endpoint, region: "us-east-1", credentials, forcePathStyle: true });
      const begun = performance.now();
      let count = 0;
      for await (const { KeyCount = 0 } of paginateListObjectsV2({ client }, { Bucket: LISTED })) count += KeyCount;
      const took = performance.now() - begun;
      client.destroy();
      if (count !== listed) throw new Error(`${count} keys of ${listed} were listed`);
      return took;
    },
  );
  return rowOf(`list ${listed.toLocaleString("en")} keys, SDK`, "ms", cells, true);
}

const LISTED = "listed";
const TEST = { accessKeyId: "test", secretAccessKey: "test" };

async function prepareListing({ endpoint, credentials }: Started, listed: number): Promise<void> {
  const put = (path: string) => signed("s3", endpoint, { method: "PUT", path, headers: {} }, credentials);
  await load(endpoint, [await put(`/${LISTED}`)], 1);
  const keys = Array.from({ length: listed }, (_, i) => put(`/${LISTED}/${String(i).padStart(8, "0")}`));
  await load(endpoint, await Promise.all(keys), 16);
}

async function* functions(all: readonly Started[], sizes: Sizes): AsyncGenerator<Row> {
  const started = all.filter(({ server }) => server.has.includes("functions"));
  for (const one of started) await tried(one.server, () => prepareFunction(one));
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
  const cold: Cell[] = [["floor", bareNode(sizes.starts).toFixed(0)]];
  for (const one of started) {
    const took = await tried(one.server, () => coldStarts(one.endpoint, sizes.coldStarts));
    cold.push([one.name, took instanceof Error ? took : took.toFixed(0)]);
  }
  yield rowOf("cold invoke (floor: node -e 0)", "ms", cold, true);
  const parallel: Cell[] = [];
  for (const { name, server, endpoint, pid } of started) {
    const memory = await tried(server, () => parallelMemory(endpoint, pid, sizes));
    parallel.push([name, memory instanceof Error ? memory : (memory?.toFixed(1) ?? NOT_MEASURED)]);
  }
  yield rowOf(`${sizes.parallel} functions in parallel: PSS each`, "MiB", parallel);
}
