import { SQS } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { barriers, screenshot } from "../../browser.ts";
import { useConsole } from "../opened.ts";

describe("The console's pages of SQS", function () {
  this.timeout(60_000);

  const lab = useConsole();
  let sqs: SQS;
  before(() => {
    sqs = new SQS(lab.settings);
  });
  after(() => sqs?.destroy());

  it("create a queue, send a message, poll for it and delete it", async () => {
    const page = await lab.open("/sqs");
    await page.getByText("No queues yet").waitFor();
    await page.getByRole("button", { name: "Create queue" }).click();
    const dialog = page.getByRole("dialog", { name: "Create queue" });
    await dialog.getByLabel("Name").fill("orders");
    await dialog.getByLabel("First in, first out").check();
    await dialog.getByRole("button", { name: "Create queue" }).click();
    await page.getByRole("link", { name: "orders.fifo" }).click();
    await page.getByRole("heading", { name: "orders.fifo", exact: true }).waitFor();
    await page.getByRole("button", { name: "Send message" }).click();
    const send = page.getByRole("dialog");
    await send.getByLabel("Body").fill('{"order": 1}');
    await send.getByLabel("Message group").fill("customer-1");
    await send.getByRole("button", { name: "Send", exact: true }).click();
    await page.getByText("Sent a message to orders.fifo").waitFor();
    await page.getByRole("button", { name: "Poll for messages" }).click();
    const row = page.getByRole("row", { name: /"order": 1/ });
    await row.waitFor();
    await row.getByText("customer-1").waitFor();
    await screenshot(page, "console-sqs-queue");
    expect(await barriers(page)).to.deep.equal([]);
    await row.getByRole("checkbox").check();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText("Deleted a message").waitFor();
    const QueueUrl = `${lab.settings.endpoint}/000000000000/orders.fifo`;
    const { Attributes } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ["All"] });
    expect(Attributes).to.include({ ApproximateNumberOfMessages: "0", ApproximateNumberOfMessagesNotVisible: "0" });
  });

  it("move dead letters back to where they came from", async () => {
    const { QueueUrl: letters } = await sqs.createQueue({ QueueName: "letters" });
    const deadLetterTargetArn = "arn:aws:sqs:us-east-1:000000000000:letters";
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 });
    const { QueueUrl } = await sqs.createQueue({
      QueueName: "work",
      Attributes: { RedrivePolicy, VisibilityTimeout: "0" },
    });
    await sqs.sendMessage({ QueueUrl, MessageBody: "poison" });
    for (let time = 0; time < 2; time++) await sqs.receiveMessage({ QueueUrl });
    const page = await lab.open("/sqs/letters");
    await page.getByRole("button", { name: "Start redrive" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Start redrive" }).click();
    await page.getByText("Started to move the messages of letters back").waitFor();
    const { Messages } = await sqs.receiveMessage({ QueueUrl, WaitTimeSeconds: 10 });
    expect(Messages?.[0]?.Body).to.equal("poison");
    expect((await sqs.receiveMessage({ QueueUrl: letters })).Messages).to.equal(undefined);
  });

  it("delete queues when that is confirmed", async () => {
    const page = await lab.open("/sqs");
    await page
      .getByRole("row", { name: /letters/ })
      .getByRole("checkbox")
      .check();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText("Deleted letters").waitFor();
    expect((await sqs.listQueues({})).QueueUrls?.join()).not.to.include("letters");
  });
});
