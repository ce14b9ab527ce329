import { type Load, load, type ReadyRequest } from "./load.ts";
import { type Figure, perSecond, times } from "./report.ts";
import { signed } from "./signing.ts";

const OBJECTS = 3000;
const BODY = Buffer.alloc(1024, "x");

/** PutObject and GetObject of 1 KiB beside the same requests to the bare server. */
export async function benchS3(cloud: string, bare: string): Promise<Figure[]> {
  await load(cloud, [await signed("s3", cloud, { method: "PUT", path: "/bench", headers: {} })], 1);
  const figures: Figure[] = [];
  for (const concurrency of [1, 16]) {
    for (const method of ["PUT", "GET"] as const) {
      const requests = await objectRequests(cloud, method);
      const floor = await best(bare, requests, concurrency);
      const measured = await best(cloud, requests, concurrency);
      figures.push(
        figure(`${method === "PUT" ? "PutObject" : "GetObject"} 1 KiB, ${concurrency} at a time`, measured, floor),
      );
    }
  }
  return figures;
}

async function objectRequests(endpoint: string, method: "PUT" | "GET"): Promise<ReadyRequest[]> {
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
    aim: name.startsWith("PutObject") ? "0.40×" : "",
  };
}
