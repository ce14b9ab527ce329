import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootOf } from "../../lab/cloud/auth/caller.ts";
import type { Clients } from "../../lab/cloud/cloud.ts";
import { type RunningCloud, startCloud } from "../../lab/cloud/index.ts";
import { median } from "./load.ts";
import { type Figure, ms, perSecond, times } from "./report.ts";
import type { Sizes } from "./sizes.ts";

const Bucket = "many-keys";

/** How many objects are put for one measure of the rate. */
const STEP = 1000;

interface Measure {
  /** Puts a second. */
  readonly put: number;
  /** Milliseconds for a listing of 1,000 keys. */
  readonly list: number;
}

/** A bucket on its way to many objects: puts and listings beside those of the beginning, and the state opened anew. */
export async function* benchKeys({ keys: many }: Sizes): AsyncGenerator<Figure> {
  const folder = await mkdtemp(join(tmpdir(), "skylab-bench-"));
  try {
    // The first one loads the code.
    for (const name of ["first", "empty"]) await (await timedOpen(join(folder, name), many)).cloud.close();
    const empty = await timedOpen(join(folder, "empty"), many);
    await empty.cloud.close();
    const { cloud } = await timedOpen(join(folder, "many"), many);
    const { s3 } = clientsOf(cloud);
    await s3.CreateBucket({ Bucket });
    await measure(s3, 0);
    const few = await measure(s3, STEP);
    for (let from = 2 * STEP; from < many - STEP; from += STEP) await fill(s3, from);
    const full = await measure(s3, many - STEP);
    await cloud.close();
    const opened = await timedOpen(join(folder, "many"), many);
    await opened.cloud.close();
    yield {
      name: `PutObject into ${many} objects, inside the process`,
      value: perSecond(full.put),
      floor: `${perSecond(few.put)} (into ${STEP})`,
      ratio: times(full.put / few.put),
      aim: "0.75×",
    };
    yield {
      name: `1,000 keys listed of ${many}`,
      value: ms(full.list),
      floor: `${ms(few.list)} (of ${2 * STEP})`,
      ratio: times(full.list / few.list),
      aim: "1.25×",
    };
    yield {
      name: `a state of ${many} objects opened, and one read`,
      value: ms(opened.took),
      floor: `${ms(empty.took)} (an empty one)`,
      ratio: times(opened.took / empty.took),
      aim: "",
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const clientsOf = ({ cloud }: RunningCloud): Clients => cloud.clients(rootOf("000000000000"), "us-east-1");

/** Opens a state, and looks for an object in it. */
async function timedOpen(state: string, many: number): Promise<{ cloud: RunningCloud; took: number }> {
  const begun = performance.now();
  const cloud = await startCloud({ port: 0, state });
  await clientsOf(cloud)
    .s3.HeadObject({ Bucket, Key: keyOf(many / 2) })
    .catch(() => undefined);
  return { cloud, took: performance.now() - begun };
}

async function measure(s3: Clients["s3"], from: number): Promise<Measure> {
  const begun = performance.now();
  await fill(s3, from);
  const put = (STEP / (performance.now() - begun)) * 1000;
  const listings: number[] = [];
  for (let i = 0; i < 20; i++) {
    const listed = performance.now();
    await s3.ListObjectsV2({ Bucket, StartAfter: keyOf(Math.max(0, from - 500)) });
    listings.push(performance.now() - listed);
  }
  return { put, list: median(listings) };
}

const BODY = Buffer.alloc(1024, "x");

async function fill(s3: Clients["s3"], from: number): Promise<void> {
  for (let i = from; i < from + STEP; i++) await s3.PutObject({ Bucket, Key: keyOf(i), Body: BODY as never });
}

const keyOf = (i: number) => String(i).padStart(8, "0");
