import { createHash } from "node:crypto";
import { SQS } from "@aws-sdk/client-sqs";
import { AwsQueryProtocol } from "@aws-sdk/core/protocols";
import { expect } from "chai";
import { sign } from "../../../../lab/cloud/auth/sign.ts";
import { failure } from "../../use-cloud.ts";
import { ACCOUNT, useSqs } from "./use-sqs.ts";

describe("SQS's protocols", () => {
  const lab = useSqs();
  let old: SQS;
  before(() => {
    old = lab.client(SQS, { protocol: AwsQueryProtocol } as object);
  });

  it("are JSON and Query: clients of both see the same queue", async () => {
    const { QueueUrl } = await old.createQueue({
      QueueName: "both",
      Attributes: { DelaySeconds: "0", VisibilityTimeout: "7" },
      tags: { team: "blue" },
    });
    await old.sendMessage({
      QueueUrl,
      MessageBody: "<&é",
      MessageAttributes: {
        bytes: { DataType: "Binary", BinaryValue: Buffer.from([0, 255]) },
        number: { DataType: "Number.int", StringValue: "12" },
      },
    });
    const ask = { QueueUrl, MessageAttributeNames: ["All"], AttributeNames: ["All" as const], VisibilityTimeout: 0 };
    const [inJson, inQuery] = [await lab.sqs.receiveMessage(ask), await old.receiveMessage(ask)];
    const plain = ({ Messages }: typeof inJson) => {
      const { ReceiptHandle: _, Attributes, MessageAttributes, ...rest } = Messages?.[0] ?? {};
      const bytes = Buffer.from(MessageAttributes?.bytes?.BinaryValue ?? []).toString("hex");
      return { ...rest, sent: Attributes?.SentTimestamp, number: MessageAttributes?.number, bytes };
    };
    expect(plain(inQuery)).to.deep.equal(plain(inJson));
    expect(plain(inQuery)).to.deep.include({ Body: "<&é", bytes: "00ff" });
    const { Attributes } = await old.getQueueAttributes({ QueueUrl, AttributeNames: ["VisibilityTimeout"] });
    expect(Attributes).to.deep.equal({ VisibilityTimeout: "7" });
    expect((await old.listQueueTags({ QueueUrl })).Tags).to.deep.equal({ team: "blue" });
    const batch = await old.sendMessageBatch({ QueueUrl, Entries: [{ Id: "1", MessageBody: "x" }] });
    expect(batch.Successful?.map(({ Id }) => Id)).to.deep.equal(["1"]);
  });

  it("call errors by the names that their clients know", async () => {
    const [inJson, inQuery] = await Promise.all(
      [lab.sqs, old].map((client) => failure(client.getQueueUrl({ QueueName: "none" }))),
    );
    expect([inJson?.name, inJson?.message]).to.deep.equal(["QueueDoesNotExist", "The specified queue does not exist."]);
    expect(inQuery?.message).to.equal("The specified queue does not exist for this wsdl version.");
    const answer = await query("/", { Action: "GetQueueUrl", QueueName: "none" });
    expect(answer.text).to.include("<Code>AWS.SimpleQueueService.NonExistentQueue</Code>");
    expect(answer.status).to.equal(400);
    const raw = await post("/", "application/x-amz-json-1.0", JSON.stringify({ QueueUrl: "http://x/000000000000/q" }), {
      "x-amz-target": "AmazonSQS.SendMessage",
    });
    expect(raw.headers.get("x-amzn-query-error")).to.equal("MissingParameter;Sender");
    expect(await raw.json()).to.deep.equal({
      __type: "MissingRequiredParameterException",
      message: "The request must contain the parameter MessageBody.",
    });
  });

  it("take requests at the queue's own URL, in the form or in the query", async () => {
    await lab.sqs.createQueue({ QueueName: "by-path" });
    const path = `/${ACCOUNT}/by-path`;
    const sent = await query(path, { Action: "SendMessage", MessageBody: "over the path" });
    expect(sent.text).to.include('<SendMessageResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/">');
    const received = await query(`${path}?Action=ReceiveMessage&Version=2012-11-05`, {});
    expect(received.text).to.include("<Body>over the path</Body>");
  });

  it("take queue URLs of any host by their path", async () => {
    await lab.sqs.createQueue({ QueueName: "anywhere" });
    for (const host of [
      "https://sqs.us-east-1.amazonaws.com",
      "https://us-east-1.queue.amazonaws.com",
      "http://queue.localhost.localstack.cloud:4566",
      "http://localhost:4566/queue/us-east-1",
    ])
      await lab.sqs.sendMessage({ QueueUrl: `${host}/${ACCOUNT}/anywhere`, MessageBody: host });
    expect(await lab.counts("anywhere")).to.equal("4/0/0");
    const wrong = await failure(lab.sqs.sendMessage({ QueueUrl: "http://localhost/x/y", MessageBody: "x" }));
    expect([wrong.name, wrong.$metadata?.httpStatusCode]).to.deep.equal(["InvalidAddress", 404]);
  });

  const post = (path: string, type: string, body: string, more: Record<string, string> = {}) => {
    const url = new URL(path, lab.endpoint);
    const headers = sign(
      {
        method: "POST",
        path: url.pathname,
        rawQuery: url.search.slice(1),
        headers: { host: url.host, "content-type": type, ...more },
      },
      {
        credentials: { accessKeyId: "test", secretAccessKey: "test" },
        region: "us-east-1",
        service: "sqs",
        payloadHash: createHash("sha256").update(body).digest("hex"),
        date: lab.clock.date(),
      },
    );
    return fetch(url, { method: "POST", headers: headers as Record<string, string>, body });
  };

  const query = async (path: string, parameters: Record<string, string>) => {
    const answer = await post(path, "application/x-www-form-urlencoded", String(new URLSearchParams(parameters)));
    return { status: answer.status, text: await answer.text() };
  };
});
