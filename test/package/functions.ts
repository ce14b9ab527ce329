import { App, CfnOutput, LegacyStackSynthesizer, Stack } from "aws-cdk-lib";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { Bucket, EventType } from "aws-cdk-lib/aws-s3";
import { LambdaDestination } from "aws-cdk-lib/aws-s3-notifications";

/** A stack of the CDK's whose bucket tells a function of its objects: the CDK's own provider of that is in Python, too. */
export function notifying(): object {
  const stack = new Stack(new App(), "Notifying", { synthesizer: new LegacyStackSynthesizer() });
  const bucket = new Bucket(stack, "Bucket");
  const code = lambda.Code.fromInline(
    `import urllib.parse
def handler(event, context):
    for record in event["Records"]:
        print("SEEN", urllib.parse.unquote_plus(record["s3"]["object"]["key"]))
`,
  );
  const listener = new lambda.Function(stack, "Listener", {
    runtime: lambda.Runtime.PYTHON_3_12,
    handler: "index.handler",
    code,
  });
  bucket.addEventNotification(EventType.OBJECT_CREATED, new LambdaDestination(listener));
  new CfnOutput(stack, "BucketName", { value: bucket.bucketName });
  new CfnOutput(stack, "ListenerName", { value: listener.functionName });
  return (stack.node.root as App).synth().getStackByName("Notifying").template;
}

/** What a program does with the installed package, as text: it prints what it saw. */
export const functions = `async ({ startCloud }, folder) => {
  const { readFileSync } = await import("node:fs");
  const { execFile } = await import("node:child_process");
  const { promisify } = await import("node:util");
  const { CloudWatchLogs } = await import("@aws-sdk/client-cloudwatch-logs");
  const { CloudFormation, waitUntilStackCreateComplete } = await import("@aws-sdk/client-cloudformation");
  const { ECR } = await import("@aws-sdk/client-ecr");
  const { IAM } = await import("@aws-sdk/client-iam");
  const { Lambda, waitUntilFunctionActiveV2 } = await import("@aws-sdk/client-lambda");
  const { S3 } = await import("@aws-sdk/client-s3");
  const cloud = await startCloud({ port: 0 });
  const settings = { endpoint: cloud.endpoint, region: "us-east-1", forcePathStyle: true, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
  const lambda = new Lambda(settings);
  const invoke = async (FunctionName) => JSON.parse(Buffer.from((await lambda.invoke({ FunctionName })).Payload).toString());

  const stacks = new CloudFormation(settings);
  const StackName = "Notifying";
  const TemplateBody = readFileSync("template.json", "utf8");
  await stacks.createStack({ StackName, TemplateBody, Capabilities: ["CAPABILITY_IAM"] });
  await waitUntilStackCreateComplete({ client: stacks, maxWaitTime: 60, minDelay: 0.2, maxDelay: 0.2 }, { StackName }).catch(() => {});
  const { Stacks: [{ StackStatus: status, Outputs = [] }] } = await stacks.describeStacks({ StackName });
  const output = (name) => Outputs.find(({ OutputKey }) => OutputKey === name).OutputValue;
  await new S3(settings).putObject({ Bucket: output("BucketName"), Key: "a b.txt", Body: "x" });
  const logs = new CloudWatchLogs(settings);
  let seen;
  for (const end = Date.now() + 30_000; !seen && Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const { events = [] } = await logs.filterLogEvents({ logGroupName: "/aws/lambda/" + output("ListenerName"), filterPattern: "SEEN" }).catch(() => ({}));
    seen = events[0]?.message.trim();
  }

  const { repository } = await new ECR(settings).createRepository({ repositoryName: "own" });
  const name = repository.repositoryUri.replace(/^[^/]+/, "000000000000.dkr.ecr.us-east-1.amazonaws.com") + ":one";
  const docker = (...args) => promisify(execFile)(process.execPath, ["node_modules/skylab/bin/lab-docker.js", ...args], { env: { ...process.env, AWS_ENDPOINT_URL: cloud.endpoint } });
  await docker("build", "--tag", name, folder);
  await docker("push", name);
  const trust = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }] };
  const { Role } = await new IAM(settings).createRole({ RoleName: "own", AssumeRolePolicyDocument: JSON.stringify(trust) });
  await lambda.createFunction({ FunctionName: "image", PackageType: "Image", Code: { ImageUri: name }, Role: Role.Arn });
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 30, minDelay: 0.1, maxDelay: 0.1 }, { FunctionName: "image" });
  console.log(JSON.stringify({ status, seen, image: await invoke("image") }));
  await cloud[Symbol.asyncDispose]();
}`;
