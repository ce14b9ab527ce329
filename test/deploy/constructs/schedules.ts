import { App, CfnOutput, Duration, RemovalPolicy, Stack, TimeZone } from "aws-cdk-lib";
import { AttributeType, Table } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Stream } from "aws-cdk-lib/aws-kinesis";
import { Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleGroup,
  ScheduleTargetInput,
  TimeWindow,
} from "aws-cdk-lib/aws-scheduler";
import {
  KinesisStreamPutRecord,
  LambdaInvoke,
  SnsPublish,
  SqsSendMessage,
  Universal,
} from "aws-cdk-lib/aws-scheduler-targets";
import { Topic } from "aws-cdk-lib/aws-sns";
import { SqsSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Queue } from "aws-cdk-lib/aws-sqs";

// A job of each night for every kind of target.
const app = new App({ builtinCloudFormationValidation: false });
const stack = new Stack(app, "Schedules", { env: { account: "000000000000", region: "us-east-1" } });
const removalPolicy = RemovalPolicy.DESTROY;
const group = new ScheduleGroup(stack, "Nightly", { removalPolicy });
const queue = new Queue(stack, "Queue");
const dead = new Queue(stack, "Dead");
const published = new Queue(stack, "Published");
const topic = new Topic(stack, "Topic");
topic.addSubscription(new SqsSubscription(published, { rawMessageDelivery: true }));
const stream = new Stream(stack, "Stream", { shardCount: 1, removalPolicy });
const partitionKey = { name: "id", type: AttributeType.STRING };
const table = new Table(stack, "Table", { partitionKey, removalPolicy });
const worker = new LambdaFunction(stack, "Worker", {
  runtime: Runtime.NODEJS_22_X,
  handler: "index.handler",
  code: Code.fromInline("exports.handler = async (event) => console.log('came', JSON.stringify(event));"),
});

const night = ScheduleExpression.cron({ minute: "0", hour: "4", timeZone: TimeZone.AMERICA_LOS_ANGELES });
const input = ScheduleTargetInput.fromObject({ at: ContextAttribute.scheduledTime });
const text = ScheduleTargetInput.fromText("from a schedule");
const nightly = (id: string, target: ConstructorParameters<typeof Schedule>[2]["target"]) =>
  new Schedule(stack, id, { schedule: night, scheduleGroup: group, target });

nightly("Invoke", new LambdaInvoke(worker, { input, deadLetterQueue: dead, retryAttempts: 3 }));
nightly("Send", new SqsSendMessage(queue, { input: text }));
nightly("Publish", new SnsPublish(topic, { input: text }));
nightly("Put", new KinesisStreamPutRecord(stream, { input: text, partitionKey: "night" }));
nightly(
  "Call",
  new Universal({
    service: "dynamodb",
    action: "putItem",
    input: ScheduleTargetInput.fromObject({ TableName: table.tableName, Item: { id: { S: "night" } } }),
    policyStatements: [new PolicyStatement({ actions: ["dynamodb:PutItem"], resources: [table.tableArn] })],
    maxEventAge: Duration.hours(1),
  }),
);
new Schedule(stack, "Often", {
  schedule: ScheduleExpression.rate(Duration.hours(process.env.MORE ? 6 : 12)),
  timeWindow: TimeWindow.flexible(Duration.minutes(15)),
  target: new SqsSendMessage(queue, { input: ScheduleTargetInput.fromText("often") }),
});

new CfnOutput(stack, "QueueUrl", { value: queue.queueUrl });
new CfnOutput(stack, "PublishedUrl", { value: published.queueUrl });
new CfnOutput(stack, "DeadUrl", { value: dead.queueUrl });
new CfnOutput(stack, "TableName", { value: table.tableName });
new CfnOutput(stack, "WorkerName", { value: worker.functionName });
new CfnOutput(stack, "GroupName", { value: group.scheduleGroupName });
