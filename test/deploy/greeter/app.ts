import { App, CfnOutput, CfnResource, RemovalPolicy, Stack } from "aws-cdk-lib";
import { Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { StringParameter } from "aws-cdk-lib/aws-ssm";

// A small stack that its environment changes: GREETING is in it three times, BROKEN adds a bucket that no cloud makes.
// The lab looks at the template itself; the CDK would spend most of its time on that.
const app = new App({ builtinCloudFormationValidation: false });
const stack = new Stack(app, "Greeter");
const greeting = process.env.GREETING ?? "hello";

const bucket = new Bucket(stack, "Bucket", { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true });
const greeter = new LambdaFunction(stack, "Function", {
  runtime: Runtime.NODEJS_22_X,
  handler: "index.handler",
  code: Code.fromInline("exports.handler = async () => process.env.GREETING;"),
  environment: { GREETING: greeting, BUCKET: bucket.bucketName },
});
bucket.grantRead(greeter);
const parameter = new StringParameter(stack, "Parameter", { stringValue: greeting });

if (process.env.BROKEN) {
  const broken = new CfnResource(stack, "Broken", { type: "AWS::S3::Bucket", properties: { BucketName: "No Name" } });
  broken.node.addDependency(parameter);
}

new CfnOutput(stack, "FunctionName", { value: greeter.functionName });
new CfnOutput(stack, "BucketName", { value: bucket.bucketName });
new CfnOutput(stack, "ParameterName", { value: parameter.parameterName });
