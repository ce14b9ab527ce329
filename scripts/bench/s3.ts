import { type Load, load, type ReadyRequest } from "./load.ts";
import { type Figure, ms, perSecond, times } from "./report.ts";
import { signed } from "./signing.ts";

const OBJECTS = 3000;
const BODY = Buffer.alloc(1024, "x");
const LARGE = 64 * 2 ** 20;

/** A bucket grows by so many objects at a time, to so many. */
const STEP = 1000;
const MANY = 20_000;

/** The operations on objects of 1 KiB beside the same requests to the bare server, large bodies, and how a bucket grows. */
export async function benchS3(cloud: string, bare: string): Promise<Figure[]> {
  await load(cloud, [await signed("s3", cloud, { method: "PUT", path: "/bench", headers: {} })], 1);
  const figures: Figure[] = [];
  for (const concurrency of [1, 16]) {
    for (const method of ["PUT", "GET", "HEAD", "DELETE"] as const) {
      const requests = await objectRequests(cloud, method);
      const floor = await best(bare, requests, concurrency);
      const measured = await best(cloud, requests, concurrency);
      figures.push(figure(`${OPERATIONS[method]} 1 KiB, ${concurrency} at a time`, measured, floor));
    }
  }
  return [...figures, ...(await largeBodies(cloud, bare)), ...(await growth(cloud))];
}

const OPERATIONS = { PUT: "PutObject", GET: "GetObject", HEAD: "HeadObject", DELETE: "DeleteObject" } as const;

/** 64 MiB each way, in megabytes a second. */
async function largeBodies(cloud: string, bare: string): Promise<Figure[]> {
  const put = { method: "PUT", path: "/bench/large", headers: {}, body: Buffer.alloc(LARGE, "x") };
  const get = { method: "GET", path: "/bench/large", headers: {} };
  const figures: Figure[] = [];
  for (const [name, request] of [
    ["put", put],
    ["get", get],
  ] as const) {
    const requests = Array(5).fill(await signed("s3", cloud, request));
    const rate = async (endpoint: string) => LARGE / 1e3 / (await best(endpoint, requests, 1)).p50;
    const [floor, measured] = [await rate(bare), await rate(cloud)];
    figures.push({
      name: `64 MiB, ${name}`,
      value: `${measured.toFixed(0)} MB/s`,
      floor: `${floor.toFixed(0)} MB/s (bare node:http)`,
      ratio: times(measured / floor),
      aim: name === "get" ? "0.70×" : "",
    });
  }
  return figures;
}

/** How fast a bucket takes objects, and lists a thousand of them, when it has few and when it has many. */
async function growth(cloud: string): Promise<Figure[]> {
  await load(cloud, [await signed("s3", cloud, { method: "PUT", path: "/growth", headers: {} })], 1);
  const list = { method: "GET", path: "/growth", headers: {}, query: { "list-type": "2" } };
  const listings = Array(20).fill(await signed("s3", cloud, list));
  const steps: { put: number; list: number }[] = [];
  for (let from = 0; from < MANY; from += STEP) {
    const names = Array.from({ length: STEP }, (_, i) => `/growth/${String(from + i).padStart(8, "0")}`);
    const puts = await Promise.all(
      names.map((path) => signed("s3", cloud, { method: "PUT", path, headers: {}, body: BODY })),
    );
    const { rate } = await load(cloud, puts, 16);
    steps.push({ put: rate, list: (await load(cloud, listings, 1)).p50 });
  }
  const [few, many] = [steps[1], steps.at(-1)] as [{ put: number; list: number }, { put: number; list: number }];
  return [
    {
      name: `PutObject into ${MANY} objects`,
      value: perSecond(many.put),
      floor: `${perSecond(few.put)} (into ${2 * STEP})`,
      ratio: times(many.put / few.put),
      aim: "0.75×",
    },
    {
      name: `1,000 keys listed of ${MANY}`,
      value: ms(many.list),
      floor: `${ms(few.list)} (of ${2 * STEP})`,
      ratio: times(many.list / few.list),
      aim: "1.25×",
    },
  ];
}

async function objectRequests(endpoint: string, method: keyof typeof OPERATIONS): Promise<ReadyRequest[]> {
  const one = (i: number) => ({
    method,
    path: `/bench/object-${i}`,
    headers: {},
    ...(method === "PUT" ? { body: BODY } : {}),
  });
  return await Promise.all(Array.from({ length: OBJECTS }, (_, i) => signed("s3", endpoint, one(i))));
}

/** The better of three runs: the first one also warms up. */
async function best(endpoint: string, requests: readonly ReadyRequest[], concurrency: number): Promise<Load> {
  const loads: Load[] = [];
  for (let run = 0; run < 3; run++) loads.push(await load(endpoint, requests, concurrency));
  return loads.reduce((a, b) => (a.rate > b.rate ? a : b));
}

function figure(name: string, measured: Load, floor: Load): Figure {
  return {
    name,
    value: perSecond(measured.rate),
    floor: `${perSecond(floor.rate)} (bare node:http)`,
    ratio: times(measured.rate / floor.rate),
    aim: name.startsWith("PutObject") ? "0.50×" : "",
  };
}
