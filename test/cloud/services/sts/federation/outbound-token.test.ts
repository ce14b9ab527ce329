import { IAM } from "@aws-sdk/client-iam";
import { STS } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import { failure, useCloud } from "../../../use-cloud.ts";

const AUDIENCE = "https://api.example.com";

describe("A token for services outside", () => {
  const lab = useCloud();
  let iam: IAM;
  let sts: STS;
  before(() => {
    iam = lab.client(IAM);
    sts = lab.client(STS);
  });
  const tokenFor = (more: object = {}) =>
    sts.getWebIdentityToken({ Audience: [AUDIENCE], SigningAlgorithm: "RS256", ...more });

  it("is there only for accounts that have enabled it", async () => {
    const early = await failure(tokenFor());
    expect([early.name, early.$metadata?.httpStatusCode]).to.deep.equal([
      "OutboundWebIdentityFederationDisabledException",
      403,
    ]);
    expect((await failure(iam.getOutboundWebIdentityFederationInfo({}))).name).to.equal("FeatureDisabledException");
    const { IssuerIdentifier } = await iam.enableOutboundWebIdentityFederation({});
    expect((await failure(iam.enableOutboundWebIdentityFederation({}))).name).to.equal("FeatureEnabledException");
    const info = await iam.getOutboundWebIdentityFederationInfo({});
    expect(info).to.include({ IssuerIdentifier, JwtVendingEnabled: true });
  });

  for (const SigningAlgorithm of ["RS256", "ES384"]) {
    it(`is verified by the keys that its issuer shows: ${SigningAlgorithm}`, async () => {
      const { WebIdentityToken = "", Expiration } = await tokenFor({ SigningAlgorithm, DurationSeconds: 600 });
      const { iss = "" } = decodeJwt(WebIdentityToken);
      const { jwks_uri, issuer } = (await (await fetch(`${iss}/.well-known/openid-configuration`)).json()) as {
        jwks_uri: string;
        issuer: string;
      };
      const { payload, protectedHeader } = await jwtVerify(WebIdentityToken, createRemoteJWKSet(new URL(jwks_uri)), {
        audience: AUDIENCE,
        issuer,
      });
      expect(protectedHeader.alg).to.equal(SigningAlgorithm);
      expect([payload.sub, payload.aud]).to.deep.equal(["arn:aws:iam::000000000000:root", AUDIENCE]);
      expect(payload.exp)
        .to.equal((payload.iat ?? 0) + 600)
        .and.to.equal((Expiration?.getTime() ?? 0) / 1000);
      const shown = JSON.stringify(await (await fetch(jwks_uri)).json());
      expect(shown).to.not.contain('"d":').and.not.contain('"p":');
    });
  }

  it("says what the caller is, and what the request adds", async () => {
    const Principal = { AWS: "arn:aws:iam::000000000000:root" };
    const trust = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }] };
    const Tags = [{ Key: "team", Value: "data" }];
    await iam.createRole({ RoleName: "worker", AssumeRolePolicyDocument: JSON.stringify(trust), Tags });
    const Condition = { "ForAllValues:StringEquals": { "sts:IdentityTokenAudience": AUDIENCE } };
    const Statement = { Effect: "Allow", Action: "sts:GetWebIdentityToken", Resource: "*", Condition };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [Statement] });
    await iam.putRolePolicy({ RoleName: "worker", PolicyName: "tokens", PolicyDocument });
    const RoleArn = "arn:aws:iam::000000000000:role/worker";
    const { Credentials } = await sts.assumeRole({ RoleArn, RoleSessionName: "session" });
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId as string,
      secretAccessKey: Credentials?.SecretAccessKey as string,
      sessionToken: Credentials?.SessionToken as string,
    };
    const worker = lab.client(STS, { credentials });
    const ask = (audience: string, more: object = {}) =>
      worker.getWebIdentityToken({ Audience: [audience], SigningAlgorithm: "ES384", ...more });
    const { WebIdentityToken = "" } = await ask(AUDIENCE, { Tags: [{ Key: "job", Value: "1" }] });
    const claims = decodeJwt(WebIdentityToken);
    expect(claims.sub).to.equal(RoleArn);
    expect(claims["https://sts.amazonaws.com/"]).to.deep.include({
      aws_account: "000000000000",
      source_region: "us-east-1",
      principal_tags: { team: "data" },
      request_tags: { job: "1" },
    });
    expect((await failure(ask("https://other.example.com"))).name).to.match(/^AccessDenied/);
  });

  it("is refused for other algorithms, and after it was disabled", async () => {
    expect((await failure(tokenFor({ SigningAlgorithm: "HS256" }))).name).to.equal("ValidationError");
    await iam.disableOutboundWebIdentityFederation({});
    expect((await failure(tokenFor())).name).to.equal("OutboundWebIdentityFederationDisabledException");
  });
});
