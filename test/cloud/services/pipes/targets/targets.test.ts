import { APIGateway } from "@aws-sdk/client-api-gateway";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { SNS } from "@aws-sdk/client-sns";
import { expect } from "chai";
import { until } from "../../../until.ts";
import { useCloud } from "../../../use-cloud.ts";
import { useEndpoint } from "../../eventbridge/api-destinations/http-endpoint.ts";
import { Functions } from "../../lambda/functions.ts";
import { PipeLab } from "../pipe-lab.ts";

describe("Targets of pipes", () => {
  const cloud = useCloud();
  const endpoint = useEndpoint();
  let lab: PipeLab;
  let functions: Functions;
  before(async () => {
    lab = new PipeLab(cloud);
    functions = new Functions(cloud.endpoint);
    await functions.makeRole();
    await lab.makeRole();
  });
  after(() => functions.destroy());

  it("are functions, which are not waited for where that is asked for", async () => {
    const code =
      'export const handler = async (events) => { console.log("got " + events.length); throw new Error("late"); };';
    await functions.create("later", code);
    const from = await lab.queue();
    await lab.pipe(from.arn, "arn:aws:lambda:us-east-1:000000000000:function:later", {
      TargetParameters: { LambdaFunctionParameters: { InvocationType: "FIRE_AND_FORGET" } },
    });
    await from.send("one");
    await functions.logged("later", "got 1");
    await until(async () => (await from.waiting()) === 0);
  });

  it("are topics", async () => {
    const sns = cloud.client(SNS);
    const { TopicArn = "" } = await sns.createTopic({ Name: "topic" });
    const [from, to] = [await lab.queue(), await lab.queue()];
    const statement = { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: to.arn };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    await lab.sqs.setQueueAttributes({ QueueUrl: to.url, Attributes: { Policy } });
    const Attributes = { RawMessageDelivery: "true" };
    await sns.subscribe({ TopicArn, Protocol: "sqs", Endpoint: to.arn, Attributes });
    await lab.pipe(from.arn, TopicArn, { TargetParameters: { InputTemplate: "Order <$.body.id>" } });
    await from.send({ id: 7 });
    expect(await to.bodies(1)).to.deep.equal(["Order 7"]);
  });

  it("are log groups, with a stream and a time from the event", async () => {
    const logs = cloud.client(CloudWatchLogs);
    const logGroupName = "/events";
    await logs.createLogGroup({ logGroupName });
    const from = await lab.queue();
    const at = cloud.clock.now() - 60_000;
    await lab.pipe(from.arn, `arn:aws:logs:us-east-1:000000000000:log-group:${logGroupName}`, {
      TargetParameters: {
        InputTemplate: "<$.body.text>",
        CloudWatchLogsParameters: { LogStreamName: "$.body.stream", Timestamp: "$.body.at" },
      },
    });
    await from.send({ stream: "s1", text: "hello", at });
    await until(async () => (await from.waiting()) === 0);
    const { events = [] } = await logs.getLogEvents({ logGroupName, logStreamName: "s1" });
    expect(events.map(({ message, timestamp }) => ({ message, timestamp }))).to.deep.equal([
      { message: "hello", timestamp: at },
    ]);
  });

  it("are event buses, with source, type, resources and time from the event", async () => {
    const from = await lab.queue();
    const EventBusName = "arn:aws:events:us-east-1:000000000000:event-bus/default";
    await lab.pipe(from.arn, EventBusName, {
      TargetParameters: {
        InputTemplate: '{"id": <$.body.id>}',
        EventBridgeEventBusParameters: {
          Source: "$.body.shop",
          DetailType: "order",
          Resources: ["$.eventSourceARN"],
          Time: "$.body.at",
        },
      },
    });
    await from.send({ id: 7, shop: "my.shop", at: "2026-11-30T06:00:00Z" });
    const putEvents = () => cloud.running.cloud.trace.spans.find(({ operation }) => operation === "PutEvents");
    await until(() => putEvents() !== undefined);
    const { input, output, caller } = putEvents() ?? {};
    const [entry] = (input as { Entries: Record<string, unknown>[] }).Entries;
    expect(entry).to.deep.include({ EventBusName, Source: "my.shop", DetailType: "order", Detail: '{"id": 7}' });
    expect(entry?.Resources).to.deep.equal([from.arn]);
    expect(new Date(entry?.Time as string).toISOString()).to.equal("2026-11-30T06:00:00.000Z");
    expect((output as { FailedEntryCount: number }).FailedEntryCount).to.equal(0);
    expect(caller).to.contain("assumed-role/pipes/");
    await until(async () => (await from.waiting()) === 0);
  });

  describe("and enrichments", () => {
    let api: string;
    before(async () => {
      const gateway = cloud.client(APIGateway);
      const code = `export const handler = async ({ body, path, headers, queryStringParameters, requestContext }) => {
        const caller = requestContext.identity.userArn;
        return { statusCode: path.endsWith("/bad") ? 400 : 200, body: JSON.stringify({ body, path, header: headers["X-Kind"] ?? headers["x-kind"], query: queryStringParameters, caller }) };
      };`;
      const uri = await functions.createFor("apigateway.amazonaws.com", "api", code);
      const { id: restApiId = "", rootResourceId: parentId } = await gateway.createRestApi({ name: "api" });
      const { id: resourceId } = await gateway.createResource({ restApiId, parentId, pathPart: "{proxy+}" });
      const method = { restApiId, resourceId, httpMethod: "POST" };
      await gateway.putMethod({ ...method, authorizationType: "AWS_IAM" });
      const lambda = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${uri}/invocations`;
      await gateway.putIntegration({ ...method, type: "AWS_PROXY", integrationHttpMethod: "POST", uri: lambda });
      await gateway.createDeployment({ restApiId, stageName: "prod" });
      api = `arn:aws:execute-api:us-east-1:000000000000:${restApiId}/prod/POST`;
    });

    it("are REST APIs, which get the pipe's signature, with path, header and query from the event", async () => {
      const [from, to] = [await lab.queue(), await lab.queue()];
      await lab.pipe(from.arn, to.arn, {
        SourceParameters: { SqsQueueParameters: { BatchSize: 1 } },
        Enrichment: `${api}/orders/*`,
        EnrichmentParameters: {
          InputTemplate: '{"id": <$.body.id>}',
          HttpParameters: {
            PathParameterValues: ["$.body.id"],
            HeaderParameters: { "X-Kind": "$.body.kind" },
            QueryStringParameters: { q: "a b" },
          },
        },
      });
      await from.send({ id: 7, kind: "order" });
      const [text = ""] = await to.bodies(1);
      const { caller, ...answer } = JSON.parse(text);
      expect(answer).to.deep.equal({ body: '{"id": 7}', path: "/orders/7", header: "order", query: { q: "a b" } });
      expect(caller).to.match(/^arn:aws:sts::000000000000:assumed-role\/pipes\/pipe-/);
    });

    it("are API destinations, whose answer goes on to the next one", async () => {
      const events = cloud.client(EventBridge);
      endpoint.answers(({ body }) => ({ body: JSON.stringify({ enriched: JSON.parse(body) }) }));
      const AuthParameters = { ApiKeyAuthParameters: { ApiKeyName: "x-key", ApiKeyValue: "hush" } };
      const connection = { Name: "c", AuthorizationType: "API_KEY" as const, AuthParameters };
      const { ConnectionArn } = await events.createConnection(connection);
      const input = { Name: "d", ConnectionArn, InvocationEndpoint: `${endpoint.url}/*`, HttpMethod: "POST" as const };
      const { ApiDestinationArn = "" } = await events.createApiDestination(input);
      const from = await lab.queue();
      await lab.pipe(from.arn, ApiDestinationArn, {
        Enrichment: ApiDestinationArn,
        EnrichmentParameters: {
          InputTemplate: '{"id": <$.body.id>}',
          HttpParameters: { PathParameterValues: ["first"] },
        },
        TargetParameters: { HttpParameters: { PathParameterValues: ["$.enriched.id"] } },
      });
      await from.send({ id: 7 });
      await until(() => endpoint.asked.length === 2);
      const asked = endpoint.asked.map(({ url, body }) => [url, JSON.parse(body)]);
      expect(asked).to.deep.equal([
        ["/first", { id: 7 }],
        ["/7", { enriched: { id: 7 } }],
      ]);
      expect(endpoint.asked[0]?.headers["x-key"]).to.equal("hush");
    });

    it("keep events in the queue when the API refuses them", async () => {
      const from = await lab.queue();
      const Name = await lab.pipe(from.arn, `${api}/bad`, {
        SourceParameters: { SqsQueueParameters: { BatchSize: 1 } },
      });
      await from.send({ id: 8 });
      await until(() =>
        cloud.running.cloud.trace.spans.some(
          ({ input, error }) => (input as { pipe?: string } | undefined)?.pipe === Name && error,
        ),
      );
      expect(await from.waiting()).to.equal(1);
    });
  });
});
