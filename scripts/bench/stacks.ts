import { CloudFormation, waitUntilStackDeleteComplete } from "@aws-sdk/client-cloudformation";
import { S3 } from "@aws-sdk/client-s3";
import { type Figure, ms, times } from "./report.ts";
import type { Sizes } from "./sizes.ts";

/** What a stack of many resources takes, in milliseconds for each resource. */
interface Taken {
  readonly create: number;
  readonly update: number;
  readonly remove: number;
}

const BUCKET = "bench-templates";

const ROLE = {
  Type: "AWS::IAM::Role",
  Properties: {
    AssumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
    },
  },
};

/** Stacks of 200 resources, and how the time for one grows when there are ten times as many: the engine's own work. */
export async function* benchStacks(endpoint: string, { stacks }: Sizes): AsyncGenerator<Figure> {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const configuration = { endpoint, region: "us-east-1", credentials, forcePathStyle: true };
  const clients = { cloudformation: new CloudFormation(configuration), s3: new S3(configuration) };
  await clients.s3.createBucket({ Bucket: BUCKET });
  const [few, some, many] = stacks;
  await time(clients, few);
  const [small, usual, large] = [await time(clients, few), await time(clients, some), await time(clients, many)];
  const figure = (name: string, key: keyof Taken): Figure => ({
    name: `stack of ${some} resources, ${name}`,
    value: `${ms(usual[key])} a resource`,
    floor: `${ms(small[key])} (of ${few}), ${ms(large[key])} (of ${many})`,
    ratio: times(large[key] / small[key]),
    aim: `1.25×, ${many} beside ${few}`,
  });
  yield* [figure("create", "create"), figure("update of a tenth", "update"), figure("delete", "remove")];
}

async function time({ cloudformation, s3 }: { cloudformation: CloudFormation; s3: S3 }, size: number): Promise<Taken> {
  const StackName = `Bench${size}`;
  const Capabilities = ["CAPABILITY_IAM" as const];
  const timed = async (work: () => Promise<unknown>) => {
    const begun = performance.now();
    await work();
    return performance.now() - begun;
  };
  // A describe call waits while the stack moves, so that few of them see it to its end.
  const settled = async (status: string) => {
    for (;;) {
      const { Stacks: [stack] = [] } = await cloudformation.describeStacks({ StackName });
      if (stack?.StackStatus === status) return;
      if (!stack?.StackStatus?.endsWith("_IN_PROGRESS")) throw new Error(`${StackName} is ${stack?.StackStatus}`);
    }
  };
  // A template of this size comes by way of a bucket.
  const templateUrl = async (word: string) => {
    await s3.putObject({ Bucket: BUCKET, Key: word, Body: template(size, word) });
    return `https://${BUCKET}.s3.amazonaws.com/${word}`;
  };
  const [first, second] = [await templateUrl("first"), await templateUrl("second")];
  const create = await timed(async () => {
    await cloudformation.createStack({ StackName, TemplateURL: first, Capabilities });
    await settled("CREATE_COMPLETE");
  });
  const update = await timed(async () => {
    await cloudformation.updateStack({ StackName, TemplateURL: second, Capabilities });
    await settled("UPDATE_COMPLETE");
  });
  const remove = await timed(async () => {
    await cloudformation.deleteStack({ StackName });
    await waitUntilStackDeleteComplete({ client: cloudformation, maxWaitTime: 60, minDelay: 1 }, { StackName });
  });
  return { create: create / size, update: update / (size / 10), remove: remove / size };
}

/** Half of the resources are parameters, a quarter each roles and log groups. A tenth of them has the word in it. */
function template(size: number, word: string): string {
  const parameter = (Value: string) => ({ Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value } });
  const group = { Type: "AWS::Logs::LogGroup", Properties: { RetentionInDays: 7 } };
  const resources: Record<string, object> = {};
  for (let i = 0; i < size / 4; i++) {
    resources[`Role${i}`] = ROLE;
    resources[`Group${i}`] = group;
    resources[`Kept${i}`] = parameter("same");
    resources[`Changed${i}`] = parameter(i < size / 10 ? word : "same");
  }
  return JSON.stringify({ Resources: resources });
}
