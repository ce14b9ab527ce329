import { join } from "node:path";
import { App, CfnOutput, Duration, Stack } from "aws-cdk-lib";
import {
  ApiDefinition,
  Cors,
  JsonSchemaType,
  LambdaIntegration,
  LambdaRestApi,
  MockIntegration,
  PassthroughBehavior,
  RequestAuthorizer,
  RestApi,
  SpecRestApi,
  TokenAuthorizer,
} from "aws-cdk-lib/aws-apigateway";
import {
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  PayloadFormatVersion,
  WebSocketApi,
  WebSocketStage,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { HttpLambdaIntegration, WebSocketLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Code, FunctionUrlAuthType, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction, OutputFormat } from "aws-cdk-lib/aws-lambda-nodejs";

// Each kind of API that the CDK has constructs for, in front of the same application, and what they can ask of requests.
// The lab looks at the template itself; the CDK would spend most of its time on that.
const app = new App({ builtinCloudFormationValidation: false });
const stack = new Stack(app, "Apis", { env: { account: "000000000000", region: "us-east-1" } });
const runtime = Runtime.NODEJS_22_X;
const hono = new NodejsFunction(stack, "Hono", {
  entry: join(import.meta.dirname, "hono.ts"),
  runtime,
  timeout: Duration.seconds(20),
  bundling: { format: OutputFormat.ESM, forceDockerBundling: false },
});
const inline = (id: string, code: string) =>
  new LambdaFunction(stack, id, {
    runtime,
    handler: "index.handler",
    code: Code.fromInline(`exports.handler = ${code};`),
  });

new LambdaRestApi(stack, "Lambda", { handler: hono, binaryMediaTypes: ["image/*"] });
const url = hono.addFunctionUrl({ authType: FunctionUrlAuthType.NONE });

const rest = new RestApi(stack, "Rest", {
  defaultCorsPreflightOptions: { allowOrigins: Cors.ALL_ORIGINS, allowMethods: Cors.ALL_METHODS },
  deployOptions: {
    stageName: process.env.STAGE ?? "dev",
    throttlingRateLimit: 100,
    throttlingBurstLimit: 50,
    variables: { word: process.env.WORD ?? "first" },
  },
});
const model = rest.addModel("Pet", {
  schema: { type: JsonSchemaType.OBJECT, required: ["name"], properties: { name: { type: JsonSchemaType.STRING } } },
});
const pets = rest.root.addResource("pets");
pets.addMethod("POST", new LambdaIntegration(hono), {
  requestModels: { "application/json": model },
  requestValidatorOptions: { validateRequestBody: true },
});
const decide = inline(
  "Decide",
  `async (event) => ({ principalId: "me", policyDocument: { Version: "2012-10-17", Statement: [{ Action: "execute-api:Invoke", Effect: (event.authorizationToken ?? event.queryStringParameters.token) === "yes" ? "Allow" : "Deny", Resource: event.methodArn }] } })`,
);
const mock = new MockIntegration({
  passthroughBehavior: PassthroughBehavior.NEVER,
  requestTemplates: { "application/json": '{"statusCode": 200}' },
  integrationResponses: [
    { statusCode: "200", responseTemplates: { "application/json": '{"word": "$stageVariables.word"}' } },
  ],
});
const fine = { methodResponses: [{ statusCode: "200" }] };
pets.addMethod("GET", mock, { ...fine, authorizer: new TokenAuthorizer(stack, "Token", { handler: decide }) });
rest.root.addResource("asked").addMethod("GET", mock, {
  ...fine,
  authorizer: new RequestAuthorizer(stack, "Request", {
    handler: decide,
    identitySources: ["method.request.querystring.token"],
  }),
});
rest.root.addResource("keyed").addMethod("GET", mock, { ...fine, apiKeyRequired: true });
const plan = rest.addUsagePlan("Plan", { quota: { limit: 1000, period: "DAY" as never } });
plan.addApiStage({ stage: rest.deploymentStage });
plan.addApiKey(rest.addApiKey("Key", { value: "a-key-of-more-than-twenty-characters" }));

const spec = new SpecRestApi(stack, "Spec", {
  apiDefinition: ApiDefinition.fromInline({
    openapi: "3.0.1",
    info: { title: "spec", version: "1" },
    paths: {
      "/{proxy+}": {
        "x-amazon-apigateway-any-method": {
          parameters: [{ name: "proxy", in: "path", required: true }],
          responses: {},
          "x-amazon-apigateway-integration": {
            type: "aws_proxy",
            httpMethod: "POST",
            uri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${hono.functionArn}/invocations`,
          },
        },
      },
    },
  }),
});
hono.addPermission("spec", {
  principal: new ServicePrincipal("apigateway.amazonaws.com"),
  sourceArn: spec.arnForExecuteApi(),
});

const http = new HttpApi(stack, "Http", {
  corsPreflight: { allowOrigins: ["https://a.example"], allowMethods: [CorsHttpMethod.GET] },
  defaultIntegration: new HttpLambdaIntegration("AnyRoute", hono),
});
http.addRoutes({
  path: "/old/{proxy+}",
  integration: new HttpLambdaIntegration("Old", hono, { payloadFormatVersion: PayloadFormatVersion.VERSION_1_0 }),
});
const simple = inline("Simple", `async (event) => ({ isAuthorized: event.headers.authorization === "yes" })`);
http.addRoutes({
  path: "/guarded",
  methods: [HttpMethod.GET],
  integration: new HttpLambdaIntegration("Guarded", hono),
  authorizer: new HttpLambdaAuthorizer("Simple", simple, { responseTypes: [HttpLambdaResponseType.SIMPLE] }),
});

const talk = inline(
  "Talk",
  `async (event) => {
    const { ApiGatewayManagementApiClient, PostToConnectionCommand } = require("@aws-sdk/client-apigatewaymanagementapi");
    const { connectionId: ConnectionId, routeKey } = event.requestContext;
    if (routeKey === "push") await new ApiGatewayManagementApiClient({ endpoint: process.env.CALLBACK }).send(new PostToConnectionCommand({ ConnectionId, Data: "pushed" }));
    return { statusCode: 200, body: routeKey };
  }`,
);
const socket = new WebSocketApi(stack, "Socket", {
  connectRouteOptions: { integration: new WebSocketLambdaIntegration("Opening", talk) },
  defaultRouteOptions: { integration: new WebSocketLambdaIntegration("AnyMessage", talk), returnResponse: true },
});
socket.addRoute("push", { integration: new WebSocketLambdaIntegration("Push", talk) });
const stage = new WebSocketStage(stack, "SocketStage", { webSocketApi: socket, stageName: "live", autoDeploy: true });
talk.addEnvironment("CALLBACK", stage.callbackUrl);
socket.grantManageConnections(talk);

new CfnOutput(stack, "FunctionUrl", { value: url.url });
new CfnOutput(stack, "SpecUrl", { value: spec.url });
new CfnOutput(stack, "HttpUrl", { value: http.apiEndpoint });
new CfnOutput(stack, "SocketUrl", { value: stage.url });
