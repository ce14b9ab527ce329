import { IAM } from "@aws-sdk/client-iam";
import { SQS } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { failure } from "../../use-cloud.ts";
import { ACCOUNT, arnOf, useSqs } from "./use-sqs.ts";

describe("Who may use a queue", () => {
  const lab = useSqs();
  let iam: IAM;
  let users = 0;
  before(() => {
    iam = lab.client(IAM);
  });

  /** A user with a policy of these statements. */
  const user = async (...Statement: object[]) => {
    const UserName = `user-${++users}`;
    await iam.createUser({ UserName });
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    if (Statement.length > 0) await iam.putUserPolicy({ UserName, PolicyName: "p", PolicyDocument });
    const { AccessKey } = await iam.createAccessKey({ UserName });
    const credentials = {
      accessKeyId: AccessKey?.AccessKeyId ?? "",
      secretAccessKey: AccessKey?.SecretAccessKey ?? "",
    };
    return { sqs: lab.client(SQS, { credentials }), arn: `arn:aws:iam::${ACCOUNT}:user/${UserName}` };
  };

  it("is said by identity policies: batches need the permission of the single operation", async () => {
    const QueueUrl = await lab.queue();
    const { sqs } = await user({ Effect: "Allow", Action: "sqs:SendMessage", Resource: arnOf(QueueUrl) });
    await sqs.sendMessageBatch({ QueueUrl, Entries: [{ Id: "1", MessageBody: "x" }] });
    const error = await failure(sqs.receiveMessage({ QueueUrl }));
    expect([error.name, error.$metadata?.httpStatusCode]).to.deep.equal(["AccessDenied", 403]);
    expect(error.message).to.match(
      /is not authorized to perform: sqs:ReceiveMessage on resource: arn:aws:sqs:us-east-1/,
    );
  });

  it("is said by tags", async () => {
    const { QueueUrl } = await lab.sqs.createQueue({ QueueName: "blue", tags: { team: "blue" } });
    const other = await lab.queue();
    const Condition = { StringEquals: { "aws:ResourceTag/team": "blue" } };
    const { sqs } = await user({ Effect: "Allow", Action: "sqs:*", Resource: "*", Condition });
    await sqs.sendMessage({ QueueUrl, MessageBody: "x" });
    expect((await failure(sqs.sendMessage({ QueueUrl: other, MessageBody: "x" }))).name).to.equal("AccessDenied");
  });

  it("is said by the queue's policy, too", async () => {
    const QueueUrl = await lab.queue();
    const { sqs, arn } = await user();
    expect((await failure(sqs.sendMessage({ QueueUrl, MessageBody: "x" }))).name).to.equal("AccessDenied");
    const allow = { Effect: "Allow", Principal: { AWS: arn }, Action: "sqs:SendMessage", Resource: arnOf(QueueUrl) };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [allow] });
    await lab.sqs.setQueueAttributes({ QueueUrl, Attributes: { Policy } });
    await sqs.sendMessage({ QueueUrl, MessageBody: "x" });
    expect((await failure(sqs.receiveMessage({ QueueUrl }))).name).to.equal("AccessDenied");
  });

  it("is added and removed as a permission", async () => {
    const QueueUrl = await lab.queue();
    const policy = async () => {
      const { Attributes } = await lab.sqs.getQueueAttributes({ QueueUrl, AttributeNames: ["Policy"] });
      return Attributes?.Policy && JSON.parse(Attributes.Policy);
    };
    const input = { QueueUrl, AWSAccountIds: ["111111111111", ACCOUNT], Actions: ["ReceiveMessage"] };
    await lab.sqs.addPermission({ ...input, Label: "one" });
    expect(await policy()).to.deep.equal({
      Version: "2008-10-17",
      Id: `${arnOf(QueueUrl)}/SQSDefaultPolicy`,
      Statement: [
        {
          Sid: "one",
          Effect: "Allow",
          Principal: { AWS: ["arn:aws:iam::111111111111:root", `arn:aws:iam::${ACCOUNT}:root`] },
          Action: "SQS:ReceiveMessage",
          Resource: arnOf(QueueUrl),
        },
      ],
    });
    const twice = await failure(lab.sqs.addPermission({ ...input, Label: "one" }));
    expect(twice.message).to.equal("Value one for parameter Label is invalid. Reason: Already exists.");
    await lab.sqs.removePermission({ QueueUrl, Label: "one" });
    expect(await policy()).to.equal(undefined);
    const gone = await failure(lab.sqs.removePermission({ QueueUrl, Label: "one" }));
    expect(gone.message).to.equal("Value one for parameter Label is invalid. Reason: can't find label.");
  });

  it("is everybody, without a signature, where the policy says so, for messages alone", async () => {
    const QueueUrl = await lab.queue();
    const form = (parameters: object) =>
      fetch(QueueUrl, { method: "POST", body: new URLSearchParams({ Version: "2012-11-05", ...parameters }) });
    const inJson = (operation: string, input: object) => {
      const headers = { "content-type": "application/x-amz-json-1.0", "x-amz-target": `AmazonSQS.${operation}` };
      return fetch(lab.endpoint, { method: "POST", headers, body: JSON.stringify(input) });
    };
    const inUrl = (parameters: Record<string, string>) =>
      fetch(`${QueueUrl}?${new URLSearchParams({ Version: "2012-11-05", ...parameters })}`);
    const refused = await form({ Action: "SendMessage", MessageBody: "x" });
    expect([refused.status, await refused.text()]).to.satisfy(
      ([status, text]: [number, string]) => status === 403 && text.includes("<Code>AccessDenied</Code>"),
    );
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Principal: "*", Action: "sqs:*", Resource: arnOf(QueueUrl) },
    });
    await lab.sqs.setQueueAttributes({ QueueUrl, Attributes: { Policy } });
    const sent = [
      await form({ Action: "SendMessage", MessageBody: "form" }),
      await inJson("SendMessage", { QueueUrl, MessageBody: "json" }),
      await inUrl({ Action: "SendMessage", MessageBody: "url" }),
    ];
    expect(sent.map(({ status }) => status)).to.deep.equal([200, 200, 200]);
    const received = await inUrl({
      Action: "ReceiveMessage",
      MaxNumberOfMessages: "10",
      "AttributeName.1": "SenderId",
    });
    const text = await received.text();
    for (const part of ["form", "json", "url", "anonymous"]) expect(text).to.include(`>${part}<`);
    const others = [
      await form({ Action: "DeleteQueue" }),
      await inJson("SetQueueAttributes", { QueueUrl, Attributes: { DelaySeconds: "1" } }),
      await inJson("ListQueues", {}),
      await inJson("CreateQueue", { QueueName: "nobodys" }),
    ];
    expect(others.map(({ status }) => status)).to.deep.equal([403, 403, 403, 403]);
  });

  it("in another account: whom the policy lets in, and for messages alone", async () => {
    const QueueUrl = await lab.queue();
    const other = lab.client(SQS, { credentials: { accessKeyId: "111111111111", secretAccessKey: "test" } });
    expect((await failure(other.sendMessage({ QueueUrl, MessageBody: "x" }))).name).to.equal("AccessDenied");
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Principal: { AWS: "111111111111" }, Action: "sqs:*", Resource: arnOf(QueueUrl) },
    });
    await lab.sqs.setQueueAttributes({ QueueUrl, Attributes: { Policy } });
    await other.sendMessage({ QueueUrl, MessageBody: "x" });
    const found = await other.getQueueUrl({
      QueueName: QueueUrl.split("/").at(-1),
      QueueOwnerAWSAccountId: ACCOUNT,
    });
    expect(found.QueueUrl).to.equal(QueueUrl);
    expect((await failure(other.deleteQueue({ QueueUrl }))).name).to.equal("AccessDenied");
  });
});
