import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { expect } from "chai";
import { startCloud } from "../../../../../lab/cloud/index.ts";
import { LabProcess } from "../../../../../scripts/fuzz/lab-process.ts";
import { until } from "../../../until.ts";
import { HttpEndpoint } from "../http-endpoint.ts";

const settings = (endpoint: string) => ({
  endpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
});

describe("What SNS has accepted", () => {
  let endpoint: HttpEndpoint;
  let folder: string;
  before(async () => {
    endpoint = await HttpEndpoint.start();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "skylab-sns-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  after(() => endpoint.close());

  /** Subscribes a path of the endpoint to a topic, and confirms. */
  async function subscribed(sns: SNSClient, path: string): Promise<string> {
    const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: path.slice(1) }));
    const healthyRetryPolicy = { minDelayTarget: 1, maxDelayTarget: 1, numRetries: 20 };
    const DeliveryPolicy = JSON.stringify({ healthyRetryPolicy });
    await sns.send(
      new SubscribeCommand({
        TopicArn,
        Protocol: "http",
        Endpoint: endpoint.url + path,
        Attributes: { DeliveryPolicy },
      }),
    );
    await until(() => endpoint.at(path).length === 1);
    await fetch(endpoint.at(path)[0]?.json.SubscribeURL ?? "");
    return TopicArn;
  }

  it("goes to a hundred subscriptions in one transaction", async () => {
    const running = await startCloud({ port: 0 });
    const sns = new SNSClient(settings(running.endpoint));
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "many" }));
    for (let i = 0; i < 100; i++)
      await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sms", Endpoint: `+1555000${1000 + i}` }));
    const { mailbox } = running.cloud;
    const begun = performance.now();
    await sns.send(new PublishCommand({ TopicArn, Message: "m" }));
    const taken = performance.now() - begun;
    expect(new Set(mailbox.list("000000000000").map(({ to }) => to)).size).to.equal(100);
    // On a busy machine; alone it is some ten milliseconds.
    expect(taken).to.be.lessThan(1000);
    sns.destroy();
    await running.close();
  });

  it("is delivered when the lab starts again", async () => {
    endpoint.statuses = [200];
    const first = await startCloud({ port: 0, state: folder });
    const sns = new SNSClient(settings(first.endpoint));
    const TopicArn = await subscribed(sns, "/restarted");
    endpoint.statuses = [500];
    await sns.send(new PublishCommand({ TopicArn, Message: "m" }));
    await until(() => endpoint.at("/restarted").length > 1);
    sns.destroy();
    await first.close();
    endpoint.statuses = [200];
    const before = endpoint.at("/restarted").length;
    const second = await startCloud({ port: 0, state: folder });
    await until(() => endpoint.at("/restarted").length > before);
    expect(endpoint.at("/restarted").at(-1)?.json).to.include({ Type: "Notification", Message: "m" });
    await second.close();
  });

  it("survives that the lab is killed", async function () {
    this.timeout(120_000);
    endpoint.statuses = [200];
    const first = await LabProcess.start("sources", ["--state", folder]);
    const sns = new SNSClient(settings(first.endpoint.href));
    const TopicArn = await subscribed(sns, "/killed");
    endpoint.statuses = [500];
    const accepted = ["a", "b", "c"];
    for (const Message of accepted) await sns.send(new PublishCommand({ TopicArn, Message }));
    sns.destroy();
    await first.kill();
    endpoint.statuses = [200];
    endpoint.posted.length = 0;
    const second = await LabProcess.start("sources", ["--state", folder]);
    const messages = () => new Set(endpoint.at("/killed").map(({ json }) => json.Message));
    await until(() => messages().size === accepted.length);
    expect([...messages()].sort()).to.deep.equal(accepted);
    await second.stop();
  });
});
