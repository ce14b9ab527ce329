import { IAM } from "@aws-sdk/client-iam";
import { Kinesis } from "@aws-sdk/client-kinesis";
import { expect } from "chai";
import { until } from "../../../until.ts";
import { failure } from "../../../use-cloud.ts";
import { ACCOUNT, useEventBridge } from "../use-eventbridge.ts";

describe("Targets", () => {
  const lab = useEventBridge();

  const role = async (name: string, Action: string, Resource: string) => {
    const iam = lab.client(IAM);
    const trust = { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sts:AssumeRole" };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: trust });
    const { Role } = await iam.createRole({ RoleName: name, AssumeRolePolicyDocument });
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", Action, Resource } });
    await iam.putRolePolicy({ RoleName: name, PolicyName: "p", PolicyDocument });
    return Role?.Arn;
  };

  // Measured by LocalStack: tests/aws/services/events/test_events_inputs.snapshot.json
  it("get what their input says", async () => {
    const InputPathsMap = { type: "$.detail-type", name: "$.detail.name", list: "$.detail.list" };
    const inputs = [
      { Input: '{"fixed":1}' },
      { InputPath: "$.detail.list[1]" },
      { InputTransformer: { InputPathsMap, InputTemplate: '"<type> of <name>, no <aws.events.rule-name>"' } },
      { InputTransformer: { InputPathsMap, InputTemplate: '{"name": <name>, "list": <list>, "in": "a/<name>/b"}' } },
      { InputTransformer: { InputTemplate: '{"all": <aws.events.event.json>, "arn": "<aws.events.rule-arn>"}' } },
    ];
    const bodies: string[] = [];
    for (const [i, target] of inputs.entries()) {
      const { url } = await lab.rule({ pattern: { source: [`input-${i}`] }, target });
      await lab.put({ Source: `input-${i}`, Detail: '{"name":"a\\"b","list":[1,{"x":"y"}]}' });
      bodies.push((await lab.bodies(url))[0] ?? "");
    }
    const [fixed, path, text, object, all = ""] = bodies;
    expect(fixed).to.equal('{"fixed":1}');
    expect(path).to.equal('{"x":"y"}');
    expect(text).to.match(/^"Order of a\\"b, no rule-\d+"$/);
    expect(object).to.equal('{"name": "a\\"b", "list": [1,{"x":"y"}], "in": "a/a\\"b/b"}');
    expect(JSON.parse(all).all.source).to.equal("input-4");
  });

  it("get empty text for what an event lacks", async () => {
    const InputTransformer = { InputPathsMap: { no: "$.detail.no" }, InputTemplate: '{"a": <no>, "b": "x<no>"}' };
    const { url } = await lab.rule({ pattern: { source: ["lacking"] }, target: { InputTransformer } });
    await lab.put({ Source: "lacking" });
    expect(await lab.bodies(url)).to.deep.equal(['{"a": "", "b": "x"}']);
  });

  it("are refused in AWS's words", async () => {
    const { name, arn } = await lab.rule({ pattern: { source: ["refusing"] } });
    const kinesis = `arn:aws:kinesis:us-east-1:${ACCOUNT}:stream/s`;
    const messages = [];
    for (const target of [
      { Arn: kinesis },
      { Arn: `${arn}.fifo` },
      { Arn: arn, Input: "{", InputPath: "$" },
      { Arn: arn, Input: "{" },
      { Arn: arn, InputTransformer: { InputTemplate: '"<unknown>"' } },
      { Arn: "no-arn" },
    ])
      messages.push((await failure(lab.events.putTargets({ Rule: name, Targets: [{ Id: "t", ...target }] }))).message);
    expect(messages).to.deep.equal([
      `RoleArn is required for target ${kinesis}.`,
      "Parameter(s) SqsParameters must be specified for target: t.",
      "Only one of Input, InputPath, or InputTransformer must be provided for target t.",
      "JSON syntax error in input for target t.",
      "InputTemplate for target t contains invalid placeholder unknown.",
      "Parameter no-arn is not valid. Reason: Provided Arn is not in correct format.",
    ]);
    const six = Array.from({ length: 5 }, (_, i) => ({ Id: `more-${i}`, Arn: arn }));
    const error = await failure(lab.events.putTargets({ Rule: name, Targets: six }));
    expect([error.name, error.message]).to.deep.equal([
      "LimitExceededException",
      "The requested resource exceeds the maximum number allowed.",
    ]);
    const { Targets } = await lab.events.listTargetsByRule({ Rule: name });
    expect(Targets?.map(({ Id }) => Id)).to.deep.equal(["1"]);
  });

  it("of queues in order get a message group", async () => {
    const { url } = await lab.rule({
      pattern: { source: ["fifo"] },
      queue: { FifoQueue: "true", ContentBasedDeduplication: "true" },
      target: { SqsParameters: { MessageGroupId: "g" } },
    });
    await lab.put({ Source: "fifo" });
    let group: string | undefined;
    await until(async () => {
      const asked = { QueueUrl: url, MessageSystemAttributeNames: ["MessageGroupId" as const] };
      const { Messages: [message] = [] } = await lab.sqs.receiveMessage(asked);
      group = message?.Attributes?.MessageGroupId;
      return message !== undefined;
    });
    expect(group).to.equal("g");
  });

  it("of streams are reached by a role, with a partition key", async () => {
    const kinesis = lab.client(Kinesis);
    await kinesis.createStream({ StreamName: "s", ShardCount: 1 });
    const Arn = `arn:aws:kinesis:us-east-1:${ACCOUNT}:stream/s`;
    const RoleArn = await role("to-stream", "kinesis:PutRecord", Arn);
    const KinesisParameters = { PartitionKeyPath: "$.detail.key" };
    await lab.rule({ pattern: { source: ["stream"] }, target: { Arn, RoleArn, KinesisParameters } });
    await lab.put({ Source: "stream", Detail: '{"key":"k1"}' });
    const from = { StreamName: "s", ShardId: "shardId-000000000000", ShardIteratorType: "TRIM_HORIZON" as const };
    const { ShardIterator } = await kinesis.getShardIterator(from);
    let key: string | undefined;
    await until(async () => {
      const { Records: [record] = [] } = await kinesis.getRecords({ ShardIterator });
      key = record?.PartitionKey;
      return record !== undefined;
    });
    expect(key).to.equal("k1");
  });

  it("that are other buses get the event as it is", async () => {
    await lab.events.createEventBus({ Name: "onward" });
    const Arn = `arn:aws:events:us-east-1:${ACCOUNT}:event-bus/onward`;
    const RoleArn = await role("to-bus", "events:PutEvents", Arn);
    await lab.rule({ pattern: { source: ["hop"] }, target: { Arn, RoleArn } });
    const { url } = await lab.rule({ pattern: { source: ["hop"] }, bus: "onward" });
    const [id] = await lab.put({ Source: "hop" });
    expect(JSON.parse((await lab.bodies(url))[0] ?? "").id).to.equal(id);
  });

  it("that let nobody in leave the event to the dead-letter queue", async () => {
    const dead = await lab.queue();
    const { name, arn } = await lab.rule({
      pattern: { source: ["dead"] },
      queue: { Policy: "" },
      target: { DeadLetterConfig: { Arn: dead.arn } },
    });
    const [id] = await lab.put({ Source: "dead" });
    let message: import("@aws-sdk/client-sqs").Message | undefined;
    await until(async () => {
      const asked = { QueueUrl: dead.url, MessageAttributeNames: ["All"] };
      message = (await lab.sqs.receiveMessage(asked)).Messages?.[0];
      return message !== undefined;
    });
    expect(JSON.parse(message?.Body ?? "").id).to.equal(id);
    const values = Object.entries(message?.MessageAttributes ?? {}).map(([key, { StringValue }]) => [key, StringValue]);
    const { ERROR_MESSAGE, ...rest } = Object.fromEntries(values);
    expect(rest).to.deep.equal({
      RULE_ARN: `arn:aws:events:us-east-1:${ACCOUNT}:rule/${name}`,
      TARGET_ARN: arn,
      ERROR_CODE: "NO_PERMISSIONS",
      RETRY_ATTEMPTS: "0",
    });
    expect(ERROR_MESSAGE).to.include("sqs:SendMessage");
  });
});
