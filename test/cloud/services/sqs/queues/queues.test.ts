import { expect } from "chai";
import type { SqsState } from "../../../../../lab/cloud/services/sqs/state.ts";
import { until } from "../../../until.ts";
import { failure } from "../../../use-cloud.ts";
import { ACCOUNT, arnOf, useSqs } from "../use-sqs.ts";

describe("Queues", () => {
  const lab = useSqs();

  it("have AWS's attributes by default", async () => {
    const QueueUrl = await lab.queue();
    const { Attributes } = await lab.sqs.getQueueAttributes({ QueueUrl, AttributeNames: ["All"] });
    const { CreatedTimestamp, LastModifiedTimestamp, ...others } = Attributes ?? {};
    expect(CreatedTimestamp).to.match(/^\d{10}$/);
    expect(LastModifiedTimestamp).to.equal(CreatedTimestamp);
    expect(others).to.deep.equal({
      ApproximateNumberOfMessages: "0",
      ApproximateNumberOfMessagesDelayed: "0",
      ApproximateNumberOfMessagesNotVisible: "0",
      DelaySeconds: "0",
      MaximumMessageSize: "1048576",
      MessageRetentionPeriod: "345600",
      QueueArn: arnOf(QueueUrl),
      ReceiveMessageWaitTimeSeconds: "0",
      SqsManagedSseEnabled: "true",
      VisibilityTimeout: "30",
    });
  });

  it("of the same name and attributes are one, and of other attributes are refused", async () => {
    const make = (Attributes: Record<string, string> = {}) => lab.sqs.createQueue({ QueueName: "same", Attributes });
    const { QueueUrl } = await make({ DelaySeconds: "1" });
    expect((await make()).QueueUrl).to.equal(QueueUrl);
    expect((await make({ DelaySeconds: "1", VisibilityTimeout: "30" })).QueueUrl).to.equal(QueueUrl);
    const error = await failure(make({ DelaySeconds: "2" }));
    expect([error.name, error.message]).to.deep.equal([
      "QueueNameExists",
      "A queue already exists with the same name and a different value for attribute DelaySeconds",
    ]);
  });

  for (const [what, name, attributes, code, message] of [
    ["a name with a space", "a b", {}, "InvalidParameterValue", "Can only include alphanumeric"],
    ["a name that is too long", "a".repeat(81), {}, "InvalidParameterValue", "1 to 80 in length"],
    ["a standard queue's name with a suffix", "q.fifo", {}, "InvalidParameterValue", "Can only include alphanumeric"],
    ["a FIFO queue's name without one", "q", { FifoQueue: "true" }, "InvalidParameterValue", "must end with .fifo"],
    ["FifoQueue that says no", "q", { FifoQueue: "false" }, "InvalidAttributeName", "Unknown Attribute FifoQueue."],
    ["an unknown attribute", "q", { Nope: "1" }, "InvalidAttributeName", "Unknown Attribute Nope."],
    ["one of FIFO queues", "q", { ContentBasedDeduplication: "true" }, "InvalidAttributeName", "Unknown Attribute"],
    ["a delay that is too long", "q", { DelaySeconds: "901" }, "InvalidAttributeValue", "parameter DelaySeconds."],
    ["a number that is none", "q", { VisibilityTimeout: "1e2" }, "InvalidAttributeValue", "VisibilityTimeout."],
    [
      "messages that are too large",
      "q",
      { MaximumMessageSize: "1048577" },
      "InvalidAttributeValue",
      "MaximumMessageSize.",
    ],
    ["a policy that is none", "q", { Policy: "{}" }, "InvalidAttributeValue", "parameter Policy."],
    [
      "two encryptions",
      "q",
      { KmsMasterKeyId: "k", SqsManagedSseEnabled: "true" },
      "InvalidAttributeName",
      "You can use one type of server-side encryption (SSE) at one time.",
    ],
    [
      "throughput by group, with deduplication by queue",
      "q.fifo",
      { FifoQueue: "true", FifoThroughputLimit: "perMessageGroupId" },
      "InvalidAttributeValue",
      "FifoThroughputLimit",
    ],
    [
      "a dead-letter queue that is not there",
      "q",
      { RedrivePolicy: `{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:${ACCOUNT}:none","maxReceiveCount":1}` },
      "InvalidParameterValue",
      "Dead letter target does not exist.",
    ],
    [
      "a redrive policy without a count",
      "q",
      { RedrivePolicy: `{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:${ACCOUNT}:none"}` },
      "InvalidParameterValue",
      "Redrive policy does not contain mandatory attribute: maxReceiveCount.",
    ],
  ] as const)
    it(`are refused with ${what}`, async () => {
      const error = await failure(
        lab.sqs.createQueue({ QueueName: name, Attributes: attributes as Record<string, string> }),
      );
      expect(error.name).to.equal(code);
      expect(error.message).to.include(message);
    });

  it("change their attributes", async () => {
    const QueueUrl = await lab.queue();
    await lab.clock.advance(5_000);
    await lab.sqs.setQueueAttributes({ QueueUrl, Attributes: { VisibilityTimeout: "69", KmsMasterKeyId: "alias/k" } });
    const { Attributes = {} } = await lab.sqs.getQueueAttributes({ QueueUrl, AttributeNames: ["All"] });
    expect(Attributes).to.deep.include({
      VisibilityTimeout: "69",
      KmsMasterKeyId: "alias/k",
      KmsDataKeyReusePeriodSeconds: "300",
      SqsManagedSseEnabled: "false",
    });
    expect(Number(Attributes.LastModifiedTimestamp)).to.be.at.least(Number(Attributes.CreatedTimestamp) + 5);
    const kind = await failure(lab.sqs.setQueueAttributes({ QueueUrl, Attributes: { FifoQueue: "true" } }));
    expect(kind.message).to.equal("Unknown Attribute FifoQueue.");
    const fifo = await lab.fifo();
    const back = await failure(lab.sqs.setQueueAttributes({ QueueUrl: fifo, Attributes: { FifoQueue: "false" } }));
    expect(back.message).to.equal(
      "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.",
    );
    await lab.sqs.setQueueAttributes({ QueueUrl, Attributes: { KmsMasterKeyId: "" } });
    const { Attributes: none } = await lab.sqs.getQueueAttributes({ QueueUrl, AttributeNames: ["KmsMasterKeyId"] });
    expect(none).to.equal(undefined);
  });

  it("are listed by what their names begin with, page by page", async () => {
    for (const end of ["a", "b", "c"]) await lab.sqs.createQueue({ QueueName: `list-${end}` });
    const first = await lab.sqs.listQueues({ QueueNamePrefix: "list-", MaxResults: 2 });
    expect(first.QueueUrls).to.have.length(2);
    const { NextToken } = first;
    const second = await lab.sqs.listQueues({ QueueNamePrefix: "list-", MaxResults: 2, NextToken });
    expect(second.QueueUrls).to.deep.equal([`${lab.endpoint}/${ACCOUNT}/list-c`]);
    expect(second.NextToken).to.equal(undefined);
    expect((await lab.sqs.listQueues({ QueueNamePrefix: "none" })).QueueUrls).to.equal(undefined);
  });

  it("are purged once in a minute, with what is in flight", async () => {
    const QueueUrl = await lab.queue();
    for (const MessageBody of ["1", "2", "3"]) await lab.sqs.sendMessage({ QueueUrl, MessageBody });
    const [held] = await lab.receive(QueueUrl, { MaxNumberOfMessages: 1 });
    await lab.sqs.purgeQueue({ QueueUrl });
    expect(await lab.counts(QueueUrl)).to.equal("0/0/0");
    await lab.sqs.deleteMessage({ QueueUrl, ReceiptHandle: held?.ReceiptHandle });
    const error = await failure(lab.sqs.purgeQueue({ QueueUrl }));
    expect([error.name, error.$metadata?.httpStatusCode]).to.deep.equal(["PurgeQueueInProgress", 403]);
    await lab.clock.advance(60_000);
    await lab.sqs.purgeQueue({ QueueUrl });
    await lab.sqs.sendMessage({ QueueUrl, MessageBody: "after" });
    expect(await lab.bodies(QueueUrl)).to.deep.equal(["after"]);
    await nothingLeft();
  });

  it("can be made anew a minute after they were deleted, empty", async () => {
    const QueueUrl = await lab.queue();
    const QueueName = QueueUrl.split("/").at(-1) ?? "";
    await lab.sqs.sendMessage({ QueueUrl, MessageBody: "old" });
    await lab.sqs.deleteQueue({ QueueUrl });
    expect((await failure(lab.receive(QueueUrl))).name).to.equal("QueueDoesNotExist");
    const error = await failure(lab.sqs.createQueue({ QueueName }));
    expect([error.name, error.message]).to.deep.equal([
      "QueueDeletedRecently",
      "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
    ]);
    await lab.clock.advance(60_000);
    await lab.sqs.createQueue({ QueueName });
    expect(await lab.counts(QueueUrl)).to.equal("0/0/0");
    await nothingLeft();
  });

  it("end what waits for their messages when they are deleted", async () => {
    const QueueUrl = await lab.queue();
    const waiting = failure(lab.receive(QueueUrl, { WaitTimeSeconds: 20 }));
    const { state } = await lab.running.cloud.service("sqs");
    await until(() => (state as SqsState).polls.count === 1);
    await lab.sqs.deleteQueue({ QueueUrl });
    expect((await waiting).name).to.equal("QueueDoesNotExist");
  });

  it("have tags", async () => {
    const { QueueUrl } = await lab.sqs.createQueue({ QueueName: "tagged", tags: { a: "1" } });
    await lab.sqs.tagQueue({ QueueUrl, Tags: { b: "2", c: "" } });
    await lab.sqs.untagQueue({ QueueUrl, TagKeys: ["a", "none"] });
    expect((await lab.sqs.listQueueTags({ QueueUrl })).Tags).to.deep.equal({ b: "2", c: "" });
  });

  /** Waits until what purged and deleted queues left is cleared away. */
  const nothingLeft = async () => {
    const { state } = await lab.running.cloud.service("sqs");
    await until(() => [...(state as SqsState).leftovers.keys()].length === 0);
  };
});
