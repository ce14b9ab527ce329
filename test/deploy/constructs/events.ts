import { App, CfnOutput, Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { EventBus, EventField, Rule, RuleTargetInput, Schedule } from "aws-cdk-lib/aws-events";
import {
  CloudWatchLogGroup,
  EventBus as EventBusTarget,
  LambdaFunction as LambdaTarget,
  SnsTopic,
  SqsQueue,
} from "aws-cdk-lib/aws-events-targets";
import { Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Topic } from "aws-cdk-lib/aws-sns";
import { Queue } from "aws-cdk-lib/aws-sqs";

// A bus with an archive, and rules with targets of each kind.
const app = new App({ builtinCloudFormationValidation: false });
const stack = new Stack(app, "Events", { env: { account: "000000000000", region: "us-east-1" } });

const orders = new EventBus(stack, "Orders", { eventBusName: "orders" });
orders.archive("Archive", { eventPattern: { source: ["shop"] }, retention: Duration.days(1) });
const onward = new EventBus(stack, "Onward", { eventBusName: "onward" });

const listener = new LambdaFunction(stack, "Listener", {
  runtime: Runtime.NODEJS_22_X,
  handler: "index.handler",
  code: Code.fromInline("exports.handler = async (event) => console.log('heard ' + event.text);"),
});
const queue = new Queue(stack, "Queue");
const logGroup = new LogGroup(stack, "Log", {
  logGroupName: "/aws/events/orders",
  removalPolicy: RemovalPolicy.DESTROY,
});
new Rule(stack, "Paid", {
  eventBus: orders,
  eventPattern: { source: ["shop"], detail: { state: ["paid"] } },
  targets: [
    new LambdaTarget(listener, {
      event: RuleTargetInput.fromObject({ text: `order ${EventField.fromPath("$.detail.id")}` }),
      deadLetterQueue: queue,
    }),
    new CloudWatchLogGroup(logGroup),
    new SnsTopic(new Topic(stack, "Topic")),
    new EventBusTarget(onward),
  ],
});
new Rule(stack, "OnwardRule", {
  eventBus: onward,
  eventPattern: { source: ["shop"] },
  targets: [new SqsQueue(queue, { message: RuleTargetInput.fromEventPath("$.detail.id") })],
});
new Rule(stack, "Daily", { schedule: Schedule.cron({ hour: "4", minute: "0" }), targets: [new SqsQueue(queue)] });

new CfnOutput(stack, "ListenerName", { value: listener.functionName });
new CfnOutput(stack, "QueueUrl", { value: queue.queueUrl });
