import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";
import { expect } from "chai";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { failure } from "../../../../use-cloud.ts";
import { answerOf } from "../../rest/use-rest-apis.ts";
import { uriOf, useHttpApis } from "../use-http-apis.ts";

const ECHO =
  "export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event.requestContext.authorizer ?? null) });";
const SIMPLE = `let asked = 0;
export const handler = async (event) => {
  asked += 1;
  const token = event.headers.authorization;
  if (token === "throw") throw new Error("broken");
  return { isAuthorized: token === "yes", context: { asked, keys: Object.keys(event).sort().join(","), source: event.identitySource, arn: event.routeArn } };
};`;
const POLICY = `export const handler = async (event) => ({
  principalId: "me",
  policyDocument: { Version: "2012-10-17", Statement: [{ Effect: event.authorizationToken === "yes" ? "Allow" : "Deny", Action: "execute-api:Invoke", Resource: event.methodArn }] },
  context: { version: event.version, path: event.path },
});`;

describe("Who may call an HTTP API", () => {
  const suite = useHttpApis();
  let issuer: string;
  let server: Server;
  let sign: (
    claims: JWTPayload,
    changes?: { key?: "other"; issuer?: string; seconds?: number; kid?: string },
  ) => Promise<string>;
  let echo: string;
  before(async () => {
    const [own, other] = [await generateKeyPair("RS256"), await generateKeyPair("RS256")];
    const jwk = { ...(await exportJWK(own.publicKey)), kid: "1", alg: "RS256", use: "sig" };
    server = createServer((request, response) => {
      const answers: Record<string, unknown> = {
        "/.well-known/openid-configuration": { issuer, jwks_uri: `${issuer}/keys` },
        "/keys": { keys: [jwk] },
      };
      response.end(JSON.stringify(answers[request.url ?? ""]));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    sign = async (claims, { key, issuer: by = issuer, seconds = 60, kid = "1" } = {}) => {
      const now = Math.floor(suite.cloud.clock.now() / 1000);
      return await new SignJWT({ aud: "app", ...claims })
        .setProtectedHeader({ alg: "RS256", kid })
        .setIssuer(by)
        .setIssuedAt(now)
        .setExpirationTime(now + seconds)
        .sign(key === "other" ? other.privateKey : own.privateKey);
    };
    echo = await suite.functionArn("echo", ECHO);
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const guarded = async (authorizer: object, route: object = {}) => {
    const { id, url } = await suite.api();
    const integration = await suite.integration(id, { IntegrationUri: echo });
    const AuthorizerId = await suite.authorizer(id, authorizer);
    await suite.route(id, "GET /a", integration, { AuthorizationType: "CUSTOM", AuthorizerId, ...route });
    return { id, url: `${url}/a` };
  };
  const ask = (url: string, authorization?: string) =>
    answerOf(url, authorization === undefined ? {} : { headers: { authorization } });

  describe("is in a token", () => {
    const jwt = (settings: object = {}) => ({
      AuthorizerType: "JWT",
      JwtConfiguration: { Issuer: issuer, Audience: ["app", "other"] },
      ...settings,
    });

    it("of its issuer, for its audience, as long as it is valid by the lab's clock", async () => {
      const { url } = await guarded(jwt(), { AuthorizationType: "JWT" });
      const token = await sign({ sub: "me", groups: ["a", "b"], n: 1 });
      const got = await ask(url, `Bearer ${token}`);
      expect(got.status).to.equal(200);
      const { claims, scopes } = (got.body as { jwt: { claims: Record<string, string>; scopes: unknown } }).jwt;
      expect(claims).to.include({ sub: "me", aud: "app", iss: issuer, groups: "[a b]", n: "1" });
      expect(scopes).to.equal(null);
      for (const [what, bad] of [
        ["nothing", undefined],
        ["no token", "Bearer nothing"],
        ["another key", `Bearer ${await sign({}, { key: "other" })}`],
        ["another issuer", `Bearer ${await sign({}, { issuer: "http://127.0.0.1:9" })}`],
        ["another audience", `Bearer ${await sign({ aud: "else" })}`],
        ["an unknown key", `Bearer ${await sign({}, { kid: "2" })}`],
      ] as const) {
        const refused = await ask(url, bad);
        expect([refused.status, refused.body], what).to.deep.equal([401, { message: "Unauthorized" }]);
        expect(refused.headers.get("www-authenticate"), what).to.match(/^Bearer/);
      }
      suite.advance(61_000);
      expect((await ask(url, `Bearer ${token}`)).status).to.equal(401);
    });

    it("that has one of the route's scopes", async () => {
      const { url } = await guarded(jwt(), {
        AuthorizationType: "JWT",
        AuthorizationScopes: ["pets/read", "pets/write"],
      });
      const fine = await ask(url, await sign({ scope: "mail pets/read" }));
      expect((fine.body as { jwt: { scopes: string[] } }).jwt.scopes).to.deep.equal(["mail", "pets/read"]);
      const refused = await ask(url, await sign({ scope: "mail" }));
      expect([refused.status, refused.body]).to.deep.equal([403, { message: "Forbidden" }]);
    });

    it("in the query, where it is looked for there; its client counts as its audience", async () => {
      const { url } = await guarded(jwt({ IdentitySource: ["$request.querystring.token"] }), {
        AuthorizationType: "JWT",
      });
      const token = await sign({ aud: undefined, client_id: "other" });
      expect((await answerOf(`${url}?token=${token}`)).status).to.equal(200);
      expect((await ask(url, token)).status).to.equal(401);
    });
  });

  describe("is decided by a function", () => {
    it("that says yes or no, and remembered as long as it is told", async () => {
      const AuthorizerUri = uriOf(await suite.functionArn("simple", SIMPLE));
      const settings = {
        AuthorizerUri,
        AuthorizerPayloadFormatVersion: "2.0",
        EnableSimpleResponses: true,
        AuthorizerResultTtlInSeconds: 60,
      };
      const { url, id } = await guarded(settings);
      const yes = (await ask(url, "yes")).body as { lambda: Record<string, unknown> };
      expect(yes.lambda).to.deep.include({
        asked: 1,
        source: ["yes"],
        arn: `arn:aws:execute-api:us-east-1:000000000000:${id}/$default/GET/a`,
        keys: "headers,identitySource,rawPath,rawQueryString,requestContext,routeArn,routeKey,type,version",
      });
      expect(((await ask(url, "yes")).body as { lambda: { asked: number } }).lambda.asked).to.equal(1);
      suite.advance(61_000);
      expect(((await ask(url, "yes")).body as { lambda: { asked: number } }).lambda.asked).to.equal(2);
      const no = await ask(url, "no");
      expect([no.status, no.body]).to.deep.equal([403, { message: "Forbidden" }]);
      expect((await ask(url)).status).to.equal(401);
      expect((await ask(url, "throw")).status).to.equal(500);
    });

    it("that answers a policy, for events of version 1.0", async () => {
      const AuthorizerUri = uriOf(await suite.functionArn("policy", POLICY));
      const { url } = await guarded({ AuthorizerUri, AuthorizerPayloadFormatVersion: "1.0" });
      expect((await ask(url, "yes")).body).to.deep.equal({ lambda: { version: "1.0", path: "/a" } });
      expect((await ask(url, "no")).status).to.equal(403);
    });
  });

  it("is in a signature", async () => {
    const { id, url } = await suite.api();
    const integration = await suite.integration(id, { IntegrationUri: echo });
    await suite.route(id, "GET /a", integration, { AuthorizationType: "AWS_IAM" });
    const { hostname, host, pathname, protocol } = new URL(`${url}/a`);
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const signer = new SignatureV4({
      service: "execute-api",
      region: "us-east-1",
      credentials,
      sha256: Hash.bind(null, "sha256"),
    });
    const request = { method: "GET", protocol, hostname, path: pathname, headers: { host } };
    const { headers } = (await signer.sign(request as never, { signingDate: suite.cloud.clock.date() })) as unknown as {
      headers: Record<string, string>;
    };
    const got = await answerOf(`${url}/a`, { headers });
    expect((got.body as { iam: { userArn: string } }).iam).to.include({
      userArn: "arn:aws:iam::000000000000:root",
      accessKey: "test",
    });
    expect((await answerOf(`${url}/a`)).status).to.equal(403);
  });

  it("is asked of authorizers that can be", async () => {
    const { id } = await suite.api();
    const uri = uriOf(echo);
    for (const settings of [
      { AuthorizerUri: echo, AuthorizerPayloadFormatVersion: "2.0" },
      { AuthorizerUri: uri },
      { AuthorizerUri: uri, AuthorizerPayloadFormatVersion: "1.0", EnableSimpleResponses: true },
      { AuthorizerUri: uri, AuthorizerPayloadFormatVersion: "2.0", AuthorizerResultTtlInSeconds: 3601 },
      { AuthorizerType: "JWT" },
      { AuthorizerType: "JWT", JwtConfiguration: { Issuer: issuer, Audience: [] } },
    ])
      expect((await failure(suite.authorizer(id, settings))).name, JSON.stringify(settings)).to.equal(
        "BadRequestException",
      );
    const integration = await suite.integration(id, { IntegrationUri: echo });
    const missing = suite.route(id, "GET /a", integration, { AuthorizationType: "JWT", AuthorizerId: "nothing" });
    expect((await failure(missing)).name).to.equal("BadRequestException");
  });
});
