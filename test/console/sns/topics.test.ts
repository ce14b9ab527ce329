import { SNS } from "@aws-sdk/client-sns";
import { SQS } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { barriers, screenshot } from "../../browser.ts";
import { useConsole } from "../opened.ts";

const RETRIES = JSON.stringify({
  http: { defaultHealthyRetryPolicy: { minDelayTarget: 1, maxDelayTarget: 5, numRetries: 7 } },
});

describe("The console's pages of SNS", function () {
  this.timeout(60_000);

  const lab = useConsole();
  let sns: SNS;
  let sqs: SQS;
  before(() => {
    sns = new SNS(lab.settings);
    sqs = new SQS(lab.settings);
  });
  after(() => {
    sns?.destroy();
    sqs?.destroy();
  });

  it("create a topic, subscribe a queue to it with a filter policy, and publish", async () => {
    const { QueueUrl } = await sqs.createQueue({ QueueName: "paid" });
    await sqs.setQueueAttributes({ QueueUrl, Attributes: { Policy: policyFor("paid") } });
    const page = await lab.open("/sns");
    await page.getByRole("button", { name: "Create topic" }).click();
    const dialog = page.getByRole("dialog", { name: "Create topic" });
    await dialog.getByLabel("Name", { exact: true }).fill("orders");
    await dialog.getByRole("button", { name: "Create topic" }).click();
    await page.getByRole("link", { name: "orders", exact: true }).click();
    await page.getByRole("heading", { name: "orders", exact: true }).waitFor();

    await page.getByRole("button", { name: "Subscribe" }).click();
    const subscribe = page.getByRole("dialog");
    await subscribe.getByLabel("Endpoint").fill("paid");
    await page.getByRole("option", { name: "paid" }).click();
    await subscribe.getByRole("button", { name: "Filter policy, raw delivery and dead letters" }).click();
    await subscribe.getByLabel("Filter policy", { exact: true }).fill('{"paid": ["yes"]}');
    await subscribe.getByLabel("Raw message delivery").check();
    await screenshot(page, "console-sns-subscribe");
    await subscribe.getByRole("button", { name: "Subscribe", exact: true }).click();
    await page.getByRole("row", { name: /paid.*Queue.*Confirmed/ }).waitFor();

    for (const paid of ["no", "yes"]) {
      await page.getByRole("button", { name: "Publish message" }).click();
      const publish = page.getByRole("dialog");
      await publish.getByRole("textbox", { name: "Body" }).fill(`paid: ${paid}`);
      await publish.getByRole("button", { name: "Add attribute" }).click();
      await publish.getByRole("textbox", { name: "Attribute" }).fill("paid");
      await publish.getByRole("textbox", { name: "Value" }).fill(paid);
      if (paid === "yes") await screenshot(page, "console-sns-publish");
      await publish.getByRole("button", { name: "Publish", exact: true }).click();
      await publish.waitFor({ state: "hidden" });
    }
    const { Messages = [] } = await sqs.receiveMessage({ QueueUrl, WaitTimeSeconds: 10, MaxNumberOfMessages: 10 });
    expect(Messages.map(({ Body }) => Body)).to.deep.equal(["paid: yes"]);
    await screenshot(page, "console-sns-topic");
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("confirm a mail's subscription with the link in the outbox", async () => {
    const { TopicArn = "" } = await sns.createTopic({ Name: "news" });
    await sns.subscribe({ TopicArn, Protocol: "email", Endpoint: "ada@example.com" });
    const outbox = await lab.open("/mailbox");
    await outbox.getByText("AWS Notification - Subscription Confirmation").waitFor();
    await screenshot(outbox, "console-outbox");
    expect(await barriers(outbox)).to.deep.equal([]);
    const text = await outbox.getByRole("main").innerText();
    const link = /http\S+Token=\S+/.exec(text.replaceAll("\u200b", ""))?.[0] ?? "";
    const page = await lab.open(`/sns/${encodeURIComponent(TopicArn)}`);
    await page.getByRole("row", { name: /ada@example.com.*Pending/ }).waitFor();
    await page.getByRole("button", { name: "Confirm", exact: true }).click();
    await page.getByRole("dialog").getByLabel("Token").fill(link);
    await page.getByRole("dialog").getByRole("button", { name: "Confirm" }).click();
    await page.getByRole("row", { name: /ada@example.com.*Confirmed/ }).waitFor();
  });

  it("change a subscription's filter policy, and remove it", async () => {
    const { TopicArn = "" } = await sns.createTopic({ Name: "invoices" });
    await sns.subscribe({
      TopicArn,
      Protocol: "sqs",
      Endpoint: "arn:aws:sqs:us-east-1:000000000000:paid",
      Attributes: { FilterPolicy: '{"state": ["paid"]}' },
    });
    const page = await lab.open(`/sns/${encodeURIComponent(TopicArn)}`);
    const row = page.getByRole("row", { name: /:paid/ });
    await row.getByRole("checkbox").check();
    await page.getByRole("button", { name: "Edit the subscription" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Filter policy", { exact: true }).fill('{"order": {"state": ["paid"]}}');
    await dialog.getByLabel("The filter policy looks at a message's body").check();
    await dialog.getByRole("button", { name: "Save" }).click();
    await row.getByText("on the body").waitFor();
    await page.getByRole("button", { name: "Remove", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await row.waitFor({ state: "detached" });
    const { Subscriptions = [] } = await sns.listSubscriptionsByTopic({ TopicArn });
    expect(Subscriptions).to.deep.equal([]);
  });

  it("set a delivery policy, and register an application's device and a phone number", async () => {
    const { TopicArn = "" } = await sns.createTopic({ Name: "retried" });
    const page = await lab.open(`/sns/${encodeURIComponent(TopicArn)}?tab=delivery`);
    const dialog = page.getByRole("dialog");
    await page.getByRole("button", { name: "Edit the delivery policy" }).click();
    await dialog.getByLabel("Delivery policy", { exact: true }).fill(RETRIES);
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "hidden" });
    expect((await sns.getTopicAttributes({ TopicArn })).Attributes?.EffectiveDeliveryPolicy).to.contain(
      '"numRetries":7',
    );
    await screenshot(page, "console-sns-delivery");
    await page.getByRole("tab", { name: "Data protection" }).click();
    await page.getByText("No policy.").waitFor();

    await page.goto(`${lab.cloud.endpoint}/_lab/sns/mobile`);
    await page.getByRole("button", { name: "Create application" }).first().click();
    await dialog.getByLabel("Name", { exact: true }).fill("phones");
    await dialog.getByLabel("Credential").fill("key");
    await dialog.getByRole("button", { name: "Create application" }).click();
    await page.getByRole("link", { name: "phones" }).click();
    await page.getByRole("button", { name: "Register device" }).click();
    await dialog.getByLabel("Token").fill("token-1");
    await dialog.getByRole("button", { name: "Register device" }).click();
    await page.getByRole("row", { name: /token-1.*Yes/ }).waitFor();
    await screenshot(page, "console-sns-devices");
    expect(await barriers(page)).to.deep.equal([]);

    await page.goto(`${lab.cloud.endpoint}/_lab/sns/mobile?tab=sandbox`);
    await page.getByRole("button", { name: "Add phone number" }).click();
    await dialog.getByLabel("Phone number").fill("+15550001111");
    await dialog.getByRole("button", { name: "Add phone number" }).click();
    await page
      .getByRole("row", { name: /15550001111.*Pending/ })
      .getByRole("radio")
      .check();
    const [{ body = "" } = {}] = lab.cloud.cloud.mailbox.list("000000000000").filter(({ to }) => to === "+15550001111");
    await page.getByRole("button", { name: "Verify" }).click();
    await dialog.getByLabel("Code").fill(/\d{6}/.exec(body)?.[0] ?? "");
    await dialog.getByRole("button", { name: "Verify" }).click();
    await page.getByRole("row", { name: /15550001111.*Verified/ }).waitFor();
    await screenshot(page, "console-sns-sandbox");
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("change a first-in-first-out topic, and publish a body per protocol in a message group", async () => {
    const { TopicArn = "" } = await sns.createTopic({ Name: "steps.fifo", Attributes: { FifoTopic: "true" } });
    const { QueueUrl } = await sqs.createQueue({
      QueueName: "steps.fifo",
      Attributes: { FifoQueue: "true", Policy: policyFor("steps.fifo") },
    });
    const Endpoint = "arn:aws:sqs:us-east-1:000000000000:steps.fifo";
    await sns.subscribe({ TopicArn, Protocol: "sqs", Endpoint, Attributes: { RawMessageDelivery: "true" } });
    const page = await lab.open(`/sns/${encodeURIComponent(TopicArn)}`);
    const dialog = page.getByRole("dialog");

    await page.getByRole("button", { name: "Edit the topic" }).click();
    await dialog.getByLabel("Display name").fill("Steps");
    await dialog.getByLabel("Messages with the same content").check();
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByText("Changed steps.fifo").waitFor();
    const { Attributes } = await sns.getTopicAttributes({ TopicArn });
    expect(Attributes).to.include({ DisplayName: "Steps", ContentBasedDeduplication: "true" });

    await page.getByRole("button", { name: "Publish message" }).click();
    await dialog.getByRole("button", { name: "One per protocol" }).click();
    await dialog.getByLabel("Bodies", { exact: true }).fill('{"default": "for all", "sqs": "for queues"}');
    await dialog.getByLabel("Message group").fill("first");
    await dialog.getByRole("button", { name: "Publish", exact: true }).click();
    await dialog.waitFor({ state: "hidden" });
    const MessageSystemAttributeNames = ["All" as const];
    const { Messages: [message] = [] } = await sqs.receiveMessage({
      QueueUrl,
      WaitTimeSeconds: 10,
      MessageSystemAttributeNames,
    });
    expect(message?.Body).to.equal("for queues");
    expect(message?.Attributes?.MessageGroupId).to.equal("first");

    await page.getByRole("tab", { name: "Tags" }).click();
    await page.getByRole("button", { name: "Edit the tags" }).click();
    await dialog.getByRole("button", { name: "Add tag" }).click();
    await dialog.getByLabel("Key of tag 1").fill("team");
    await dialog.getByLabel("Value of team").fill("shop");
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByText("Changed the tags").waitFor();
    const { Tags } = await sns.listTagsForResource({ ResourceArn: TopicArn });
    expect(Tags).to.deep.equal([{ Key: "team", Value: "shop" }]);

    await page.getByRole("tab", { name: "Policy", exact: true }).click();
    await page.getByRole("button", { name: "Edit the policy" }).click();
    await dialog.getByLabel("Policy").fill("{}");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.getByText("Invalid parameter: Policy").first().waitFor();
  });

  it("delete topics when that is confirmed", async () => {
    await sns.createTopic({ Name: "gone" });
    const page = await lab.open("/sns");
    await page.getByRole("row", { name: /gone/ }).getByRole("checkbox").check();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText("Deleted gone").waitFor();
    expect(JSON.stringify(await sns.listTopics({}))).not.to.include(":gone");
  });
});

/** Lets a topic send to a queue. */
function policyFor(queue: string): string {
  const Resource = `arn:aws:sqs:us-east-1:000000000000:${queue}`;
  const Statement = {
    Effect: "Allow",
    Principal: { Service: "sns.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource,
  };
  return JSON.stringify({ Version: "2012-10-17", Statement });
}
