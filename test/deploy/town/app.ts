import { App, CfnOutput, CfnParameter, CfnResource, RemovalPolicy, Stack } from "aws-cdk-lib";
import { Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { StringParameter } from "aws-cdk-lib/aws-ssm";

// Two stacks, of which the second uses what the first exports, in an environment of their own qualifier. HANDLER is the
// folder of the function's code; SIZE a parameter's value; BROKEN adds a bucket that no cloud makes; FOUND one to import.
// The lab looks at the template itself; the CDK would spend most of its time on that.
const app = new App({
  builtinCloudFormationValidation: false,
  context: { "@aws-cdk/core:bootstrapQualifier": "town" },
});

const square = new Stack(app, "TownSquare");
const market = new Bucket(square, "Market", { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true });

const hall = new Stack(app, "TownHall");
const motto = new CfnParameter(hall, "Motto", { default: "onwards" });
const mayor = new LambdaFunction(hall, "Mayor", {
  runtime: Runtime.NODEJS_22_X,
  handler: "index.handler",
  code: Code.fromAsset(process.env.HANDLER as string),
  environment: { MARKET: market.bucketName, MOTTO: motto.valueAsString },
});
market.grantRead(mayor);
new StringParameter(hall, "Size", { parameterName: "/town/size", stringValue: process.env.SIZE ?? "small" });
if (process.env.FOUND)
  new StringParameter(square, "Found", { parameterName: "/town/found", stringValue: "here before" });
if (process.env.BROKEN)
  new CfnResource(hall, "Broken", { type: "AWS::S3::Bucket", properties: { BucketName: "No Name" } });

new CfnOutput(hall, "MayorName", { value: mayor.functionName });
new CfnOutput(square, "MarketName", { value: market.bucketName });
