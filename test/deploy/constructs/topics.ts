import { App, CfnOutput, RemovalPolicy, Stack } from "aws-cdk-lib";
import { Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { Bucket, EventType } from "aws-cdk-lib/aws-s3";
import { SnsDestination } from "aws-cdk-lib/aws-s3-notifications";
import { SubscriptionFilter, Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription, LambdaSubscription, UrlSubscription } from "aws-cdk-lib/aws-sns-subscriptions";

// A topic, what is subscribed to it, who may publish, and a bucket that does.
const app = new App({ builtinCloudFormationValidation: false });
const stack = new Stack(app, "Topics", { env: { account: "000000000000", region: "us-east-1" } });

const topic = new Topic(stack, "Topic", { displayName: "News" });
const listener = new LambdaFunction(stack, "Listener", {
  runtime: Runtime.NODEJS_22_X,
  handler: "index.handler",
  code: Code.fromInline("exports.handler = async (event) => console.log('heard ' + event.Records[0].Sns.Message);"),
});
const filterPolicy = { kind: SubscriptionFilter.stringFilter({ allowlist: ["wanted"] }) };
topic.addSubscription(new LambdaSubscription(listener, { filterPolicy }));
topic.addSubscription(new EmailSubscription("ada@example.com"));
topic.addSubscription(new UrlSubscription("http://127.0.0.1:1/"));

const publisher = new LambdaFunction(stack, "Publisher", {
  runtime: Runtime.NODEJS_22_X,
  handler: "index.handler",
  environment: { TOPIC: topic.topicArn },
  code: Code.fromInline(`
    const { SNSClient, PublishCommand } = require("@aws-sdk/client-sns");
    const sns = new SNSClient();
    exports.handler = async ({ kind, Message }) => {
      const MessageAttributes = { kind: { DataType: "String", StringValue: kind } };
      await sns.send(new PublishCommand({ TopicArn: process.env.TOPIC, Message, MessageAttributes }));
    };
  `),
});
topic.grantPublish(publisher);

const bucketTopic = new Topic(stack, "BucketTopic");
const bucket = new Bucket(stack, "Bucket", { removalPolicy: RemovalPolicy.DESTROY });
bucket.addEventNotification(EventType.OBJECT_CREATED, new SnsDestination(bucketTopic));

new CfnOutput(stack, "TopicArn", { value: topic.topicArn });
new CfnOutput(stack, "ListenerName", { value: listener.functionName });
new CfnOutput(stack, "PublisherName", { value: publisher.functionName });
