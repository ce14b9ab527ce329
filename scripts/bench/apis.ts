import { APIGatewayClient, CreateDeploymentCommand, ImportRestApiCommand } from "@aws-sdk/client-api-gateway";
import { ApiGatewayV2Client, CreateApiCommand } from "@aws-sdk/client-apigatewayv2";
import { AddPermissionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { ReadyRequest } from "./connection.ts";
import { createFunction, createRole } from "./functions.ts";
import { type Load, load } from "./load.ts";
import { type Figure, ms, perSecond, times } from "./report.ts";
import { signed } from "./signing.ts";
import type { Sizes } from "./sizes.ts";

const name = "bench-apis";

/** A warm Hono function behind a REST API and behind an HTTP API, beside its direct invocation with the same event. */
export async function* benchApis(cloud: string, { invocations }: Sizes): AsyncGenerator<Figure> {
  const settings = {
    endpoint: cloud,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
  const lambda = new LambdaClient(settings);
  const arn = await createFunction(lambda, name, await createRole(cloud, name));
  const permission = { StatementId: "api", Action: "lambda:InvokeFunction", Principal: "apigateway.amazonaws.com" };
  await lambda.send(new AddPermissionCommand({ FunctionName: name, ...permission }));
  const rest = await restApi(settings, arn);
  const { ApiId } = await new ApiGatewayV2Client(settings).send(
    new CreateApiCommand({ Name: name, ProtocolType: "HTTP", Target: arn }),
  );
  const event = { httpMethod: "GET", path: "/x", headers: {}, requestContext: {}, multiValueHeaders: {} };
  const invocation = {
    method: "POST",
    path: `/2015-03-31/functions/${name}/invocations`,
    headers: { "content-type": "application/json" },
    body: Buffer.from(JSON.stringify(event)),
  };
  const direct = Array(invocations).fill(await signed("lambda", cloud, invocation));
  const get = (path: string): ReadyRequest[] =>
    Array(invocations).fill({ method: "GET", path, headers: { host: new URL(cloud).host } });
  const behind = {
    "REST API": get(`/_aws/execute-api/${rest}/prod/x`),
    "HTTP API": get(`/_aws/execute-api/${ApiId}/x`),
  };
  lambda.destroy();

  // The first runs warm up.
  for (const requests of [direct, ...Object.values(behind)])
    for (const callers of [16, 1]) await load(cloud, requests, callers);
  for (const [kind, requests] of Object.entries(behind)) {
    const [floor, measured] = [await load(cloud, direct, 1), await load(cloud, requests, 1)];
    const [floor16, measured16] = [await load(cloud, direct, 16), await load(cloud, requests, 16)];
    yield* figuresOf(kind, measured, floor);
    yield {
      name: `GET through a ${kind}, 16 callers`,
      value: perSecond(measured16.rate),
      floor: `${perSecond(floor16.rate)} (direct)`,
      ratio: times(measured16.rate / floor16.rate),
      aim: "",
    };
  }
}

function figuresOf(kind: string, measured: Load, floor: Load): Figure[] {
  return (["p50", "p99"] as const).map((quantile) => ({
    name: `GET through a ${kind}, ${quantile}`,
    value: ms(measured[quantile]),
    floor: `${ms(floor[quantile])} (direct invoke)`,
    ratio: times(measured[quantile] / floor[quantile]),
    aim: quantile === "p50" ? "1.30×" : "",
  }));
}

async function restApi(settings: object, arn: string): Promise<string> {
  const client = new APIGatewayClient(settings);
  const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`;
  const integration = { type: "aws_proxy", httpMethod: "POST", uri };
  const any = { responses: {}, "x-amazon-apigateway-integration": integration };
  const document = {
    openapi: "3.0.1",
    info: { title: name, version: "1" },
    paths: { "/{proxy+}": { "x-amazon-apigateway-any-method": any } },
  };
  const { id } = await client.send(new ImportRestApiCommand({ body: Buffer.from(JSON.stringify(document)) }));
  await client.send(new CreateDeploymentCommand({ restApiId: id, stageName: "prod" }));
  client.destroy();
  return id as string;
}
