import { CloudWatchLogsClient, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import { LambdaClient } from "@aws-sdk/client-lambda";
import type { ReadyRequest } from "./connection.ts";
import { createFunction, createRole } from "./functions.ts";
import { load } from "./load.ts";
import { measured, memoryOf } from "./process-tree.ts";
import { type Figure, ms, times } from "./report.ts";
import { signed } from "./signing.ts";
import type { Sizes } from "./sizes.ts";

const name = "bench-lambda";
const credentials = { accessKeyId: "test", secretAccessKey: "test" };

/** How long the events may take until all of them have ended, in milliseconds. */
const PATIENCE = 120_000;

/**
 * Warm invocations of a bundled Hono handler, beside bare loopback round trips.
 *
 * @param pid of the lab's process, whose memory is looked at
 */
export async function* benchLambda(cloud: string, bare: string, pid: number, sizes: Sizes): AsyncGenerator<Figure> {
  const client = new LambdaClient({ endpoint: cloud, region: "us-east-1", credentials });
  const role = await createRole(cloud, name);
  const { idle } = sizes;
  // First, for what other functions leave behind would be counted.
  const grown = await idleMemory(client, role, pid, idle);
  const value = measured ? `${grown.toFixed(0)} MiB` : "not measured";
  yield { name: `${idle} idle functions`, value, floor: "an empty lab", ratio: "", aim: "60 MB" };
  await createFunction(client, name, role);
  const invocation: ReadyRequest = {
    method: "POST",
    path: `/2015-03-31/functions/${name}/invocations`,
    headers: { "content-type": "application/json" },
    body: Buffer.from("{}"),
  };
  const requests = Array(sizes.invocations).fill(await signed("lambda", cloud, invocation));
  const floor = await load(bare, requests, 1);
  const warm = await load(cloud, requests, 1);
  for (const quantile of ["p50", "p99"] as const) {
    yield {
      name: `warm invoke, ${quantile}`,
      value: ms(warm[quantile]),
      floor: `${ms(floor[quantile])} (bare round trip)`,
      ratio: times(warm[quantile] / floor[quantile]),
      aim: "",
    };
  }
  const body = Buffer.from(JSON.stringify("x".repeat(sizes.event)));
  const large = Array(20).fill(await signed("lambda", cloud, { ...invocation, body }));
  const [floorLarge, warmLarge] = [await load(bare, large, 1), await load(cloud, large, 1)];
  yield {
    name: `${sizes.event / 1e6} MB each way, p50`,
    value: ms(warmLarge.p50),
    floor: `${ms(floorLarge.p50)} (bare, one way)`,
    ratio: times(warmLarge.p50 / floorLarge.p50),
    aim: "",
  };
  const { events } = sizes;
  const drained = await drain(cloud, invocation, events);
  yield {
    name: `${events} events, drained`,
    value: ms(drained),
    floor: `${ms(floor.p50 * events)} (bare round trips)`,
    ratio: times(drained / floor.p50 / events),
    aim: "",
  };
  client.destroy();
}

/** How long events take from the first one's sending to the last one's end. */
async function drain(cloud: string, invocation: ReadyRequest, count: number): Promise<number> {
  const headers = { ...invocation.headers, "x-amz-invocation-type": "Event" };
  const events = Array(count).fill(await signed("lambda", cloud, { ...invocation, headers }));
  const logs = new CloudWatchLogsClient({ endpoint: cloud, region: "us-east-1", credentials });
  const reports = async () => {
    const pages = paginateFilterLogEvents(
      { client: logs },
      { logGroupName: `/aws/lambda/${name}`, filterPattern: "REPORT" },
    );
    let found = 0;
    for await (const { events: some = [] } of pages) found += some.length;
    return found;
  };
  const before = await reports();
  const begun = performance.now();
  await load(cloud, events, 16);
  while ((await reports()) < before + count) {
    if (performance.now() - begun > PATIENCE) throw new Error(`${count} events did not end in ${PATIENCE} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  logs.destroy();
  return performance.now() - begun;
}

/** By how many mebibytes the lab's processes grow with functions that nobody calls. */
async function idleMemory(client: LambdaClient, role: string, pid: number, count: number): Promise<number> {
  const memory = () => memoryOf(pid)?.pss ?? Number.NaN;
  const before = memory();
  for (let i = 0; i < count; i++) await createFunction(client, `idle-${i}`, role);
  return memory() - before;
}
