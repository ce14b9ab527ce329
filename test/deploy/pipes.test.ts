import { join } from "node:path";
import { SQS } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { packageFolder } from "../../lab/package.ts";
import { describeStack, outputOf } from "../../lab/targets/stack.ts";
import type { RunningTarget } from "../../lab/targets/target.ts";
import { until } from "../cloud/until.ts";
import { lab } from "../deployed.ts";

const app = join(packageFolder, "test/deploy/constructs");

describe("The CDK's pipes", function () {
  this.timeout(300_000);

  let target: RunningTarget;
  let sqs: SQS;
  before(async function () {
    target = await lab();
    if (!target.endpoint) this.skip();
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    sqs = new SQS({ endpoint: target.endpoint, region: "us-east-1", credentials });
    await target.bootstrap();
  });
  after(() => sqs?.destroy());
  const cdk = (args: readonly string[], env: Record<string, string> = {}) =>
    target.cdk([args[0] as string, "--app", "node --import tsx pipes.ts", ...args.slice(1)], { app, env });
  const output = async (key: string) => {
    const stack = await describeStack(target.endpoint as string, "Pipes");
    return (stack && outputOf(stack, key)) ?? "";
  };
  const passed = async (id: number) => {
    const [from, to] = [await output("FromUrl"), await output("ToUrl")];
    await sqs.sendMessage({ QueueUrl: from, MessageBody: JSON.stringify({ wanted: false, id: -id }) });
    await sqs.sendMessage({ QueueUrl: from, MessageBody: JSON.stringify({ wanted: true, id }) });
    let body: string | undefined;
    await until(async () => {
      const { Messages: [message] = [] } = await sqs.receiveMessage({ QueueUrl: to, WaitTimeSeconds: 1 });
      if (message) await sqs.deleteMessage({ QueueUrl: to, ReceiptHandle: message.ReceiptHandle });
      body = message?.Body;
      return body !== undefined;
    });
    return JSON.parse(body as string);
  };

  it("say why they are not made when their role may not read", async () => {
    const failed = await cdk(["deploy", "--require-approval", "never"], { UNGRANTED: "1" }).catch((error) => error);
    expect(String(failed)).to.not.equal("undefined");
    expect((await describeStack(target.endpoint as string, "Pipes"))?.StackStatus).to.match(/ROLLBACK_COMPLETE/);
    await cdk(["destroy", "--force"]);
  });

  it("are deployed, and take what is wanted through an enrichment", async () => {
    await cdk(["deploy", "--require-approval", "never"]);
    expect(await output("PipeState")).to.equal("RUNNING");
    expect(await passed(7)).to.deep.equal({ id: 7, enriched: true });
  });

  it("are changed in place", async () => {
    const name = await output("PipeName");
    await cdk(["deploy", "--require-approval", "never"], { MORE: "1" });
    expect(await output("PipeName")).to.equal(name);
    expect(await passed(8)).to.deep.equal({ id: 8, more: true });
  });

  it("are destroyed", async () => {
    await cdk(["destroy", "--force"]);
    expect(await describeStack(target.endpoint as string, "Pipes")).to.equal(undefined);
  });
});
