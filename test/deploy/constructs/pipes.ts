import { App, CfnOutput, Stack } from "aws-cdk-lib";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { CfnPipe } from "aws-cdk-lib/aws-pipes";
import { Queue } from "aws-cdk-lib/aws-sqs";

// A pipe whose role may do what its source, its enrichment and its target grant it.
const app = new App({ builtinCloudFormationValidation: false });
const stack = new Stack(app, "Pipes", { env: { account: "000000000000", region: "us-east-1" } });
const from = new Queue(stack, "From");
const to = new Queue(stack, "To");
const enrich = new LambdaFunction(stack, "Enrich", {
  runtime: Runtime.NODEJS_22_X,
  handler: "index.handler",
  code: Code.fromInline("exports.handler = async (events) => events.map((event) => ({ ...event, enriched: true }));"),
});
const role = new Role(stack, "Role", { assumedBy: new ServicePrincipal("pipes.amazonaws.com") });
if (!process.env.UNGRANTED) from.grantConsumeMessages(role);
enrich.grantInvoke(role);
to.grantSendMessages(role);
const pipe = new CfnPipe(stack, "Pipe", {
  roleArn: role.roleArn,
  source: from.queueArn,
  sourceParameters: {
    filterCriteria: { filters: [{ pattern: JSON.stringify({ body: { wanted: [true] } }) }] },
    sqsQueueParameters: { batchSize: 5 },
  },
  enrichment: enrich.functionArn,
  enrichmentParameters: { inputTemplate: '{"id": <$.body.id>}' },
  target: to.queueArn,
  ...(process.env.MORE && { targetParameters: { inputTemplate: '{"id": <$.id>, "more": true}' } }),
});
pipe.node.addDependency(role);
new CfnOutput(stack, "PipeName", { value: pipe.ref });
new CfnOutput(stack, "PipeState", { value: pipe.attrCurrentState });
new CfnOutput(stack, "FromUrl", { value: from.queueUrl });
new CfnOutput(stack, "ToUrl", { value: to.queueUrl });
