import { App, CfnOutput, Duration, Stack } from "aws-cdk-lib";
import { Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { Queue } from "aws-cdk-lib/aws-sqs";

// One function sends to an ordered queue, whose messages another one works on and reports.
const app = new App({ builtinCloudFormationValidation: false });
const stack = new Stack(app, "Queues", { env: { account: "000000000000", region: "us-east-1" } });

const letters = new Queue(stack, "Letters", { fifo: true, retentionPeriod: Duration.days(14) });
const work = new Queue(stack, "Work", {
  fifo: true,
  contentBasedDeduplication: true,
  visibilityTimeout: Duration.seconds(60),
  deadLetterQueue: { queue: letters, maxReceiveCount: 3 },
  enforceSSL: false,
});
const done = new Queue(stack, "Done");

const functionOf = (id: string, code: string, environment: Record<string, string>) =>
  new LambdaFunction(stack, id, {
    runtime: Runtime.NODEJS_22_X,
    handler: "index.handler",
    code: Code.fromInline(`const { SQS } = require("@aws-sdk/client-sqs"); const sqs = new SQS(); ${code}`),
    environment,
  });

const sender = functionOf(
  "Sender",
  `exports.handler = async () => {
    const QueueUrl = process.env.WORK;
    const Entries = ["1", "2"].map((Id) => ({ Id, MessageBody: Id, MessageGroupId: "g" }));
    const { Successful } = await sqs.sendMessageBatch({ QueueUrl, Entries });
    const refused = await sqs.receiveMessage({ QueueUrl }).catch((error) => error.name);
    return { sent: Successful.length, refused };
  };`,
  { WORK: work.queueUrl },
);
work.grantSendMessages(sender);

const worker = functionOf(
  "Worker",
  `exports.handler = async ({ Records }) => {
    const MessageBody = "done " + Records.map(({ body }) => body).join();
    await sqs.sendMessage({ QueueUrl: process.env.DONE, MessageBody });
    return { batchItemFailures: [] };
  };`,
  { DONE: done.queueUrl },
);
worker.addEventSource(new SqsEventSource(work, { batchSize: 5, reportBatchItemFailures: true, maxConcurrency: 2 }));
done.grantSendMessages(worker);

new CfnOutput(stack, "SenderName", { value: sender.functionName });
new CfnOutput(stack, "DoneUrl", { value: done.queueUrl });
