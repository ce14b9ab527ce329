// Expressions of API Gateway look like templates.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: as above
import { CreateIntegrationCommand } from "@aws-sdk/client-apigatewayv2";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { Kinesis } from "@aws-sdk/client-kinesis";
import { SQS } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { failure } from "../../../../use-cloud.ts";
import { useHttpApis } from "../use-http-apis.ts";

describe("An HTTP API that calls a service", () => {
  const apis = useHttpApis();
  let sqs: SQS;
  let role: string;
  let QueueUrl: string;
  before(async () => {
    sqs = apis.cloud.client(SQS);
    ({ QueueUrl = "" } = await sqs.createQueue({ QueueName: "work" }));
    role = await makeRole("caller", ["sqs:*", "kinesis:*"]);
  });

  async function makeRole(RoleName: string, Action: string[]): Promise<string> {
    const iam = apis.cloud.client(IAMClient);
    const Principal = { Service: "apigateway.amazonaws.com" };
    const document = (statement: object) =>
      JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
    const AssumeRolePolicyDocument = document({ Principal, Action: "sts:AssumeRole" });
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const PolicyDocument = document({ Action, Resource: "*" });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "it", PolicyDocument }));
    return Role?.Arn ?? "";
  }

  /** An API whose only route calls an action. */
  async function calling(IntegrationSubtype: string, RequestParameters: Record<string, string>, CredentialsArn = role) {
    const { id, url } = await apis.api();
    const settings = { IntegrationSubtype, RequestParameters, CredentialsArn, PayloadFormatVersion: "1.0" };
    await apis.route(id, "POST /do", await apis.integration(id, settings));
    return (body: unknown, headers: Record<string, string> = {}) =>
      fetch(`${url}/do`, { method: "POST", body: JSON.stringify(body), headers });
  }

  it("sends messages, as the parameters make them of the request, and receives them", async () => {
    const send = await calling("SQS-SendMessage", {
      QueueUrl,
      MessageBody: "$request.body.text",
      MessageAttributes: '{"from":{"DataType":"String","StringValue":"${request.header.x-from}"}}',
    });
    const answer = await send({ text: "hello & <more>" }, { "x-from": "me" });
    expect([answer.status, await answer.text()].join(" ")).to.match(
      /^200 <\?xml[\s\S]*<SendMessageResponse[\s\S]*<MessageId>/,
    );
    const { Messages = [] } = await sqs.receiveMessage({
      QueueUrl,
      MessageAttributeNames: ["All"],
      VisibilityTimeout: 0,
    });
    expect(Messages[0]?.Body).to.equal("hello & <more>");
    expect(Messages[0]?.MessageAttributes?.from?.StringValue).to.equal("me");
    const receive = await calling("SQS-ReceiveMessage", { QueueUrl, AttributeNames: "All" });
    expect(await (await receive({})).text())
      .to.contain("hello &amp; &lt;more&gt;")
      .and.contain("SenderId");
  });

  it("puts records into streams", async () => {
    const kinesis = apis.cloud.client(Kinesis);
    await kinesis.createStream({ StreamName: "events", ShardCount: 1 });
    const put = await calling("Kinesis-PutRecord", {
      StreamName: "events",
      Data: "$request.body.data",
      PartitionKey: "$request.body.key",
    });
    const answer = await put({ data: Buffer.from("hello").toString("base64"), key: "k" });
    expect(((await answer.json()) as { ShardId: string }).ShardId).to.equal("shardId-000000000000");
  });

  it("answers as the service does when that refuses", async () => {
    const send = await calling("SQS-SendMessage", { QueueUrl: `${QueueUrl}-none`, MessageBody: "$request.body.text" });
    const answer = await send({ text: "x" });
    expect(answer.status).to.equal(400);
    expect(await answer.text()).to.contain("NonExistentQueue");
    const may = await makeRole("may-not", ["sqs:ReceiveMessage"]);
    const denied = await calling("SQS-SendMessage", { QueueUrl, MessageBody: "$request.body.text" }, may);
    expect((await denied({ text: "x" })).status).to.equal(403);
  });

  for (const [what, settings, message] of [
    ["without its required parameters", { RequestParameters: { QueueUrl: "x" } }, /Missing required .*MessageBody/],
    [
      "with others",
      { RequestParameters: { QueueUrl: "x", MessageBody: "x", Other: "x" } },
      /Invalid parameters .*Other/,
    ],
    ["without a role", { CredentialsArn: undefined }, /Credentials are required/],
    ["of a name that there is not", { IntegrationSubtype: "SQS-Guess" }, /Invalid integration subtype/],
  ] as const) {
    it(`is not made ${what}`, async () => {
      const { id: ApiId } = await apis.api();
      const input = {
        ApiId,
        IntegrationType: "AWS_PROXY" as const,
        IntegrationSubtype: "SQS-SendMessage",
        PayloadFormatVersion: "1.0",
        CredentialsArn: role,
        RequestParameters: { QueueUrl: "x", MessageBody: "x" },
        ...(settings as object),
      };
      expect((await failure(apis.client.send(new CreateIntegrationCommand(input)))).message).to.match(message);
    });
  }
});
