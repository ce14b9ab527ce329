import { join } from "node:path";
import { App, CfnOutput, CustomResource, Duration, NestedStack, RemovalPolicy, Stack } from "aws-cdk-lib";
import { OidcProviderNative, OpenIdConnectProvider } from "aws-cdk-lib/aws-iam";
import { Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction, OutputFormat } from "aws-cdk-lib/aws-lambda-nodejs";
import { LogRetention, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { StringParameter } from "aws-cdk-lib/aws-ssm";
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId, Provider } from "aws-cdk-lib/custom-resources";

// What the CDK makes of its higher constructs: nested stacks, custom resources of three kinds, a reference across regions.
// The lab looks at the template itself; the CDK would spend most of its time on that.
const app = new App({ builtinCloudFormationValidation: false });
const account = "000000000000";
const far = new Stack(app, "ConstructsFar", { env: { account, region: "eu-west-1" }, crossRegionReferences: true });
const shared = new Bucket(far, "Shared", { removalPolicy: RemovalPolicy.DESTROY });

const near = new Stack(app, "Constructs", { env: { account, region: "us-east-1" }, crossRegionReferences: true });
const inner = new NestedStack(near, "Inner");
const secret = new StringParameter(inner, "Word", { stringValue: process.env.WORD ?? "nested" });

const onEvent = new LambdaFunction(near, "OnEvent", {
  runtime: Runtime.NODEJS_22_X,
  handler: "index.handler",
  timeout: Duration.seconds(30),
  code: Code.fromInline(
    "exports.handler = async (event) => ({ PhysicalResourceId: 'provided', Data: { Upper: event.ResourceProperties.Word.toUpperCase() } });",
  ),
});
const provided = new CustomResource(near, "Provided", {
  serviceToken: new Provider(near, "Provider", { onEventHandler: onEvent }).serviceToken,
  properties: { Word: process.env.WORD ?? "nested" },
});

const call = { service: "SSM", action: "getParameter", parameters: { Name: secret.parameterName } };
const asked = new AwsCustomResource(near, "Asked", {
  onUpdate: { ...call, physicalResourceId: PhysicalResourceId.of("asked") },
  policy: AwsCustomResourcePolicy.fromSdkCalls({ resources: AwsCustomResourcePolicy.ANY_RESOURCE }),
  installLatestAwsSdk: false,
});
new LogRetention(near, "Retention", { logGroupName: "/constructs/kept", retention: RetentionDays.ONE_WEEK });
const bundled = new NodejsFunction(near, "Bundled", {
  entry: join(import.meta.dirname, "bundled.ts"),
  runtime: Runtime.NODEJS_22_X,
  bundling: { format: OutputFormat.ESM, forceDockerBundling: false },
  environment: { FAR: shared.bucketName },
});

// One makes its provider with a function of its own, the other is the resource type.
const clientIds = ["sts.amazonaws.com"];
const thumbprints = ["c3768084dfb3d2b68b7897bf5f565da8ef012345"];
const issuer = new OpenIdConnectProvider(near, "Issuer", { url: "https://one.example.com", clientIds, thumbprints });
const native = new OidcProviderNative(near, "Native", { url: "https://two.example.com", clientIds });

new CfnOutput(near, "IssuerArn", { value: issuer.openIdConnectProviderArn });
new CfnOutput(near, "NativeArn", { value: native.oidcProviderArn });
new CfnOutput(near, "Upper", { value: provided.getAttString("Upper") });
new CfnOutput(near, "AskedValue", { value: asked.getResponseField("Parameter.Value") });
new CfnOutput(near, "BundledName", { value: bundled.functionName });
new CfnOutput(far, "SharedName", { value: shared.bucketName });
