import { CloudWatchLogsClient, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import {
  InvokeCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { memoryOf } from "../../lab/cloud/services/lambda/executor/memory.ts";
import type { ReadyRequest } from "./connection.ts";
import { createFunction, createRole } from "./functions.ts";
import { load, median } from "./load.ts";
import { type Figure, ms, perSecond, times } from "./report.ts";
import { signed } from "./signing.ts";
import { bareNode } from "./start.ts";

const COLD_STARTS = 15;
const WARM = 1000;
const name = "bench";
const credentials = { accessKeyId: "test", secretAccessKey: "test" };

/** The characters of a large event, which is its answer as well. */
const LARGE = 6_000_000;

/** Functions that are deployed and idle. */
const IDLE = 100;

const EVENTS = 1000;

/**
 * Warm and cold invocations of a bundled Hono handler, beside bare loopback round trips and the start of a bare `node`.
 *
 * @param pid of the lab's process, whose memory is looked at
 */
export async function benchLambda(cloud: string, bare: string, pid: number): Promise<Figure[]> {
  const client = new LambdaClient({
    endpoint: cloud,
    region: "us-east-1",
    credentials,
  });
  const role = await createRole(cloud);
  await createFunction(client, name, role);
  const cold = await coldStarts(client);

  const invocation: ReadyRequest = {
    method: "POST",
    path: `/2015-03-31/functions/${name}/invocations`,
    headers: { "content-type": "application/json" },
    body: Buffer.from("{}"),
  };
  const requests = await Promise.all(Array.from({ length: WARM }, () => signed("lambda", cloud, invocation)));
  const floor = await load(bare, requests, 1);
  const warm = await load(cloud, requests, 1);
  const [floor16, warm16] = [await load(bare, requests, 16), await load(cloud, requests, 16)];
  const large = Array(20).fill(
    await signed("lambda", cloud, { ...invocation, body: Buffer.from(JSON.stringify("x".repeat(LARGE))) }),
  );
  const [floorLarge, warmLarge] = [await load(bare, large, 1), await load(cloud, large, 1)];
  const drained = await drain(cloud, invocation);
  const grown = await idleMemory(client, role, pid);
  const node = bareNode();
  client.destroy();
  return [
    {
      name: "warm invoke, p50",
      value: ms(warm.p50),
      floor: `${ms(floor.p50)} (bare round trip)`,
      ratio: times(warm.p50 / floor.p50),
      aim: "3.00×",
    },
    {
      name: "warm invoke, p99",
      value: ms(warm.p99),
      floor: `${ms(floor.p99)} (bare round trip)`,
      ratio: times(warm.p99 / floor.p99),
      aim: "",
    },
    {
      name: "warm invokes, 16 callers",
      value: perSecond(warm16.rate),
      floor: `${perSecond(floor16.rate)} (bare)`,
      ratio: times(warm16.rate / floor16.rate),
      aim: "",
    },
    {
      name: "6 MB each way, p50",
      value: ms(warmLarge.p50),
      floor: `${ms(floorLarge.p50)} (bare, one way)`,
      ratio: times(warmLarge.p50 / floorLarge.p50),
      aim: "",
    },
    {
      name: "1,000 events, drained",
      value: ms(drained),
      floor: `${ms(floor.p50 * EVENTS)} (bare round trips)`,
      ratio: times(drained / floor.p50 / EVENTS),
      aim: "",
    },
    {
      name: "cold invoke, p50",
      value: ms(cold),
      floor: `${ms(node)} (node -e 0)`,
      ratio: times(cold / node),
      aim: "25 ms, from the pool",
    },
    { name: "100 idle functions", value: `${grown.toFixed(0)} MB`, floor: "an empty lab", ratio: "", aim: "60 MB" },
  ];
}

/** How long 1,000 events take from the first one's sending to the last one's end. */
async function drain(cloud: string, invocation: ReadyRequest): Promise<number> {
  const headers = { ...invocation.headers, "x-amz-invocation-type": "Event" };
  const events = await Promise.all(
    Array.from({ length: EVENTS }, () => signed("lambda", cloud, { ...invocation, headers })),
  );
  const logs = new CloudWatchLogsClient({ endpoint: cloud, region: "us-east-1", credentials });
  const reports = async () => {
    const pages = paginateFilterLogEvents(
      { client: logs },
      { logGroupName: `/aws/lambda/${name}`, filterPattern: "REPORT" },
    );
    let count = 0;
    for await (const { events: found = [] } of pages) count += found.length;
    return count;
  };
  const before = await reports();
  const begun = performance.now();
  await load(cloud, events, 16);
  while ((await reports()) < before + EVENTS) await new Promise((resolve) => setTimeout(resolve, 50));
  logs.destroy();
  return performance.now() - begun;
}

/** By how many megabytes the lab's process grows with functions that nobody calls. */
async function idleMemory(client: LambdaClient, role: string, pid: number): Promise<number> {
  const before = memoryOf(pid) ?? Number.NaN;
  for (let i = 0; i < IDLE; i++) await createFunction(client, `idle-${i}`, role);
  return (memoryOf(pid) ?? Number.NaN) - before;
}

/** A changed configuration means a new environment: each of these invocations is a cold one. */
async function coldStarts(client: LambdaClient): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < COLD_STARTS; i++) {
    await client.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: name, Environment: { Variables: { RUN: String(i) } } }),
    );
    await waitUntilFunctionUpdatedV2({ client, maxWaitTime: 30 }, { FunctionName: name });
    // The pool of pre-started processes refills between deployments, as it does between a person's.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const begun = performance.now();
    const { FunctionError } = await client.send(new InvokeCommand({ FunctionName: name, Payload: "{}" }));
    times.push(performance.now() - begun);
    if (FunctionError) throw new Error("The benchmark's function failed");
  }
  return median(times);
}
