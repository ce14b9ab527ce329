import { App, CfnOutput, RemovalPolicy, Stack } from "aws-cdk-lib";
import { Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { Bucket, EventType } from "aws-cdk-lib/aws-s3";
import { BucketDeployment, Source } from "aws-cdk-lib/aws-s3-deployment";
import { LambdaDestination } from "aws-cdk-lib/aws-s3-notifications";

// A bucket that is filled by BucketDeployment, and tells a function of what comes: both are done by functions in Python.
// The lab looks at the template itself; the CDK would spend most of its time on that.
const app = new App({ builtinCloudFormationValidation: false });
const stack = new Stack(app, "Buckets");
const bucket = new Bucket(stack, "Site", { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true });
const listener = new LambdaFunction(stack, "Listener", {
  runtime: Runtime.NODEJS_22_X,
  handler: "index.handler",
  code: Code.fromInline("exports.handler = async ({ Records }) => console.log('came ' + Records[0].s3.object.key);"),
});
bucket.addEventNotification(EventType.OBJECT_CREATED, new LambdaDestination(listener), { suffix: ".html" });
const deployment = new BucketDeployment(stack, "Files", {
  destinationBucket: bucket,
  sources: [Source.data("index.html", "<h1>Here</h1>"), Source.jsonData("data.json", { answer: 42 })],
  prune: true,
});
deployment.node.addDependency(bucket.node.findChild("Notifications"));
new CfnOutput(stack, "BucketName", { value: bucket.bucketName });
new CfnOutput(stack, "ListenerName", { value: listener.functionName });
