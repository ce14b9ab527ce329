import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { CloudFormation, waitUntilStackCreateComplete } from "@aws-sdk/client-cloudformation";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { IAM } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { until } from "../../../until.ts";
import { failure, useCloud } from "../../../use-cloud.ts";
import { useEndpoint } from "../api-destinations/http-endpoint.ts";

const SECRET = "nobody-reads-this";

describe("Connections", () => {
  const lab = useCloud();
  const endpoint = useEndpoint();
  let events: EventBridge;
  before(() => {
    events = lab.client(EventBridge);
  });

  it("tell all but their secrets", async () => {
    const Name = "told";
    const AuthParameters = {
      ApiKeyAuthParameters: { ApiKeyName: "x-key", ApiKeyValue: SECRET },
      InvocationHttpParameters: {
        HeaderParameters: [
          { Key: "x-a", Value: "open", IsValueSecret: false },
          { Key: "x-b", Value: SECRET, IsValueSecret: true },
        ],
      },
    };
    await events.createConnection({ Name, AuthorizationType: "API_KEY", AuthParameters, Description: "d" });
    const { $metadata: _m, ...found } = await events.describeConnection({ Name });
    expect(found).to.include({ ConnectionState: "AUTHORIZED", AuthorizationType: "API_KEY", Description: "d" });
    expect(found.ConnectionArn).to.match(/^arn:aws:events:us-east-1:000000000000:connection\/told\/[0-9a-f-]{36}$/);
    expect(found.SecretArn).to.match(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:events!connection\/told\//);
    expect(found.AuthParameters).to.deep.equal({
      ApiKeyAuthParameters: { ApiKeyName: "x-key" },
      InvocationHttpParameters: {
        HeaderParameters: [
          { Key: "x-a", Value: "open", IsValueSecret: false },
          { Key: "x-b", IsValueSecret: true },
        ],
      },
    });
    const { cloud } = lab.running;
    expect(JSON.stringify(cloud.trace.spans)).to.not.contain(SECRET);
    expect((await readFile(join(cloud.folder, "data.mdb"))).includes(SECRET)).to.equal(false);
  });

  it("are named with their id by policies", async () => {
    const iam = lab.client(IAM);
    await iam.createUser({ UserName: "connector" });
    const Resource = "arn:aws:events:us-east-1:000000000000:connection/named/*";
    const Statement = { Effect: "Allow", Action: "events:DescribeConnection", Resource };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await iam.putUserPolicy({ UserName: "connector", PolicyName: "p", PolicyDocument });
    const { AccessKey } = await iam.createAccessKey({ UserName: "connector" });
    const credentials = {
      accessKeyId: AccessKey?.AccessKeyId ?? "",
      secretAccessKey: AccessKey?.SecretAccessKey ?? "",
    };
    const user = lab.client(EventBridge, { credentials });
    const AuthParameters = { BasicAuthParameters: { Username: "a", Password: "b" } };
    for (const Name of ["named", "others"])
      await lab.client(EventBridge).createConnection({ Name, AuthorizationType: "BASIC", AuthParameters });
    expect((await user.describeConnection({ Name: "named" })).Name).to.equal("named");
    expect((await failure(user.describeConnection({ Name: "others" }))).name).to.equal("AccessDeniedException");
  });

  it("keep what an update does not name, and forget another type's secrets", async () => {
    const Name = "changed";
    const AuthParameters = { BasicAuthParameters: { Username: "ann", Password: SECRET } };
    await events.createConnection({ Name, AuthorizationType: "BASIC", AuthParameters });
    await events.updateConnection({ Name, AuthParameters: { BasicAuthParameters: { Username: "bob" } } });
    expect((await events.describeConnection({ Name })).AuthParameters).to.deep.equal({
      BasicAuthParameters: { Username: "bob" },
    });
    const wrong = events.updateConnection({ Name, AuthorizationType: "API_KEY" });
    expect((await failure(wrong)).name).to.equal("ValidationException");
    const { ConnectionState } = await events.deauthorizeConnection({ Name });
    expect(ConnectionState).to.equal("DEAUTHORIZING");
    expect((await events.describeConnection({ Name })).ConnectionState).to.equal("DEAUTHORIZED");
    const { Connections } = await events.listConnections({ ConnectionState: "DEAUTHORIZED" });
    expect(Connections?.map((one) => one.Name)).to.deep.equal([Name]);
    await events.deleteConnection({ Name });
    const gone = await failure(events.describeConnection({ Name }));
    expect([gone.name, gone.message]).to.deep.equal([
      "ResourceNotFoundException",
      "Failed to describe the connection(s). Connection 'changed' does not exist.",
    ]);
  });

  it("are not authorized when the authorization server gives no token", async () => {
    endpoint.answers(() => ({ status: 403, body: SECRET }));
    const Name = "refused";
    const OAuthParameters = {
      ClientParameters: { ClientID: "id", ClientSecret: SECRET },
      AuthorizationEndpoint: `${endpoint.url}/token`,
      HttpMethod: "GET" as const,
    };
    const made = { Name, AuthorizationType: "OAUTH_CLIENT_CREDENTIALS" as const, AuthParameters: { OAuthParameters } };
    expect((await events.createConnection(made)).ConnectionState).to.equal("AUTHORIZING");
    await until(async () => (await events.describeConnection({ Name })).ConnectionState === "DEAUTHORIZED");
    const { StateReason } = await events.describeConnection({ Name });
    expect(StateReason).to.equal("The authorization endpoint answered 403 without a token.");
  });

  it("are made by templates, with API destinations", async () => {
    const stacks = lab.client(CloudFormation);
    const TemplateBody = JSON.stringify({
      Resources: {
        Connection: {
          Type: "AWS::Events::Connection",
          Properties: {
            AuthorizationType: "BASIC",
            AuthParameters: { BasicAuthParameters: { Username: "ann", Password: SECRET } },
          },
        },
        Destination: {
          Type: "AWS::Events::ApiDestination",
          Properties: {
            ConnectionArn: { "Fn::GetAtt": ["Connection", "Arn"] },
            InvocationEndpoint: "https://example.com",
            HttpMethod: "POST",
          },
        },
      },
    });
    await stacks.createStack({ StackName: "calls", TemplateBody });
    await waitUntilStackCreateComplete({ client: stacks, maxWaitTime: 30, minDelay: 1 }, { StackName: "calls" });
    const { ApiDestinations = [] } = await events.listApiDestinations({ NamePrefix: "calls-" });
    expect(ApiDestinations.map(({ ApiDestinationState }) => ApiDestinationState)).to.deep.equal(["ACTIVE"]);
    await stacks.detectStackDrift({ StackName: "calls" });
    const { StackResourceDrifts = [] } = await stacks.describeStackResourceDrifts({ StackName: "calls" });
    expect(StackResourceDrifts.map((one) => one.StackResourceDriftStatus)).to.deep.equal(["IN_SYNC", "IN_SYNC"]);
    await stacks.deleteStack({ StackName: "calls" });
    await until(async () => (await events.listApiDestinations({ NamePrefix: "calls-" })).ApiDestinations?.length === 0);
  });
});
