import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { SQS } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { until } from "../../until.ts";
import { failure, useCloud } from "../../use-cloud.ts";

const ACCOUNT = "000000000000";

describe("Log groups as targets", () => {
  const lab = useCloud();
  const logGroupName = "/aws/events/orders";
  const Arn = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:${logGroupName}`;

  it("take events when a resource policy lets EventBridge in", async () => {
    const [logs, events, sqs] = [lab.client(CloudWatchLogs), lab.client(EventBridge), lab.client(SQS)];
    await logs.createLogGroup({ logGroupName });
    const dead = `arn:aws:sqs:us-east-1:${ACCOUNT}:dead`;
    const Statement = { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: dead };
    const Attributes = { Policy: JSON.stringify({ Version: "2012-10-17", Statement }) };
    const { QueueUrl } = await sqs.createQueue({ QueueName: "dead", Attributes });
    await events.putRule({ Name: "r", EventPattern: '{"source":["a"]}' });
    await events.putTargets({ Rule: "r", Targets: [{ Id: "t", Arn, DeadLetterConfig: { Arn: dead } }] });
    const put = (n: number) =>
      events.putEvents({ Entries: [{ Source: "a", DetailType: "t", Detail: JSON.stringify({ n }) }] });
    await put(1);
    await until(async () => (await sqs.receiveMessage({ QueueUrl })).Messages !== undefined);
    await logs.putResourcePolicy({
      policyName: "events",
      policyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: {
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: `${Arn}:*`,
        },
      }),
    });
    await put(2);
    let messages: string[] = [];
    await until(async () => {
      messages = ((await logs.filterLogEvents({ logGroupName })).events ?? []).map(({ message = "" }) => message);
      return messages.length > 0;
    });
    expect(messages.map((message) => JSON.parse(message).detail)).to.deep.equal([{ n: 2 }]);
  });

  it("have policies that are listed, and deleted by their names", async () => {
    const logs = lab.client(CloudWatchLogs);
    const { resourcePolicies = [] } = await logs.describeResourcePolicies({});
    expect(resourcePolicies.map(({ policyName }) => policyName)).to.deep.equal(["events"]);
    await logs.deleteResourcePolicy({ policyName: "events" });
    const error = await failure(logs.deleteResourcePolicy({ policyName: "events" }));
    expect([error.name, error.message]).to.deep.equal([
      "ResourceNotFoundException",
      "Policy with name [events] does not exist",
    ]);
    expect((await failure(logs.putResourcePolicy({ policyName: "p", policyDocument: "{" }))).name).to.equal(
      "InvalidParameterException",
    );
  });
});
