import { SQS } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { Stacks } from "../../cloudformation/stacks.ts";
import { ACCOUNT, arnOf, useSqs } from "../use-sqs.ts";

describe("SQS's CloudFormation resources", () => {
  const lab = useSqs();
  const stacks = new Stacks(lab);
  const allow = (resource: unknown) => ({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Action: "sqs:SendMessage", Resource: resource },
    ],
  });
  const attributesOf = async (QueueUrl: string) =>
    (await lab.sqs.getQueueAttributes({ QueueUrl, AttributeNames: ["All"] })).Attributes ?? {};

  const templateOf = (properties: object, policies: Record<string, object> = {}) => ({
    Resources: {
      Letters: { Type: "AWS::SQS::Queue" },
      Queue: {
        Type: "AWS::SQS::Queue",
        Properties: {
          RedrivePolicy: { deadLetterTargetArn: { "Fn::GetAtt": ["Letters", "Arn"] }, maxReceiveCount: 3 },
          ...properties,
        },
      },
      ...policies,
    },
    Outputs: {
      Url: { Value: { Ref: "Queue" } },
      Arn: { Value: { "Fn::GetAtt": ["Queue", "Arn"] } },
      Name: { Value: { "Fn::GetAtt": ["Queue", "QueueName"] } },
      LettersUrl: { Value: { "Fn::GetAtt": ["Letters", "QueueUrl"] } },
    },
  });

  it("are queues with their dead letters and policies, which change and go", async () => {
    const Queues = [{ Ref: "Queue" }];
    const policy = {
      Policy: { Type: "AWS::SQS::QueuePolicy", Properties: { Queues, PolicyDocument: allow("*") } },
      Inline: {
        Type: "AWS::SQS::QueueInlinePolicy",
        Properties: { Queue: { Ref: "Letters" }, PolicyDocument: allow("*") },
      },
    };
    const first = { VisibilityTimeout: 60, DelaySeconds: "5", Tags: [{ Key: "team", Value: "a" }] };
    const stack = await stacks.create("queues", templateOf(first, policy));
    expect(stack.StackStatus, (await stacks.story("queues")).join("\n")).to.equal("CREATE_COMPLETE");
    const outputs = Object.fromEntries(
      (stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
    );
    const { Url = "", LettersUrl = "" } = outputs;
    expect(Url).to.match(new RegExp(`^${lab.endpoint}/${ACCOUNT}/queues-Queue-[A-Z0-9]+$`));
    expect(outputs).to.include({ Arn: arnOf(Url), Name: Url.split("/").at(-1) });
    const made = await attributesOf(Url);
    expect(made).to.include({ VisibilityTimeout: "60", DelaySeconds: "5" });
    expect(JSON.parse(made.RedrivePolicy ?? "")).to.deep.equal({
      deadLetterTargetArn: arnOf(LettersUrl),
      maxReceiveCount: 3,
    });
    for (const url of [Url, LettersUrl])
      expect(JSON.parse((await attributesOf(url)).Policy ?? "")).to.deep.equal(allow("*"));
    expect((await lab.sqs.listQueueTags({ QueueUrl: Url })).Tags).to.deep.equal({ team: "a" });

    const updated = await stacks.update("queues", templateOf({ VisibilityTimeout: 60, MessageRetentionPeriod: 120 }));
    expect(updated.StackStatus, (await stacks.story("queues")).join("\n")).to.equal("UPDATE_COMPLETE");
    const changed = await attributesOf(Url);
    expect(changed).to.include({ VisibilityTimeout: "60", DelaySeconds: "0", MessageRetentionPeriod: "120" });
    expect(changed.Policy).to.equal(undefined);
    expect((await lab.sqs.listQueueTags({ QueueUrl: Url })).Tags).to.equal(undefined);

    expect((await stacks.delete(stack)).StackStatus).to.equal("DELETE_COMPLETE");
    expect((await lab.client(SQS).listQueues({ QueueNamePrefix: "queues-" })).QueueUrls).to.equal(undefined);
  });

  it("have names with a suffix where they are first-in-first-out, and wait until a name is free", async () => {
    const template = {
      Resources: {
        Fifo: { Type: "AWS::SQS::Queue", Properties: { FifoQueue: true, ContentBasedDeduplication: true } },
        Named: { Type: "AWS::SQS::Queue", Properties: { QueueName: "named" } },
      },
    };
    const stack = await stacks.create("fifo", template);
    expect(stack.StackStatus, (await stacks.story("fifo")).join("\n")).to.equal("CREATE_COMPLETE");
    const { Fifo } = await stacks.resources("fifo");
    expect(Fifo?.id).to.match(/\/fifo-Fifo-[A-Z0-9]+\.fifo$/);
    await stacks.delete(stack);
    const again = stacks.create("fifo", template);
    // Each try comes after the one before: time is moved a little at a time.
    for (let time = 0; time < 14; time++) {
      await lab.clock.advance(5_000);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    expect((await again).StackStatus, (await stacks.story("fifo")).join("\n")).to.equal("CREATE_COMPLETE");
  });
});
