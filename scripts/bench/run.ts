import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { benchApis } from "./apis.ts";
import { benchDeploy } from "./deploy.ts";
import { benchIam } from "./iam.ts";
import { benchItems } from "./items.ts";
import { benchKeys } from "./keys.ts";
import { benchLambda } from "./lambda.ts";
import { benchQueues } from "./queue-figures.ts";
import { describe, type Figure } from "./report.ts";
import { benchS3 } from "./s3.ts";
import { dynalite, elasticmq, floor, ministack, type Server, type Started, s3rver, skylab, start } from "./servers.ts";
import type { Sizes } from "./sizes.ts";
import { benchStacks } from "./stacks.ts";
import { benchStart } from "./start.ts";
import { type Row, table } from "./table.ts";

/** What a run measures. */
export interface Run {
  /** Names of benches; all but the longest when there are none. */
  readonly names: readonly string[];
  /** The folder of the build, which holds `lab/cli/main.js`. */
  readonly build: string;
  readonly sizes: Sizes;
  /** Whether other projects' servers are measured as well, where they are installed. */
  readonly peers: boolean;
  readonly print: (line: string) => void;
}

/** What a run has measured. */
export interface Result {
  /** The names of the columns of the table. */
  readonly servers: readonly string[];
  readonly rows: readonly Row[];
  readonly figures: readonly Figure[];
  /** What went wrong, by the names of benches. */
  readonly failures: Readonly<Record<string, Error>>;
}

type Bench = (cloud: Started, bare: Started, sizes: Sizes) => AsyncIterable<Figure> | Iterable<Figure>;

/** The benches beside the table: figures of the lab alone. */
const benches: Readonly<Record<string, Bench>> = {
  start: (_cloud, _bare, sizes) => benchStart(sizes),
  iam: (cloud, _bare, sizes) => benchIam(cloud.endpoint, sizes),
  s3: (cloud, bare, sizes) => benchS3(cloud.endpoint, bare.endpoint, sizes),
  lambda: (cloud, bare, sizes) => benchLambda(cloud.endpoint, bare.endpoint, cloud.pid, sizes),
  apis: (cloud, _bare, sizes) => benchApis(cloud.endpoint, sizes),
  stacks: (cloud, _bare, sizes) => benchStacks(cloud.endpoint, sizes),
  deploy: (cloud, _bare, sizes) => benchDeploy(cloud.endpoint, sizes),
  keys: (_cloud, _bare, sizes) => benchKeys(sizes),
  items: (cloud, _bare, sizes) => benchItems(cloud.endpoint, sizes),
  queues: (cloud, _bare, sizes) => benchQueues(cloud.endpoint, sizes),
};

/** A million objects, or items, take minutes: only when asked for. */
const LONG = ["keys", "items"];

export const names: readonly string[] = ["table", ...Object.keys(benches)];

/** Runs benches one after the other and prints figures as they come. One that fails is named, and the others go on. */
export async function run({ names: chosen, build, sizes, peers, print }: Run): Promise<Result> {
  const unknown = chosen.find((name) => !names.includes(name));
  if (unknown) throw new Error(`There is no bench ${unknown}: they are ${names.join(", ")}`);
  const wanted = (name: string) => (chosen.length === 0 ? !LONG.includes(name) : chosen.includes(name));
  const [rows, figures]: [Row[], Figure[]] = [[], []];
  const [failures, columns]: [Record<string, Error>, string[]] = [{}, []];
  const attempt = async (name: string, work: () => Promise<void>) => {
    print(`${name}: load average ${loadavg()[0]?.toFixed(1)}`);
    try {
      await work();
    } catch (error) {
      failures[name] = error as Error;
      print(`  FAILED: ${(error as Error).stack}`);
    }
  };
  if (wanted("table")) {
    await attempt("table", () =>
      withServers({ build, sizes, peers }, async (servers) => {
        columns.push(...servers.map(({ name }) => name));
        for await (const row of table(servers, sizes)) {
          rows.push(row);
          print(`  ${describe(row)}`);
        }
      }),
    );
  }
  for (const [name, bench] of Object.entries(benches).filter(([name]) => wanted(name))) {
    await attempt(name, async () => {
      const [cloud, bare] = [await start(skylab(build)), await start(floor(sizes.large))];
      try {
        for await (const figure of bench(cloud, bare, sizes)) {
          figures.push(figure);
          print(`  ${describe(figure)}`);
        }
      } finally {
        await Promise.all([cloud.stop(), bare.stop()]);
      }
    });
  }
  print(`load average ${loadavg()[0]?.toFixed(1)}`);
  return { servers: columns, rows, figures, failures };
}

async function withServers(
  { build, sizes, peers }: Pick<Run, "build" | "sizes" | "peers">,
  work: (servers: readonly Server[]) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "skylab-bench-"));
  try {
    const others = peers ? [await ministack(), await s3rver(folder), await dynalite(folder), await elasticmq()] : [];
    await work([floor(sizes.large), skylab(build), ...others.filter((other) => other !== undefined)]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
