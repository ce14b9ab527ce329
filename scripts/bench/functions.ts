import { join } from "node:path";
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateFunctionCommand, type LambdaClient, waitUntilFunctionActiveV2 } from "@aws-sdk/client-lambda";
import { buildSync } from "esbuild";
import { inlineArchive } from "../../lab/cloud/services/lambda/code/inline-code.ts";
import { packageFolder } from "../../lab/package.ts";

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
      Code: { ZipFile: await inlineArchive("nodejs22.x", bundle.outputFiles[0]?.text ?? "") },
    }),
  );
  await waitUntilFunctionActiveV2({ client, maxWaitTime: 30 }, { FunctionName });
  return FunctionArn;
}
