import { createHash } from "node:crypto";
import type { ReadyRequest } from "./connection.ts";
import { type Load, load } from "./load.ts";
import { type Figure, ms, perSecond, times } from "./report.ts";
import { startS3rver } from "./s3rver.ts";
import { signed } from "./signing.ts";

const OBJECTS = 3000;
const BODY = Buffer.alloc(1024, "x");
const LARGE = 64 * 2 ** 20;
const LISTED = 100_000;

/** The operations on objects of 1 KiB beside the same requests to the bare server and s3rver, large bodies, many keys. */
export async function benchS3(cloud: string, bare: string): Promise<Figure[]> {
  await load(cloud, [await signed("s3", cloud, { method: "PUT", path: "/bench", headers: {} })], 1);
  const peer = await startS3rver("bench");
  try {
    const objects = await smallObjects(cloud, bare, peer?.endpoint);
    return [...objects, ...(await largeBodies(cloud, bare)), ...(await manyKeys(cloud))];
  } finally {
    await peer?.stop();
  }
}

async function smallObjects(cloud: string, bare: string, peer: string | undefined): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const concurrency of [1, 16]) {
    for (const method of ["PUT", "GET", "HEAD", "DELETE"] as const) {
      const requests = await objectRequests(cloud, method);
      const floor = await best(bare, requests, concurrency);
      const measured = await best(cloud, requests, concurrency);
      const name = `${OPERATIONS[method]} 1 KiB, ${concurrency} at a time`;
      figures.push(figure(name, measured, floor));
      // It takes requests without a signature, too: all the better for it.
      const unsigned = requests.map((request) => ({ ...request, headers: {} }));
      if (peer) figures.push(besidePeer(name, measured, await best(peer, unsigned, concurrency)));
    }
  }
  return figures;
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

/** A listing of 1,000 keys out of 100,000, and 1,000 objects deleted by one request. */
async function manyKeys(cloud: string): Promise<Figure[]> {
  await load(cloud, [await signed("s3", cloud, { method: "PUT", path: "/listed", headers: {} })], 1);
  const name = (i: number) => String(i).padStart(8, "0");
  for (let from = 0; from < LISTED; from += 5000) {
    const puts = Array.from({ length: 5000 }, (_, i) =>
      signed("s3", cloud, { method: "PUT", path: `/listed/${name(from + i)}`, headers: {}, body: Buffer.alloc(0) }),
    );
    await load(cloud, await Promise.all(puts), 16);
  }
  const list = {
    method: "GET",
    path: "/listed",
    headers: {},
    query: { "list-type": "2", "start-after": name(50_000) },
  };
  const listed = await best(cloud, Array(20).fill(await signed("s3", cloud, list)), 1);
  const keys = Array.from({ length: 1000 }, (_, i) => `<Object><Key>${name(i)}</Key></Object>`);
  const body = Buffer.from(`<Delete><Quiet>true</Quiet>${keys.join("")}</Delete>`);
  const headers = { "content-md5": createHash("md5").update(body).digest("base64") };
  const request = { method: "POST", path: "/listed", headers, query: { delete: "" }, body };
  const deleted = await load(cloud, [await signed("s3", cloud, request)], 1);
  const none = { floor: "", ratio: "", aim: "" };
  return [
    { ...none, name: `1,000 keys listed of ${LISTED}`, value: ms(listed.p50) },
    { ...none, name: "1,000 objects deleted by one request", value: ms(deleted.p50) },
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

function besidePeer(name: string, measured: Load, peer: Load): Figure {
  return {
    name,
    value: perSecond(measured.rate),
    floor: `${perSecond(peer.rate)} (s3rver)`,
    ratio: times(measured.rate / peer.rate),
    aim: "",
  };
}
