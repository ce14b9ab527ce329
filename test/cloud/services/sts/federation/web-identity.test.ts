import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  type AssumeRoleWithWebIdentityCommandInput,
  GetCallerIdentityCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";
import { LocalIssuer } from "./local-issuer.ts";

const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

describe("A role assumed with a token of an OpenID Connect issuer", () => {
  const lab = useCloud();
  let issuer: LocalIssuer;
  let iam: IAMClient;
  let provider: string;
  let RoleArn: string;
  /** As condition keys begin. */
  let name: string;
  before(async () => {
    issuer = await new LocalIssuer("/id/A").start();
    name = issuer.url.replace("http://", "");
    iam = lab.client(IAMClient);
    const made = await iam.send(
      new CreateOpenIDConnectProviderCommand({ Url: issuer.url, ClientIDList: ["sts.amazonaws.com", "app"] }),
    );
    provider = made.OpenIDConnectProviderArn as string;
    const { Role } = await iam.send(
      new CreateRoleCommand({ RoleName: "deployer", AssumeRolePolicyDocument: document(trusting()) }),
    );
    RoleArn = Role?.Arn as string;
    const PolicyDocument = document({ Effect: "Allow", Action: ["ssm:*", "sts:*"], Resource: "*" });
    await iam.send(new PutRolePolicyCommand({ RoleName: "deployer", PolicyName: "own", PolicyDocument }));
    await lab.client(SSMClient).send(new PutParameterCommand({ Name: "/word", Value: "said", Type: "String" }));
  });
  after(() => issuer.stop());

  const trusting = (more: object = {}, Action: string | string[] = "sts:AssumeRoleWithWebIdentity") => ({
    Effect: "Allow",
    Principal: { Federated: provider },
    Action,
    ...more,
  });
  const trust = (...statements: object[]) =>
    iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: "deployer", PolicyDocument: document(...statements) }));
  const assume = async (token: string | Promise<string>, more: Partial<AssumeRoleWithWebIdentityCommandInput> = {}) =>
    lab.client(STSClient).send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn,
        RoleSessionName: "build",
        WebIdentityToken: await token,
        ...more,
      }),
    );
  const credentialsOf = ({ Credentials = {} }: { Credentials?: object } = {}) => {
    const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials as Record<string, string>;
    return {
      accessKeyId: AccessKeyId as string,
      secretAccessKey: SecretAccessKey as string,
      sessionToken: SessionToken as string,
    };
  };
  const word = (credentials: ReturnType<typeof credentialsOf>) =>
    lab.client(SSMClient, { credentials }).send(new GetParameterCommand({ Name: "/word" }));

  it("is a session like any other", async () => {
    await trust(trusting());
    const session = await assume(issuer.token({ aud: ["other", "app"] }));
    expect(session).to.include({
      SubjectFromWebIdentityToken: "repo:town/maps",
      Audience: "app",
      Provider: provider,
    });
    const arn = "arn:aws:sts::000000000000:assumed-role/deployer/build";
    const sts = lab.client(STSClient, { credentials: credentialsOf(session) });
    expect(await sts.send(new GetCallerIdentityCommand())).to.include({
      Arn: arn,
      UserId: session.AssumedRoleUser?.AssumedRoleId,
    });
    expect((await word(credentialsOf(session))).Parameter?.Value).to.equal("said");
  });

  it("is decided on by the role's trust, with what the issuer says as conditions", async () => {
    const on = (claims: object) => ({ Condition: { StringLike: claims } });
    await trust(trusting(on({ [`${name}:sub`]: "repo:town/*", [`${name}:aud`]: "app", [`${name}:amr`]: "mfa" })));
    await assume(issuer.token({ aud: "app", amr: ["pwd", "mfa"] }));
    for (const claims of [
      { aud: "app" },
      { aud: "app", amr: ["pwd"] },
      { aud: "app", amr: ["mfa"], sub: "repo:sea/x" },
    ]) {
      const error = await failure(assume(issuer.token(claims)));
      expect([error.name, error.message, error.$metadata?.httpStatusCode]).to.deep.equal([
        "AccessDenied",
        "Not authorized to perform sts:AssumeRoleWithWebIdentity",
        403,
      ]);
    }
    await trust({ ...trusting(), Principal: { AWS: "*" } });
    expect((await failure(assume(issuer.token()))).name).to.equal("AccessDenied");
    const missing = await failure(assume(issuer.token(), { RoleArn: `${RoleArn}-not` }));
    expect(missing.message).to.equal("Not authorized to perform sts:AssumeRoleWithWebIdentity");
  });

  it("keeps what the issuer said: its policies may ask for it", async () => {
    await trust(trusting());
    const Policy = document({
      Effect: "Allow",
      Action: "ssm:*",
      Resource: "*",
      Condition: { StringEquals: { [`${name}:sub`]: "me", "aws:FederatedProvider": provider } },
    });
    await word(credentialsOf(await assume(issuer.token({ sub: "me" }), { Policy })));
    const other = credentialsOf(await assume(issuer.token({ sub: "you" }), { Policy }));
    expect((await failure(word(other))).message).to.contain("no session policy allows");
  });

  it("gets the tags and the source identity that the token has, where the trust allows that", async () => {
    const claims = {
      "https://aws.amazon.com/tags": { principal_tags: { team: ["red"] }, transitive_tag_keys: ["team"] },
      "https://aws.amazon.com/source_identity": "ada",
    };
    await trust(trusting());
    expect((await failure(assume(issuer.token(claims)))).message).to.equal("Not authorized to perform sts:TagSession");
    const actions = ["sts:AssumeRoleWithWebIdentity", "sts:TagSession", "sts:SetSourceIdentity"];
    await trust(
      trusting({ Condition: { StringEquals: { "aws:RequestTag/team": "red" } } }, "sts:TagSession"),
      trusting({ Condition: { StringEquals: { "sts:SourceIdentity": "ada" } } }, actions),
    );
    const Policy = document({
      Effect: "Allow",
      Action: "ssm:*",
      Resource: "*",
      Condition: { StringEquals: { "aws:PrincipalTag/team": "red", "aws:SourceIdentity": "ada" } },
    });
    const session = await assume(issuer.token(claims), { Policy });
    expect(session.SourceIdentity).to.equal("ada");
    expect(session.PackedPolicySize).to.be.within(1, 100);
    await word(credentialsOf(session));
  });

  it("lasts no longer than the role allows", async () => {
    await trust(trusting());
    const { Credentials } = await assume(issuer.token(), { DurationSeconds: 900 });
    expect(Number(Credentials?.Expiration) - lab.clock.now()).to.be.within(890_000, 901_000);
    const long = await failure(assume(issuer.token(), { DurationSeconds: 7200 }));
    expect([long.name, long.message]).to.deep.equal([
      "ValidationError",
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    ]);
  });

  it("is not chained: the session may go on to another role", async () => {
    await trust(trusting(), { Effect: "Allow", Principal: { AWS: RoleArn }, Action: "sts:AssumeRole" });
    const sts = lab.client(STSClient, { credentials: credentialsOf(await assume(issuer.token())) });
    const { AssumedRoleUser } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "next" }));
    expect(AssumedRoleUser?.Arn).to.match(/next$/);
  });

  it("is asked for its keys by the scheme that its tokens name", async () => {
    const other = await new LocalIssuer().start();
    try {
      const Url = other.url.replace("http:", "https:");
      await iam.send(new CreateOpenIDConnectProviderCommand({ Url, ClientIDList: ["sts.amazonaws.com"] }));
      await trust({ ...trusting(), Principal: { Federated: provider.replace(name, Url.replace("https://", "")) } });
      await assume(other.token());
      const bare = await failure(assume(other.token({ iss: Url.replace("https://", "") })));
      expect(bare.message).to.match(/^No OpenIDConnect provider found/);
    } finally {
      other.stop();
    }
  });

  describe("is refused", () => {
    before(() => trust(trusting()));
    const soon = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
    const cases: [string, () => string | Promise<string>, string, string | RegExp, number][] = [
      ["what is no token", () => "not.a.token", "InvalidIdentityTokenException", /is not a valid JWT/, 400],
      [
        "a token of somebody else",
        () => issuer.token({ iss: "https://other.example" }),
        "InvalidIdentityTokenException",
        "No OpenIDConnect provider found in your account for https://other.example",
        400,
      ],
      [
        "a token for another application",
        () => issuer.token({ aud: "other" }),
        "InvalidIdentityTokenException",
        "Incorrect token audience",
        400,
      ],
      [
        "a token whose authorized party is another",
        () => issuer.token({ aud: "app", azp: "other" }),
        "InvalidIdentityTokenException",
        "Incorrect token audience",
        400,
      ],
      [
        "a token that ended",
        () => issuer.token({ exp: soon(-1) }),
        "ExpiredTokenException",
        /^Token expired: current date\/time \d+ must be before the expiration date\/time \d+$/,
        400,
      ],
      [
        "a token without an end",
        () => issuer.token({ exp: undefined }),
        "InvalidIdentityTokenException",
        "Missing a required claim: exp",
        400,
      ],
      [
        "a token of nobody",
        () => issuer.token({ sub: undefined }),
        "InvalidIdentityTokenException",
        "Missing a required claim: sub",
        400,
      ],
      [
        "a token from the future",
        () => issuer.token({ iat: soon(900), exp: soon(1800) }),
        "IDPRejectedClaimException",
        /not valid yet/,
        403,
      ],
      [
        "a token with a key that the issuer has not",
        () => issuer.token({}, { kid: "another" }),
        "InvalidIdentityTokenException",
        /^Couldn't retrieve verification key/,
        400,
      ],
    ];
    for (const [what, token, code, message, status] of cases) {
      it(what, async () => {
        const error = await failure(assume(token()));
        expect([error.name, error.$metadata?.httpStatusCode]).to.deep.equal([code, status]);
        if (typeof message === "string") expect(error.message).to.equal(message);
        else expect(error.message).to.match(message);
      });
    }

    it("a token that was changed, or that nobody signed", async () => {
      const [head, , signature] = (await issuer.token()).split(".");
      const [, body] = (await issuer.token({ sub: "admin" })).split(".");
      const changed = await failure(assume(`${head}.${body}.${signature}`));
      expect([changed.name, changed.message]).to.deep.equal([
        "InvalidIdentityTokenException",
        "Token signature invalid",
      ]);
      const none = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
      expect((await failure(assume(`${none}.${body}.`))).name).to.equal("InvalidIdentityTokenException");
    });

    it("a token that is too long, or whose claims are no text", async () => {
      const long = await failure(assume("x".repeat(20_001)));
      expect(long.message).to.include("'webIdentityToken' failed to satisfy constraint: Member must have length");
      for (const claims of [
        { amr: [{ toString: 1 }] },
        { "https://aws.amazon.com/tags": { principal_tags: { a: [[[{ toString: 1 }]]] }, transitive_tag_keys: {} } },
        { "https://aws.amazon.com/source_identity": { toString: 1 } },
        { sub: { toString: 1 }, azp: {}, aud: [null] },
      ]) {
        const status = await assume(issuer.token({ now: lab.clock.now(), ...(claims as object) })).then(
          () => 200,
          (error) => error.$metadata.httpStatusCode,
        );
        expect(status, JSON.stringify(claims)).to.be.within(200, 403);
      }
    });

    it("a token that ended by the lab's clock", async () => {
      const token = await issuer.token();
      await assume(token);
      lab.clock.advance(10 * 60_000);
      expect((await failure(assume(token))).name).to.equal("ExpiredTokenException");
    });
  });

  it("takes an issuer's new key as soon as a token names it", async () => {
    const other = await new LocalIssuer().start();
    try {
      await iam.send(new CreateOpenIDConnectProviderCommand({ Url: other.url, ClientIDList: ["sts.amazonaws.com"] }));
      await trust({
        ...trusting(),
        Principal: { Federated: provider.replace(name, other.url.replace("http://", "")) },
      });
      const now = lab.clock.now();
      await assume(other.token({ now }));
      const asked = other.requests.length;
      await assume(other.token({ now }));
      expect(other.requests.length, "keys are kept").to.equal(asked);
      await other.rotate("ES256");
      lab.clock.advance(6_000);
      await assume(other.token({ now }, { alg: "ES256" }));
    } finally {
      other.stop();
    }
  });

  it("asks an issuer once, however many of its tokens are waiting", async () => {
    const busy = await new LocalIssuer().start();
    try {
      await iam.send(new CreateOpenIDConnectProviderCommand({ Url: busy.url, ClientIDList: ["sts.amazonaws.com"] }));
      const token = await busy.token({ now: lab.clock.now() });
      await Promise.allSettled(Array.from({ length: 20 }, () => assume(token)));
      expect(busy.requests).to.deep.equal(["/.well-known/openid-configuration", "/keys"]);
    } finally {
      busy.stop();
    }
  });

  it("asks nobody but the issuer, and waits for nobody for long", async () => {
    const inside = createServer((_, response) => response.end(JSON.stringify({ keys: [] })));
    await new Promise<void>((resolve) => inside.listen(0, "127.0.0.1", resolve));
    let asked = 0;
    inside.on("request", () => (asked += 1));
    const elsewhere = `http://127.0.0.1:${(inside.address() as AddressInfo).port}/`;
    const sly = await new LocalIssuer().start();
    try {
      await iam.send(new CreateOpenIDConnectProviderCommand({ Url: sly.url, ClientIDList: ["sts.amazonaws.com"] }));
      const now = lab.clock.now();
      const ways = [
        { "/.well-known/openid-configuration": { status: 302, headers: { location: elsewhere } } },
        {
          "/.well-known/openid-configuration": { body: JSON.stringify({ jwks_uri: "http://metadata.internal/keys" }) },
        },
        {
          "/.well-known/openid-configuration": {
            body: JSON.stringify({ jwks_uri: `${sly.url}/keys`, x: "x".repeat(600_000) }),
          },
        },
        { "/.well-known/openid-configuration": { body: "<html>" } },
      ];
      for (const way of ways) {
        Object.assign(sly.answers, way);
        const error = await failure(assume(sly.token({ now })));
        expect(error.message).to.match(/^Couldn't retrieve verification key/);
      }
      expect(asked).to.equal(0);
      sly.answers["/.well-known/openid-configuration"] = { status: 503 };
      expect((await failure(assume(sly.token({ now })))).name).to.equal("IDPCommunicationErrorException");
    } finally {
      sly.stop();
      inside.close();
    }
    const gone = await failure(assume(sly.token({ now: lab.clock.now() })));
    expect(gone.name).to.equal("IDPCommunicationErrorException");
  });
});
