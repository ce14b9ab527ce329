import { join } from "node:path";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { buildSync } from "esbuild";
import { inlineArchive } from "../../lab/cloud/services/lambda/code/inline-code.ts";
import { packageFolder } from "../../lab/package.ts";
import { load, median, type ReadyRequest } from "./load.ts";
import { type Figure, ms, times } from "./report.ts";
import { signed } from "./signing.ts";

const COLD_STARTS = 15;
const WARM = 1000;
const name = "bench";

/** Warm and cold invocations of PhotoSky's bundled handler beside one bare loopback round trip. */
export async function benchLambda(cloud: string, bare: string): Promise<Figure[]> {
  const client = new LambdaClient({
    endpoint: cloud,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  await createFunction(client, cloud);
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
  client.destroy();
  return [
    {
      name: "warm invoke, p50",
      value: ms(warm.p50),
      floor: `${ms(floor.p50)} (bare round trip)`,
      ratio: times(warm.p50 / floor.p50),
      aim: "4.00×",
    },
    { name: "cold invoke, p50", value: ms(cold), floor: "", ratio: "", aim: "60 ms" },
  ];
}

async function createFunction(client: LambdaClient, endpoint: string): Promise<void> {
  const iam = new IAMClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const trust = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
  };
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: "bench", AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  const bundle = buildSync({
    entryPoints: [join(packageFolder, "scripts/bench/handler.ts")],
    bundle: true,
    platform: "node",
    target: "node20",
    minify: true,
    write: false,
  });
  await client.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Role: Role?.Arn,
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      MemorySize: 512,
      Code: { ZipFile: await inlineArchive("nodejs22.x", bundle.outputFiles[0]?.text ?? "") },
    }),
  );
  await waitUntilFunctionActiveV2({ client, maxWaitTime: 30 }, { FunctionName: name });
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
