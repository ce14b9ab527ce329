import { EventBridge } from "@aws-sdk/client-eventbridge";
import { IAM } from "@aws-sdk/client-iam";
import { expect } from "chai";
import type { Message } from "../../../../../lab/cloud/delivery/message.ts";
import { send } from "../../../../../lab/cloud/delivery/send.ts";
import { until } from "../../../until.ts";
import { failure, useCloud } from "../../../use-cloud.ts";
import { useEndpoint } from "./http-endpoint.ts";

describe("API destinations", () => {
  const lab = useCloud();
  const endpoint = useEndpoint();
  let events: EventBridge;
  let role: string;
  before(async () => {
    events = lab.client(EventBridge);
    const iam = lab.client(IAM);
    const Principal = { Service: "events.amazonaws.com" };
    const document = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const RoleName = "caller";
    const AssumeRolePolicyDocument = document({ Effect: "Allow", Principal, Action: "sts:AssumeRole" });
    role = (await iam.createRole({ RoleName, AssumeRolePolicyDocument })).Role?.Arn ?? "";
    const Resource = "arn:aws:events:us-east-1:000000000000:api-destination/allowed*/*";
    const PolicyDocument = document({ Effect: "Allow", Action: "events:InvokeApiDestination", Resource });
    await iam.putRolePolicy({ RoleName, PolicyName: "call", PolicyDocument });
  });

  let made = 0;
  /** Makes an API destination with a connection of its own, and answers its ARN. */
  const destination = async (AuthParameters: object, settings: object = {}, prefix = "allowed") => {
    const Name = `${prefix}-${++made}`;
    const type = "ApiKeyAuthParameters" in AuthParameters ? "API_KEY" : "BASIC";
    const AuthorizationType = "OAuthParameters" in AuthParameters ? "OAUTH_CLIENT_CREDENTIALS" : type;
    const { ConnectionArn } = await events.createConnection({ Name, AuthorizationType, AuthParameters });
    const input = { Name, ConnectionArn, InvocationEndpoint: `${endpoint.url}/in`, HttpMethod: "POST" as const };
    const { ApiDestinationArn = "" } = await events.createApiDestination({ ...input, ...settings });
    return ApiDestinationArn;
  };
  const deliver = (arn: string, message: Message) =>
    send(
      arn,
      message,
      { role, service: "events.amazonaws.com", account: "000000000000", session: "session" },
      lab.running.cloud,
    );
  const KEY = { ApiKeyAuthParameters: { ApiKeyName: "x-key", ApiKeyValue: "hush" } };
  const BASIC = { BasicAuthParameters: { Username: "ann", Password: "hush" } };

  it("are asked with the key and the parameters of their connection, which go before the sender's", async () => {
    const InvocationHttpParameters = {
      HeaderParameters: [{ Key: "x-team", Value: "a" }],
      QueryStringParameters: [{ Key: "stage", Value: "test" }],
      BodyParameters: [{ Key: "tenant", Value: "t", IsValueSecret: true }],
    };
    const arn = await destination(
      { ...KEY, InvocationHttpParameters },
      { InvocationEndpoint: `${endpoint.url}/users/*/of/*` },
    );
    const http = {
      path: ["a b", "c"],
      query: { stage: "x", page: "2" },
      headers: { "x-team": "b", "User-Agent": "me" },
    };
    await deliver(arn, { body: '{"a":1}', http });
    const [{ method, url, headers, body } = { method: "", url: "", headers: {}, body: "" }] = endpoint.asked;
    expect([method, url]).to.deep.equal(["POST", "/users/a%20b/of/c?stage=test&page=2"]);
    expect(headers).to.include({
      "x-key": "hush",
      "x-team": "a",
      "user-agent": "Amazon/EventBridge/ApiDestinations",
      "content-type": "application/json; charset=utf-8",
    });
    expect(JSON.parse(body)).to.deep.equal({ a: 1, tenant: "t" });
  });

  it("are refused to who may not invoke them", async () => {
    const arn = await destination(BASIC, {}, "forbidden");
    const refused = await failure(deliver(arn, { body: "{}" }));
    expect(refused.name).to.equal("AccessDeniedException");
    expect(refused.message).to.contain("events:InvokeApiDestination");
    expect(endpoint.asked).to.deep.equal([]);
  });

  it("get a token of the authorization server, which is asked again when it has expired or is refused", async () => {
    let token = 0;
    endpoint.answers(({ url, headers }) => {
      if (url === "/token")
        return { body: JSON.stringify({ access_token: `t${++token}`, token_type: "bearer", expires_in: 600 }) };
      return { status: headers.authorization === "Bearer t3" && token === 3 ? 401 : 200 };
    });
    const OAuthParameters = {
      ClientParameters: { ClientID: "id", ClientSecret: "hush" },
      AuthorizationEndpoint: `${endpoint.url}/token`,
      HttpMethod: "POST",
      OAuthHttpParameters: { BodyParameters: [{ Key: "scope", Value: "write" }] },
    };
    const arn = await destination({ OAuthParameters });
    const Name = arn.split("/")[1];
    await until(async () => (await events.describeConnection({ Name })).ConnectionState === "AUTHORIZED");
    expect(Object.fromEntries(new URLSearchParams(endpoint.asked[0]?.body))).to.deep.equal({
      grant_type: "client_credentials",
      client_id: "id",
      client_secret: "hush",
      scope: "write",
    });
    const authorizations = () =>
      endpoint.asked.filter(({ url }) => url === "/in").map(({ headers }) => headers.authorization);
    for (const _ of [1, 2]) await deliver(arn, { body: "{}" });
    expect(authorizations()).to.deep.equal(["Bearer t1", "Bearer t1"]);
    await lab.clock.advance(600_000);
    await deliver(arn, { body: "{}" });
    await lab.clock.advance(600_000);
    await deliver(arn, { body: "{}" });
    expect(authorizations().slice(2)).to.deep.equal(["Bearer t2", "Bearer t3", "Bearer t4"]);
  });

  it("say which failures pass, and wait as long as an endpoint asks for", async () => {
    const arn = await destination(BASIC);
    const statusOf = async (status: number) => {
      endpoint.answers(() => ({ status }));
      return (await failure(deliver(arn, { body: "{}" }))) as unknown as { status: number };
    };
    for (const status of [409, 500, 503]) expect(await statusOf(status)).to.include({ status: 503 });
    expect(await statusOf(429)).to.include({ status: 429 });
    for (const status of [302, 400, 401, 404]) expect(await statusOf(status)).to.include({ status: 400 });
    endpoint.answers(() => ({ status: 503, headers: { "Retry-After": "120" } }));
    await failure(deliver(arn, { body: "{}" }));
    endpoint.answers(() => ({}));
    endpoint.asked.length = 0;
    const waiting = deliver(arn, { body: "{}" });
    await lab.clock.advance(110_000);
    expect(endpoint.asked).to.deep.equal([]);
    await lab.clock.advance(20_000);
    await waiting;
    expect(endpoint.asked).to.have.length(1);
  });

  it("take no more in a second than they are told, and lose nothing", async () => {
    const arn = await destination(BASIC, { InvocationRateLimitPerSecond: 1 });
    const sent = Promise.all([1, 2, 3].map((n) => deliver(arn, { body: `{"n":${n}}` })));
    await until(() => endpoint.asked.length === 1);
    await lab.clock.advance(1000);
    await until(() => endpoint.asked.length === 2);
    await lab.clock.advance(1000);
    await sent;
    expect(endpoint.asked).to.have.length(3);
  });

  it("need HTTPS, or plain HTTP of this machine, and a connection that there is", async () => {
    const Name = "good";
    const { ConnectionArn } = await events.createConnection({
      Name,
      AuthorizationType: "BASIC",
      AuthParameters: BASIC,
    });
    const input = { Name, ConnectionArn, HttpMethod: "POST" as const };
    const create = async (more: object) =>
      (await failure(events.createApiDestination({ ...input, InvocationEndpoint: "https://example.com", ...more })))
        .name;
    for (const InvocationEndpoint of ["http://example.com", "ftp://127.0.0.1", "https://a:b@example.com", "x"])
      expect(await create({ InvocationEndpoint })).to.equal("ValidationException");
    const missing = `${ConnectionArn?.slice(0, -36)}11111111-1111-4111-8111-111111111111`;
    expect(await create({ ConnectionArn: missing })).to.equal("ResourceNotFoundException");
    await events.createApiDestination({ ...input, InvocationEndpoint: "https://example.com/*" });
    expect(await create({})).to.equal("ResourceAlreadyExistsException");
    expect(await events.describeApiDestination({ Name })).to.include({
      ApiDestinationState: "ACTIVE",
      InvocationRateLimitPerSecond: 300,
    });
    await events.deauthorizeConnection({ Name });
    expect((await events.describeApiDestination({ Name })).ApiDestinationState).to.equal("INACTIVE");
    const listed = await events.listApiDestinations({ ConnectionArn });
    expect(listed.ApiDestinations?.map((one) => one.Name)).to.deep.equal([Name]);
    await events.deleteApiDestination({ Name });
    const gone = await failure(events.describeApiDestination({ Name }));
    expect(gone.message).to.equal(
      "Failed to describe the api-destination(s). An api-destination 'good' does not exist.",
    );
  });
});
