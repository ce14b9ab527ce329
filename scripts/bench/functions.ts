import { join } from "node:path";
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
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
import { median } from "./load.ts";
import { descendants, measured, memoryOfOne } from "./process-tree.ts";
import type { Sizes } from "./sizes.ts";

/** The name of the function that is invoked. */
export const FUNCTION = "bench";

const credentials = { accessKeyId: "test", secretAccessKey: "test" };

/** Makes a role for functions. @returns its ARN */
export async function createRole(endpoint: string, RoleName = "bench"): Promise<string> {
  const iam = new IAMClient({ endpoint, region: "us-east-1", credentials });
  const trust = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
  };
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }));
  // What a role may not log is lost, and events are counted by their reports.
  const PolicyArn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  iam.destroy();
  return Role?.Arn ?? "";
}

/** Makes a function of the bundled handler, and waits until it is active. @returns its ARN */
export async function createFunction(client: LambdaClient, FunctionName: string, Role: string): Promise<string> {
  const bundle = buildSync({
    entryPoints: [join(packageFolder, "scripts/bench/handler.ts")],
    bundle: true,
    platform: "node",
    target: "node20",
    minify: true,
    write: false,
  });
  const { FunctionArn = "" } = await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Role,
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      MemorySize: 512,
      Timeout: 30,
      Code: { ZipFile: await inlineArchive("nodejs22.x", bundle.outputFiles[0]?.text ?? "") },
    }),
  );
  await waitUntilFunctionActiveV2({ client, maxWaitTime: 30 }, { FunctionName });
  return FunctionArn;
}

const clientOf = (endpoint: string) => new LambdaClient({ endpoint, region: "us-east-1", credentials });

/** The median of cold invocations in milliseconds. A changed configuration means a new environment, so each of them is one. */
export async function coldStarts(endpoint: string, count: number): Promise<number> {
  const client = clientOf(endpoint);
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const Environment = { Variables: { RUN: String(i) } };
    await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: FUNCTION, Environment }));
    await waitUntilFunctionUpdatedV2({ client, maxWaitTime: 30 }, { FunctionName: FUNCTION });
    // The pool of pre-started processes refills between deployments, as it does between a person's.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const begun = performance.now();
    await invoke(client, {});
    times.push(performance.now() - begun);
  }
  client.destroy();
  return median(times);
}

/** The mebibytes of PSS by which the processes below a server grow with each environment of a function that works in parallel. */
export async function parallelMemory(
  endpoint: string,
  pid: number,
  { parallel, work }: Sizes,
): Promise<number | undefined> {
  if (!measured) return undefined;
  const client = clientOf(endpoint);
  const environments = async (milliseconds: number, count: number) => {
    const underWay = Array.from({ length: count }, () => invoke(client, { milliseconds }));
    await new Promise((resolve) => setTimeout(resolve, milliseconds / 2));
    const memory = below(pid);
    return { memory, count: new Set(await Promise.all(underWay)).size };
  };
  const one = await environments(Math.min(500, work), 1);
  const all = await environments(work, parallel);
  client.destroy();
  return (all.memory - one.memory) / Math.max(1, all.count - one.count);
}

const below = (pid: number) =>
  descendants(pid)
    .filter((other) => other !== pid)
    .reduce((sum, other) => sum + memoryOfOne(other).pss, 0);

/** @returns which of the function's environments answered */
async function invoke(client: LambdaClient, event: object): Promise<string> {
  const command = new InvokeCommand({ FunctionName: FUNCTION, Payload: JSON.stringify(event) });
  const { FunctionError, Payload } = await client.send(command);
  const answer = Buffer.from(Payload ?? []).toString();
  if (FunctionError) throw new Error(`The benchmark's function failed: ${answer}`);
  return JSON.parse(answer).environment;
}
