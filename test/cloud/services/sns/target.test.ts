import { PutFunctionEventInvokeConfigCommand } from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateTopicCommand, SetTopicAttributesCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { expect } from "chai";
import { until } from "../../until.ts";
import { failure, useCloud } from "../../use-cloud.ts";
import { Functions } from "../lambda/functions.ts";

describe("What other services publish to SNS", () => {
  const lab = useCloud();
  let sns: SNSClient;
  let s3: S3Client;
  before(() => {
    sns = lab.client(SNSClient);
    s3 = lab.client(S3Client);
  });

  /** A topic with a subscription whose messages can be read. */
  async function create(Name: string): Promise<string> {
    const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name }));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sms", Endpoint: "+15550001111" }));
    return TopicArn;
  }
  const texts = (TopicArn: string) =>
    lab.running.cloud.mailbox.list("000000000000").flatMap(({ source, body }) => (source === TopicArn ? [body] : []));

  it("comes from a bucket when the topic's policy lets it", async () => {
    const Bucket = "notifying";
    const TopicArn = await create("bucket");
    await s3.send(new CreateBucketCommand({ Bucket }));
    const NotificationConfiguration = { TopicConfigurations: [{ TopicArn, Events: ["s3:ObjectCreated:*" as const] }] };
    const notify = () => s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
    const refused = await failure(notify());
    expect(refused.message).to.equal("Unable to validate the following destination configurations");
    const statement = {
      Effect: "Allow",
      Principal: { Service: "s3.amazonaws.com" },
      Action: "sns:Publish",
      Resource: TopicArn,
      Condition: {
        ArnLike: { "aws:SourceArn": `arn:aws:s3:::${Bucket}` },
        StringEquals: { "aws:SourceAccount": "000000000000" },
      },
    };
    const AttributeValue = JSON.stringify({ Version: "2012-10-17", Statement: statement });
    await sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: "Policy", AttributeValue }));
    await notify();
    await until(() => texts(TopicArn).length === 1);
    expect(JSON.parse(texts(TopicArn)[0] ?? "").Event).to.equal("s3:TestEvent");
    await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "b" }));
    await until(() => texts(TopicArn).length === 2);
    expect(JSON.parse(texts(TopicArn)[0] ?? "").Records[0].s3.object.key).to.equal("k");
  });

  it("comes from a function, as a destination of its events", async () => {
    const functions = new Functions(lab.endpoint);
    await functions.makeRole();
    const TopicArn = await create("destination");
    await functions.create("f", "export const handler = async () => 'done';");
    const DestinationConfig = { OnSuccess: { Destination: TopicArn } };
    await functions.lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: "f", DestinationConfig }));
    await functions.invoke("f", { a: 1 }, { InvocationType: "Event" });
    await until(() => texts(TopicArn).length === 1);
    expect(JSON.parse(texts(TopicArn)[0] ?? "")).to.deep.include({ requestPayload: { a: 1 }, responsePayload: "done" });
    functions.destroy();
  });
});
