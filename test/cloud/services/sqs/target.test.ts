import { IAM } from "@aws-sdk/client-iam";
import { PutFunctionEventInvokeConfigCommand } from "@aws-sdk/client-lambda";
import { S3 } from "@aws-sdk/client-s3";
import { SQS } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { until } from "../../until.ts";
import { failure } from "../../use-cloud.ts";
import { useRestApis } from "../apigateway/rest/use-rest-apis.ts";
import { Functions } from "../lambda/functions.ts";
import { arnOf, useSqs } from "./use-sqs.ts";

describe("Queues as targets", () => {
  const lab = useSqs();

  it("take what buckets tell, if their policy lets the bucket in", async () => {
    const s3 = lab.client(S3, { forcePathStyle: true } as object);
    await s3.createBucket({ Bucket: "telling" });
    const QueueUrl = await lab.queue();
    const configure = () =>
      s3.putBucketNotificationConfiguration({
        Bucket: "telling",
        NotificationConfiguration: {
          QueueConfigurations: [{ QueueArn: arnOf(QueueUrl), Events: ["s3:ObjectCreated:*"] }],
        },
      });
    const refused = await failure(configure());
    expect(refused.message).to.equal("Unable to validate the following destination configurations");
    const statement = {
      Effect: "Allow",
      Principal: { Service: "s3.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: arnOf(QueueUrl),
      Condition: { ArnLike: { "aws:SourceArn": "arn:aws:s3:::telling" } },
    };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    await lab.sqs.setQueueAttributes({ QueueUrl, Attributes: { Policy } });
    await configure();
    await s3.putObject({ Bucket: "telling", Key: "key", Body: "x" });
    const bodies: string[] = [];
    await until(async () => {
      bodies.push(...(await lab.bodies(QueueUrl)).map(String));
      return bodies.length === 2;
    });
    expect(JSON.parse(bodies[0] ?? "")).to.include({ Event: "s3:TestEvent", Bucket: "telling" });
    expect(JSON.parse(bodies[1] ?? "").Records[0].s3.object.key).to.equal("key");
  });

  it("that are first-in-first-out hear nothing of buckets, whatever their policy says", async () => {
    const s3 = lab.client(S3, { forcePathStyle: true } as object);
    await s3.createBucket({ Bucket: "silent" });
    const QueueUrl = await lab.fifo({ ContentBasedDeduplication: "true" });
    const statement = { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: arnOf(QueueUrl) };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    await lab.sqs.setQueueAttributes({ QueueUrl, Attributes: { Policy } });
    const refused = await failure(
      s3.putBucketNotificationConfiguration({
        Bucket: "silent",
        NotificationConfiguration: {
          QueueConfigurations: [{ QueueArn: arnOf(QueueUrl), Events: ["s3:ObjectCreated:*"] }],
        },
      }),
    );
    expect([refused.name, refused.message]).to.deep.equal([
      "InvalidArgument",
      "Unable to validate the following destination configurations",
    ]);
    expect((await s3.getBucketNotificationConfiguration({ Bucket: "silent" })).QueueConfigurations).to.equal(undefined);
    expect(await lab.counts(QueueUrl)).to.equal("0/0/0");
  });

  it("take what functions made of events", async () => {
    const functions = new Functions(lab.endpoint);
    await functions.makeRole();
    const QueueUrl = await lab.queue();
    const FunctionName = "telling";
    await functions.create(FunctionName, "export const handler = async () => 'done';");
    const DestinationConfig = { OnSuccess: { Destination: arnOf(QueueUrl) } };
    await functions.lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, DestinationConfig }));
    await functions.invoke(FunctionName, { a: 1 }, { InvocationType: "Event" });
    const [body] = await lab.bodies(QueueUrl, { WaitTimeSeconds: 20 });
    expect(JSON.parse(body ?? "")).to.deep.include({ requestPayload: { a: 1 }, responsePayload: "done" });
    functions.destroy();
  });
});

describe("Queues behind REST APIs", () => {
  const suite = useRestApis();

  it("take what a form says, or JSON", async () => {
    const iam = suite.cloud.client(IAM);
    const sqs = suite.cloud.client(SQS);
    const document = (statement: object) =>
      JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
    const { Role } = await iam.createRole({
      RoleName: "gateway",
      AssumeRolePolicyDocument: document({
        Principal: { Service: "apigateway.amazonaws.com" },
        Action: "sts:AssumeRole",
      }),
    });
    const PolicyDocument = document({ Action: "sqs:SendMessage", Resource: "*" });
    await iam.putRolePolicy({ RoleName: "gateway", PolicyName: "send", PolicyDocument });
    const { QueueUrl } = await sqs.createQueue({ QueueName: "behind" });
    const method = (requestParameters: Record<string, string>, template: string, path = "000000000000/behind") => ({
      post: {
        responses: { "200": { description: "sent" } },
        "x-amazon-apigateway-integration": {
          type: "aws",
          httpMethod: "POST",
          uri: `arn:aws:apigateway:us-east-1:sqs:path/${path}`,
          credentials: Role?.Arn,
          requestParameters,
          requestTemplates: { "application/json": template },
          passthroughBehavior: "never",
          responses: { default: { statusCode: "200" } },
        },
      },
    });
    const header = "integration.request.header.";
    const restApiId = await suite.define({
      paths: {
        "/form": method(
          { [`${header}Content-Type`]: "'application/x-www-form-urlencoded'" },
          "Action=SendMessage&MessageBody=$util.urlEncode($input.body)",
        ),
        "/json": method(
          {
            [`${header}Content-Type`]: "'application/x-amz-json-1.0'",
            [`${header}X-Amz-Target`]: "'AmazonSQS.SendMessage'",
          },
          `{"QueueUrl": "${QueueUrl}", "MessageBody": "$util.escapeJavaScript($input.body)"}`,
          "/",
        ),
      },
    });
    const url = await suite.deploy(restApiId);
    for (const path of ["form", "json"]) {
      const headers = { "content-type": "application/json" };
      const answer = await fetch(`${url}/${path}`, { method: "POST", headers, body: `{"over":"${path}"}` });
      expect([answer.status, await answer.text()].join(" ")).to.match(/^200 .*MessageId/s);
    }
    const { Messages = [] } = await sqs.receiveMessage({ QueueUrl, MaxNumberOfMessages: 10 });
    expect(Messages.map(({ Body }) => Body)).to.deep.equal(['{"over":"form"}', '{"over":"json"}']);
  });
});
