import { App, CfnOutput, Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { Stream, StreamConsumer, StreamMode } from "aws-cdk-lib/aws-kinesis";
import {
  DeliveryStream,
  KinesisStreamSource,
  LambdaFunctionProcessor,
  S3Bucket,
} from "aws-cdk-lib/aws-kinesisfirehose";
import { Code, Function as LambdaFunction, Runtime, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { KinesisConsumerEventSource, KinesisEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { Bucket } from "aws-cdk-lib/aws-s3";

// A stream that one function may write to, and that invokes others, of which one is a consumer of the stream.
// Delivery streams archive its records, which a function changes before, and what the first one puts directly.
const app = new App({ builtinCloudFormationValidation: false });
const stack = new Stack(app, "Streams", { env: { account: "000000000000", region: "us-east-1" } });
const removalPolicy = RemovalPolicy.DESTROY;
const stream = new Stream(stack, "Clicks", {
  shardCount: process.env.MORE ? 4 : 2,
  retentionPeriod: Duration.hours(48),
  removalPolicy,
});
const visits = new Stream(stack, "Visits", { streamMode: StreamMode.ON_DEMAND, removalPolicy });

const inline = (id: string, code: string, environment: Record<string, string> = {}) =>
  new LambdaFunction(stack, id, {
    runtime: Runtime.NODEJS_22_X,
    handler: "index.handler",
    code: Code.fromInline(code),
    environment,
  });
const writer = inline(
  "Writer",
  `const { Kinesis } = require("@aws-sdk/client-kinesis");
    const kinesis = new Kinesis();
    const { Firehose } = require("@aws-sdk/client-firehose");
    const { STREAM, VISITS, DELIVERY } = process.env;
    exports.handler = async () => {
      const put = (StreamName) => kinesis.putRecord({ StreamName, PartitionKey: "a", Data: Buffer.from("a click") });
      const { ShardId } = await put(STREAM);
      const Record = { Data: Buffer.from("a put") };
      await new Firehose().putRecord({ DeliveryStreamName: DELIVERY, Record });
      return { ShardId, refused: await put(VISITS).catch((error) => error.name) };
    };`,
  { STREAM: stream.streamName, VISITS: visits.streamName },
);
stream.grantWrite(writer);

const told = `exports.handler = async ({ Records }) => {
  for (const { kinesis } of Records) console.log("came", Buffer.from(kinesis.data, "base64").toString());
};`;
const startingPosition = StartingPosition.TRIM_HORIZON;
const reader = inline("Reader", told);
reader.addEventSource(new KinesisEventSource(stream, { startingPosition }));
const consumer = new StreamConsumer(stack, "Consumer", { stream, streamConsumerName: "fan-out" });
const subscriber = inline("Subscriber", told);
subscriber.addEventSource(new KinesisConsumerEventSource(consumer, { startingPosition }));

const archive = new Bucket(stack, "Archive", { removalPolicy, autoDeleteObjects: true });
const bufferingInterval = Duration.seconds(1);
const shout = inline(
  "Shout",
  `exports.handler = async ({ records }) => ({
    records: records.map(({ recordId, data }) => {
      const text = Buffer.from(data, "base64").toString().toUpperCase();
      return { recordId, result: "Ok", data: Buffer.from(text).toString("base64") };
    }),
  });`,
);
new DeliveryStream(stack, "Archiving", {
  source: new KinesisStreamSource(stream),
  destination: new S3Bucket(archive, {
    dataOutputPrefix: "clicks/",
    bufferingInterval,
    processors: [new LambdaFunctionProcessor(shout, { bufferInterval: Duration.seconds(0) })],
  }),
});
const direct = new DeliveryStream(stack, "Direct", {
  destination: new S3Bucket(archive, { dataOutputPrefix: "puts/", bufferingInterval }),
});
direct.grantPutRecords(writer);
writer.addEnvironment("DELIVERY", direct.deliveryStreamName);

new CfnOutput(stack, "ArchiveName", { value: archive.bucketName });
new CfnOutput(stack, "StreamName", { value: stream.streamName });
new CfnOutput(stack, "WriterName", { value: writer.functionName });
new CfnOutput(stack, "ReaderName", { value: reader.functionName });
new CfnOutput(stack, "SubscriberName", { value: subscriber.functionName });
