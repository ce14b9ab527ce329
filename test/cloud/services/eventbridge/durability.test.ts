import { EventBridge } from "@aws-sdk/client-eventbridge";
import { SQS } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { until } from "../../until.ts";
import { useKillableLab } from "../../use-killable-lab.ts";
import { ACCOUNT } from "./use-eventbridge.ts";

describe("Events in a lab that is killed", () => {
  const lab = useKillableLab();

  it("reach their targets after all, once they were acknowledged", async () => {
    const arn = `arn:aws:sqs:us-east-1:${ACCOUNT}:q`;
    const Statement = { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: arn };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    const { QueueUrl = "" } = await lab.client(SQS).createQueue({ QueueName: "q", Attributes: { Policy } });
    const events = lab.client(EventBridge);
    await events.putRule({ Name: "r", EventPattern: '{"source":["a"]}' });
    await events.putTargets({ Rule: "r", Targets: [{ Id: "t", Arn: arn }] });
    const entry = (n: number) => ({ Source: "a", DetailType: "t", Detail: JSON.stringify({ n }) });
    const Entries = Array.from({ length: 10 }, (_, n) => entry(n));
    for (let i = 0; i < 5; i++) await events.putEvents({ Entries });
    const name = new URL(QueueUrl).pathname;
    await lab.kill();
    await lab.start();
    const ids = new Set<string>();
    const sqs = lab.client(SQS);
    await until(async () => {
      const asked = { QueueUrl: lab.endpoint + name, MaxNumberOfMessages: 10 };
      for (const { Body = "{}" } of (await sqs.receiveMessage(asked)).Messages ?? []) ids.add(JSON.parse(Body).id);
      return ids.size === 50;
    });
    expect(ids.size).to.equal(50);
  });
});
