import { CreateAuthorizerCommand, TestInvokeAuthorizerCommand } from "@aws-sdk/client-api-gateway";
import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";
import { expect } from "chai";
import { failure } from "../../../../use-cloud.ts";
import { answerOf, mock, useRestApis } from "../use-rest-apis.ts";

/** Says what its token says, and counts how often it was asked. */
const AUTHORIZER = `
let asked = 0;
export const handler = async (event) => {
  asked += 1;
  const token = event.authorizationToken ?? event.headers.Authorization ?? event.headers.authorization;
  if (token === "throw") throw new Error("broken");
  if (token === "unauthorized") throw new Error("Unauthorized");
  if (token === "nonsense") return { yes: true };
  const Statement = [{ Effect: token === "deny" ? "Deny" : "Allow", Action: "execute-api:Invoke", Resource: token === "elsewhere" ? event.methodArn + "/x" : event.methodArn.replace(/GET.*/, "*") }];
  return { principalId: "me", policyDocument: { Version: "2012-10-17", Statement }, context: { asked, type: event.type, arn: event.methodArn, flag: true } };
};`;

const SEEN = `{"who": "$context.authorizer.principalId", "asked": "$context.authorizer.asked", "type": "$context.authorizer.type", "arn": "$context.authorizer.arn", "flag": "$context.authorizer.flag"}`;

describe("Who may call a REST API", () => {
  const suite = useRestApis();
  let uri: string;
  let base: string;
  let api: string;
  const scheme = (authorizer: object) => ({
    type: "apiKey",
    name: "Authorization",
    in: "header",
    "x-amazon-apigateway-authtype": "custom",
    "x-amazon-apigateway-authorizer": { authorizerUri: uri, ...authorizer },
  });
  before(async () => {
    uri = await suite.functionUri("authorizer", AUTHORIZER);
    api = await suite.define({
      paths: {
        "/token": { get: mock(SEEN, { security: [{ token: [] }] }) },
        "/checked": { get: mock(SEEN, { security: [{ checked: [] }] }) },
        "/request": { get: mock(SEEN, { security: [{ request: [] }] }) },
        "/uncached": { get: mock(SEEN, { security: [{ uncached: [] }] }) },
        "/signed": {
          get: mock(`{"user": "$context.identity.userArn", "key": "$context.identity.accessKey"}`, {
            security: [{ signed: [] }],
          }),
        },
        "/open": { get: mock() },
      },
      components: {
        securitySchemes: {
          token: scheme({ type: "token" }),
          checked: scheme({ type: "token", identityValidationExpression: "to?ken-\\d+" }),
          request: scheme({
            type: "request",
            identitySource: "method.request.header.Authorization, method.request.querystring.id",
          }),
          uncached: scheme({ type: "token", authorizerResultTtlInSeconds: 0 }),
          signed: { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "awsSigv4" },
        },
      },
    });
    base = await suite.deploy(api);
  });
  const ask = (path: string, token?: string) =>
    answerOf(`${base}${path}`, token === undefined ? {} : { headers: { authorization: token } });

  describe("is decided by a function", () => {
    it("that sees the token, and whose context the backend sees", async () => {
      const { status, body } = await ask("/token", "yes");
      expect(status).to.equal(200);
      expect(body).to.deep.include({
        who: "me",
        type: "TOKEN",
        flag: "true",
        arn: `arn:aws:execute-api:us-east-1:000000000000:${api}/prod/GET/token`,
      });
    });

    for (const [token, status, answer] of [
      [undefined, 401, { message: "Unauthorized" }],
      ["unauthorized", 401, { message: "Unauthorized" }],
      ["deny", 403, { Message: "User is not authorized to access this resource with an explicit deny" }],
      ["elsewhere", 403, { Message: "User is not authorized to access this resource" }],
      ["throw", 500, { message: null }],
      ["nonsense", 500, { message: null }],
    ] as const) {
      it(`which answers ${status} to ${token ?? "no token"}`, async () => {
        const got = await ask("/token", token);
        expect([got.status, got.body]).to.deep.equal([status, answer]);
      });
    }

    it("unless its token is not as it must be: then the function is not asked", async () => {
      expect((await ask("/checked", "something")).status).to.equal(401);
      expect((await ask("/checked", "token-7")).status).to.equal(200);
    });

    it("that is asked again only when what it said is too old", async () => {
      const asked = async (path: string) => ((await ask(path, "again")).body as { asked: string }).asked;
      const first = await asked("/token");
      expect(await asked("/token")).to.equal(first);
      suite.cloud.clock.advance(301_000);
      expect(await asked("/token")).not.to.equal(first);
      expect(await asked("/uncached")).not.to.equal(await asked("/uncached"));
    });

    it("that sees the whole request, where it asks for that", async () => {
      expect((await ask("/request", "yes")).status).to.equal(401);
      const { status, body } = await ask("/request?id=1", "yes");
      expect(status).to.equal(200);
      expect(body).to.include({ type: "REQUEST" });
    });

    it("which can be tried", async () => {
      const { id: authorizerId } = await suite.client.send(
        new CreateAuthorizerCommand({
          restApiId: api,
          name: "tried",
          type: "TOKEN",
          authorizerUri: uri,
          identitySource: "method.request.header.Authorization",
        }),
      );
      const tried = async (Authorization: string) =>
        await suite.client.send(
          new TestInvokeAuthorizerCommand({ restApiId: api, authorizerId, headers: { Authorization } }),
        );
      expect(await tried("yes")).to.deep.include({ clientStatus: 0, principalId: "me" });
      expect((await tried("unauthorized")).clientStatus).to.equal(401);
      expect((await tried("nonsense")).clientStatus).to.equal(500);
    });

    it("that is one", async () => {
      const wrong = (changes: object) =>
        failure(
          suite.client.send(
            new CreateAuthorizerCommand({
              restApiId: api,
              name: "wrong",
              type: "TOKEN",
              authorizerUri: uri,
              identitySource: "method.request.header.Authorization",
              ...changes,
            }),
          ),
        );
      for (const changes of [
        { authorizerUri: "arn:aws:lambda:us-east-1:000000000000:function:f" },
        { identitySource: undefined },
        { authorizerResultTtlInSeconds: 3601 },
        { type: "REQUEST", identitySource: "method.request.body" },
      ])
        expect((await wrong(changes)).name, JSON.stringify(changes)).to.equal("BadRequestException");
      expect((await wrong({ name: "tried" })).name).to.equal("ConflictException");
      expect((await wrong({ type: "COGNITO_USER_POOLS" })).name).to.equal("NotImplemented");
    });
  });

  /** Signs as the SDKs do. */
  const signed = async (url: string, secretAccessKey = "test") => {
    const { hostname, host, pathname, protocol } = new URL(url);
    const signer = new SignatureV4({
      service: "execute-api",
      region: "us-east-1",
      credentials: { accessKeyId: "test", secretAccessKey },
      sha256: Hash.bind(null, "sha256"),
    });
    const options = { signingDate: suite.cloud.clock.date() };
    const request = { method: "GET", protocol, hostname, path: pathname, headers: { host } };
    const { headers } = (await signer.sign(request as never, options)) as unknown as {
      headers: Record<string, string>;
    };
    return headers;
  };

  describe("is decided by a signature", () => {
    it("which says who it is", async () => {
      const { status, body } = await answerOf(`${base}/signed`, { headers: await signed(`${base}/signed`) });
      expect([status, body]).to.deep.equal([200, { user: "arn:aws:iam::000000000000:root", key: "test" }]);
    });

    it("and not without one, or with a wrong one", async () => {
      const none = await ask("/signed");
      expect([none.status, none.body]).to.deep.equal([403, { message: "Missing Authentication Token" }]);
      const forged = await answerOf(`${base}/signed`, { headers: await signed(`${base}/signed`, "wrong") });
      expect(forged.status).to.equal(403);
      expect(forged.headers.get("x-amzn-errortype")).to.equal("InvalidSignatureException");
    });
  });

  describe("is decided by the API's own policy", () => {
    const withPolicy = async (Statement: object[]) => {
      const id = await suite.define({
        "x-amazon-apigateway-policy": { Version: "2012-10-17", Statement },
        paths: { "/open": { get: mock() }, "/closed": { get: mock() } },
      });
      return await suite.deploy(id);
    };

    it("with resources that are written in short", async () => {
      const all = { Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" };
      const url = await withPolicy([all, { ...all, Effect: "Deny", Resource: ["execute-api:/prod/GET/closed"] }]);
      expect((await answerOf(`${url}/open`)).status).to.equal(200);
      const denied = await answerOf(`${url}/closed`);
      expect(denied.status).to.equal(403);
      expect((denied.body as { Message: string }).Message).to.match(
        /^User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:\*{8}0000:\w+\/prod\/GET\/closed with an explicit deny$/,
      );
    });

    it("by the address of who asks", async () => {
      const from = (aws: string) => ({
        Effect: "Allow",
        Principal: "*",
        Action: "execute-api:Invoke",
        Resource: "execute-api:/*",
        Condition: { IpAddress: { "aws:SourceIp": aws } },
      });
      expect((await answerOf(`${await withPolicy([from("127.0.0.0/8")])}/open`)).status).to.equal(200);
      expect((await answerOf(`${await withPolicy([from("10.0.0.0/8")])}/open`)).status).to.equal(403);
    });
  });

  it("is nobody while a function does not let the API ask it", async () => {
    await suite.functions.create("closed", AUTHORIZER);
    const closed = uri.replace(":function:authorizer/", ":function:closed/");
    const id = await suite.define({
      paths: { "/": { get: mock("{}", { security: [{ closed: [] }] }) } },
      components: {
        securitySchemes: {
          closed: {
            ...scheme({ type: "token" }),
            "x-amazon-apigateway-authorizer": { type: "token", authorizerUri: closed },
          },
        },
      },
    });
    const url = await suite.deploy(id);
    const got = await answerOf(`${url}/`, { headers: { authorization: "yes" } });
    expect([got.status, got.headers.get("x-amzn-errortype")]).to.deep.equal([500, "AuthorizerConfigurationException"]);
  });
});
