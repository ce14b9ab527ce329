import { APIGateway } from "@aws-sdk/client-api-gateway";
import { type ConnectionAuthorizationType, EventBridge } from "@aws-sdk/client-eventbridge";
import { Firehose } from "@aws-sdk/client-firehose";
import { IAM } from "@aws-sdk/client-iam";
import { S3 } from "@aws-sdk/client-s3";
import { SNS } from "@aws-sdk/client-sns";
import type { Message } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { until } from "../../../until.ts";
import { failure } from "../../../use-cloud.ts";
import { useEndpoint } from "../api-destinations/http-endpoint.ts";
import { ACCOUNT, useEventBridge } from "../use-eventbridge.ts";

const NEIGHBOUR = "111111111111";
const document = (Statement: object) => JSON.stringify({ Version: "2012-10-17", Statement });

describe("Targets in other services", () => {
  const lab = useEventBridge();
  const endpoint = useEndpoint();

  const role = async (RoleName: string, Action: string, Resource = "*", service = "events.amazonaws.com") => {
    const iam = lab.client(IAM);
    const trust = { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" };
    const { Role } = await iam.createRole({ RoleName, AssumeRolePolicyDocument: document(trust) });
    const PolicyDocument = document({ Effect: "Allow", Action, Resource });
    await iam.putRolePolicy({ RoleName, PolicyName: "p", PolicyDocument });
    return Role?.Arn as string;
  };

  /** A rule for the events of a source. */
  const rule = async (source: string, target: object, events = lab.events) => {
    await events.putRule({ Name: source, EventPattern: JSON.stringify({ source: [source] }) });
    const { FailedEntries } = await events.putTargets({
      Rule: source,
      Targets: [{ Id: "1", Arn: "", ...target }],
    });
    expect(FailedEntries ?? []).to.deep.equal([]);
  };

  const deadLetter = async (QueueUrl: string) => {
    let found: Message | undefined;
    await until(async () => {
      found = (await lab.sqs.receiveMessage({ QueueUrl, MessageAttributeNames: ["All"] })).Messages?.[0];
      return found !== undefined;
    });
    return found?.MessageAttributes?.ERROR_CODE?.StringValue;
  };

  describe("that are stages of REST APIs", () => {
    let api: string;
    let id: string;
    before(async () => {
      const gateway = lab.client(APIGateway);
      const { id: restApiId = "", rootResourceId: parentId } = await gateway.createRestApi({ name: "api" });
      for (const [pathPart, authorizationType] of [
        ["open", "NONE"],
        ["signed", "AWS_IAM"],
      ] as const) {
        const { id: part } = await gateway.createResource({ restApiId, parentId, pathPart });
        const { id: resourceId } = await gateway.createResource({ restApiId, parentId: part, pathPart: "{id}" });
        const method = { restApiId, resourceId, httpMethod: "POST" };
        const requestParameters = { "method.request.path.id": true };
        await gateway.putMethod({ ...method, authorizationType, requestParameters });
        await gateway.putIntegration({
          ...method,
          type: "HTTP_PROXY",
          integrationHttpMethod: "POST",
          uri: `${endpoint.url}/${pathPart}/{id}`,
          requestParameters: { "integration.request.path.id": "method.request.path.id" },
        });
      }
      await gateway.createDeployment({ restApiId, stageName: "prod" });
      id = restApiId;
      api = `arn:aws:execute-api:us-east-1:${ACCOUNT}:${restApiId}/prod/POST`;
    });

    it("get the event as a body, with path, header and query of the target", async () => {
      await rule("open", {
        Arn: `${api}/open/*`,
        InputPath: "$.detail",
        HttpParameters: {
          PathParameterValues: ["a b"],
          HeaderParameters: { "X-Kind": "order" },
          QueryStringParameters: { q: "x y" },
        },
      });
      await lab.put({ Source: "open", Detail: '{"n":1}' });
      await until(() => endpoint.asked.length === 1);
      const [{ method, url, headers, body } = { method: "", url: "", headers: {}, body: "" }] = endpoint.asked;
      expect([method, url, body]).to.deep.equal(["POST", "/open/a%20b?q=x+y", '{"n":1}']);
      expect(headers).to.include({ "x-kind": "order", "content-type": "application/json" });
    });

    it("are called as the target's role, or not at all where that may not", async () => {
      const may = await role("may-call", "execute-api:Invoke", `arn:aws:execute-api:*:*:${id}/prod/POST/signed/1`);
      const dead = await lab.queue();
      const DeadLetterConfig = { Arn: dead.arn };
      await rule("as-a-role", { Arn: `${api}/signed/1`, RoleArn: may, DeadLetterConfig });
      await lab.put({ Source: "as-a-role" });
      await until(() => endpoint.asked.length === 1);
      expect(endpoint.asked[0]?.url).to.equal("/signed/1");
      await rule("too-far", { Arn: `${api}/signed/2`, RoleArn: may, DeadLetterConfig });
      await lab.put({ Source: "too-far" });
      expect(await deadLetter(dead.url)).to.equal("SDK_CLIENT_ERROR");
      expect(endpoint.asked).to.have.length(1);
    });

    it("that do not exist, or belong to somebody else, leave the event to the dead-letter queue", async () => {
      for (const [source, Arn] of [
        ["no-api", `arn:aws:execute-api:us-east-1:${ACCOUNT}:none/prod/POST/open/1`],
        ["no-account", `arn:aws:execute-api:us-east-1:${NEIGHBOUR}:${id}/prod/POST/open/1`],
      ] as const) {
        const dead = await lab.queue();
        await rule(source, { Arn, DeadLetterConfig: { Arn: dead.arn } });
        await lab.put({ Source: source });
        expect(await deadLetter(dead.url)).to.equal("NO_RESOURCE");
      }
      expect(endpoint.asked).to.deep.equal([]);
    });
  });

  describe("that are API destinations", () => {
    const BASIC = { BasicAuthParameters: { Username: "ann", Password: "hush" } };
    const kinds: readonly (readonly [type: ConnectionAuthorizationType, parameters: () => object, header: object])[] = [
      ["API_KEY", () => ({ ApiKeyAuthParameters: { ApiKeyName: "x-key", ApiKeyValue: "hush" } }), { "x-key": "hush" }],
      ["BASIC", () => BASIC, { authorization: `Basic ${Buffer.from("ann:hush").toString("base64")}` }],
      [
        "OAUTH_CLIENT_CREDENTIALS",
        () => ({
          OAuthParameters: {
            ClientParameters: { ClientID: "id", ClientSecret: "hush" },
            AuthorizationEndpoint: `${endpoint.url}/token`,
            HttpMethod: "POST",
          },
        }),
        { authorization: "Bearer t" },
      ],
    ];
    const destination = async (
      Name: string,
      AuthorizationType: ConnectionAuthorizationType,
      AuthParameters: object,
    ) => {
      const { ConnectionArn } = await lab.events.createConnection({ Name, AuthorizationType, AuthParameters });
      const InvocationEndpoint = `${endpoint.url}/${Name}/*`;
      const input = { Name, ConnectionArn, InvocationEndpoint, HttpMethod: "POST" as const };
      return (await lab.events.createApiDestination(input)).ApiDestinationArn as string;
    };

    for (const [type, parameters, header] of kinds)
      it(`get the event with what a connection of the kind ${type} adds`, async () => {
        endpoint.answers(({ url }) =>
          url === "/token" ? { body: '{"access_token":"t","token_type":"bearer","expires_in":600}' } : {},
        );
        const Arn = await destination(type, type, parameters());
        const RoleArn = await role(`call-${type}`, "events:InvokeApiDestination");
        await rule(type, { Arn, RoleArn, InputPath: "$.detail", HttpParameters: { PathParameterValues: ["7"] } });
        await lab.put({ Source: type, Detail: '{"n":1}' });
        const called = () => endpoint.asked.find(({ url }) => url === `/${type}/7`);
        await until(() => called() !== undefined);
        expect(called()?.body).to.equal('{"n":1}');
        expect(called()?.headers).to.include(header);
      });

    it("need a role that may invoke them", async () => {
      const Arn = await destination("closed", "BASIC", BASIC);
      const without = await failure(rule("without-role", { Arn }));
      expect(without.message).to.equal(`RoleArn is required for target ${Arn}.`);
      const dead = await lab.queue();
      const RoleArn = await role("may-not", "sqs:SendMessage");
      await rule("may-not", { Arn, RoleArn, DeadLetterConfig: { Arn: dead.arn } });
      await lab.put({ Source: "may-not" });
      expect(await deadLetter(dead.url)).to.equal("NO_PERMISSIONS");
      expect(endpoint.asked).to.deep.equal([]);
    });
  });

  it("are Firehose streams, reached by a role", async () => {
    const s3 = lab.client(S3, { forcePathStyle: true } as object);
    await s3.createBucket({ Bucket: "lake" });
    const RoleARN = await role("firehose", "s3:*", "*", "firehose.amazonaws.com");
    await lab.client(Firehose).createDeliveryStream({
      DeliveryStreamName: "lake",
      ExtendedS3DestinationConfiguration: { RoleARN, BucketARN: "arn:aws:s3:::lake" },
    });
    const Arn = `arn:aws:firehose:us-east-1:${ACCOUNT}:deliverystream/lake`;
    await rule("lake", { Arn, RoleArn: await role("to-lake", "firehose:PutRecord", Arn), InputPath: "$.detail" });
    await lab.put({ Source: "lake", Detail: '{"n":1}' });
    const { cloud } = lab.running;
    await until(() => cloud.trace.spans.some(({ operation }) => operation === "PutRecord"));
    await lab.clock.advance(301_000);
    let Key: string | undefined;
    await until(async () => {
      Key = (await s3.listObjectsV2({ Bucket: "lake" })).Contents?.[0]?.Key;
      return Key !== undefined;
    });
    const { Body } = await s3.getObject({ Bucket: "lake", Key });
    expect(await Body?.transformToString()).to.equal('{"n":1}');
  });

  it("are topics whose policy lets the rule in", async () => {
    const sns = lab.client(SNS);
    const { TopicArn = "" } = await sns.createTopic({ Name: "told" });
    const to = await lab.queue();
    const Policy = document({ Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: to.arn });
    await lab.sqs.setQueueAttributes({ QueueUrl: to.url, Attributes: { Policy } });
    const Attributes = { RawMessageDelivery: "true" };
    await sns.subscribe({ TopicArn, Protocol: "sqs", Endpoint: to.arn, Attributes });
    const dead = await lab.queue();
    await rule("told", { Arn: TopicArn, Input: '"hello"', DeadLetterConfig: { Arn: dead.arn } });
    await lab.put({ Source: "told" });
    expect(await deadLetter(dead.url)).to.equal("NO_PERMISSIONS");
    const AttributeValue = document({
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sns:Publish",
      Resource: TopicArn,
      Condition: { ArnEquals: { "aws:SourceArn": `arn:aws:events:us-east-1:${ACCOUNT}:rule/told` } },
    });
    await sns.setTopicAttributes({ TopicArn, AttributeName: "Policy", AttributeValue });
    await lab.put({ Source: "told" });
    expect(await lab.bodies(to.url)).to.deep.equal(['"hello"']);
  });

  it("are buses of other accounts, whose policy lets the account in, and of other regions", async () => {
    const neighbour = lab.client(EventBridge, { credentials: { accessKeyId: NEIGHBOUR, secretAccessKey: "test" } });
    const europe = lab.client(EventBridge, { region: "eu-west-1" });
    for (const [source, events, Arn, owner] of [
      ["to-neighbour", neighbour, `arn:aws:events:us-east-1:${NEIGHBOUR}:event-bus/default`, NEIGHBOUR],
      ["to-europe", europe, `arn:aws:events:eu-west-1:${ACCOUNT}:event-bus/default`, ACCOUNT],
    ] as const) {
      const to = await lab.queue();
      const RoleArn = await role(source, "events:PutEvents", Arn);
      const dead = await lab.queue();
      await rule(source, { Arn, RoleArn, DeadLetterConfig: { Arn: dead.arn } });
      await rule(source, { Arn: to.arn }, events);
      if (owner === NEIGHBOUR) {
        await lab.put({ Source: source });
        expect(await deadLetter(dead.url)).to.equal("NO_PERMISSIONS");
        const Action = "events:PutEvents";
        await neighbour.putPermission({ Action, Principal: ACCOUNT, StatementId: "them" });
      }
      const [id] = await lab.put({ Source: source });
      const [body = ""] = await lab.bodies(to.url);
      expect(JSON.parse(body)).to.include({ id, account: ACCOUNT, region: "us-east-1", source });
    }
  });
});
