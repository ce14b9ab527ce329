import { createHash } from "node:crypto";
import type { ReadyRequest } from "./connection.ts";
import { type Load, load } from "./load.ts";
import { type Figure, ms, perSecond, times } from "./report.ts";
import { signed } from "./signing.ts";
import type { Sizes } from "./sizes.ts";

const BODY = Buffer.alloc(1024, "x");

/** The operations on objects of 1 KiB beside the same requests to the bare server, and many keys. */
export async function* benchS3(cloud: string, bare: string, sizes: Sizes): AsyncGenerator<Figure> {
  await load(cloud, [await signed("s3", cloud, { method: "PUT", path: "/bench-s3", headers: {} })], 1);
  for (const concurrency of [1, 16]) {
    for (const method of ["PUT", "GET", "HEAD", "DELETE"] as const) {
      const requests = await objectRequests(cloud, method, sizes.objects);
      const floor = await best(bare, requests, concurrency);
      const measured = await best(cloud, requests, concurrency);
      yield figure(`${OPERATIONS[method]} 1 KiB, ${concurrency} at a time`, measured, floor);
    }
  }
  yield* manyKeys(cloud, sizes.many);
}

const OPERATIONS = { PUT: "PutObject", GET: "GetObject", HEAD: "HeadObject", DELETE: "DeleteObject" } as const;

/** A listing of 1,000 keys out of many, and 1,000 objects deleted by one request. */
async function* manyKeys(cloud: string, many: number): AsyncGenerator<Figure> {
  await load(cloud, [await signed("s3", cloud, { method: "PUT", path: "/listed", headers: {} })], 1);
  const name = (i: number) => String(i).padStart(8, "0");
  const step = Math.min(5000, many);
  for (let from = 0; from < many; from += step) {
    const puts = Array.from({ length: step }, (_, i) =>
      signed("s3", cloud, { method: "PUT", path: `/listed/${name(from + i)}`, headers: {}, body: Buffer.alloc(0) }),
    );
    await load(cloud, await Promise.all(puts), 16);
  }
  const list = {
    method: "GET",
    path: "/listed",
    headers: {},
    query: { "list-type": "2", "start-after": name(many / 2) },
  };
  const listed = await best(cloud, Array(20).fill(await signed("s3", cloud, list)), 1);
  const none = { floor: "", ratio: "", aim: "" };
  yield { ...none, name: `1,000 keys listed of ${many}`, value: ms(listed.p50) };
  const keys = Array.from({ length: 1000 }, (_, i) => `<Object><Key>${name(i)}</Key></Object>`);
  const body = Buffer.from(`<Delete><Quiet>true</Quiet>${keys.join("")}</Delete>`);
  const headers = { "content-md5": createHash("md5").update(body).digest("base64") };
  const request = { method: "POST", path: "/listed", headers, query: { delete: "" }, body };
  const deleted = await load(cloud, [await signed("s3", cloud, request)], 1);
  yield { ...none, name: "1,000 objects deleted by one request", value: ms(deleted.p50) };
}

async function objectRequests(
  endpoint: string,
  method: keyof typeof OPERATIONS,
  count: number,
): Promise<ReadyRequest[]> {
  const one = (i: number) => ({
    method,
    path: `/bench-s3/object-${i}`,
    headers: {},
    ...(method === "PUT" ? { body: BODY } : {}),
  });
  return await Promise.all(Array.from({ length: count }, (_, i) => signed("s3", endpoint, one(i))));
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
