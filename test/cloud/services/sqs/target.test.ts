import { PutFunctionEventInvokeConfigCommand } from "@aws-sdk/client-lambda";
import { S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { until } from "../../until.ts";
import { failure } from "../../use-cloud.ts";
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
