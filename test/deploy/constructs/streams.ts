import { App, CfnOutput, Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { Stream, StreamConsumer, StreamMode } from "aws-cdk-lib/aws-kinesis";
import { Code, Function as LambdaFunction, Runtime, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { KinesisConsumerEventSource, KinesisEventSource } from "aws-cdk-lib/aws-lambda-event-sources";

// A stream that one function may write to, and that invokes others, of which one is a consumer of the stream.
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
    const { STREAM, VISITS } = process.env;
    exports.handler = async () => {
      const put = (StreamName) => kinesis.putRecord({ StreamName, PartitionKey: "a", Data: Buffer.from("a click") });
      const { ShardId } = await put(STREAM);
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

new CfnOutput(stack, "StreamName", { value: stream.streamName });
new CfnOutput(stack, "WriterName", { value: writer.functionName });
new CfnOutput(stack, "ReaderName", { value: reader.functionName });
new CfnOutput(stack, "SubscriberName", { value: subscriber.functionName });
