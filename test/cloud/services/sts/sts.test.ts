import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  AssumeRoleCommand,
  AssumeRootCommand,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import { expect } from "chai";
import { failure, useCloud } from "../../use-cloud.ts";

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: "000000000000" }, Action: "sts:AssumeRole" }],
});

describe("STS", () => {
  const lab = useCloud();
  let sts: STSClient;
  let RoleArn: string;
  before(async () => {
    sts = lab.client(STSClient);
    const { Role } = await lab
      .client(IAMClient)
      .send(new CreateRoleCommand({ RoleName: "guest", Path: "/visitors/", AssumeRolePolicyDocument: trust }));
    RoleArn = Role?.Arn as string;
    const allowed = { Effect: "Allow", Action: "sts:AssumeRole", Resource: RoleArn };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: allowed });
    await lab
      .client(IAMClient)
      .send(new PutRolePolicyCommand({ RoleName: "guest", PolicyName: "again", PolicyDocument }));
  });

  const as = ({
    AccessKeyId,
    SecretAccessKey,
    SessionToken,
  }: {
    AccessKeyId?: string;
    SecretAccessKey?: string;
    SessionToken?: string;
  } = {}) =>
    lab.client(STSClient, {
      credentials: {
        accessKeyId: AccessKeyId ?? "",
        secretAccessKey: SecretAccessKey ?? "",
        sessionToken: SessionToken ?? "",
      },
    });

  it("hands out sessions of a role", async () => {
    const { Credentials, AssumedRoleUser } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "me" }));
    const arn = "arn:aws:sts::000000000000:assumed-role/guest/me";
    expect(AssumedRoleUser?.Arn).to.equal(arn);
    const identity = await as(Credentials).send(new GetCallerIdentityCommand());
    expect(identity).to.include({ Arn: arn, Account: "000000000000", UserId: AssumedRoleUser?.AssumedRoleId });
    expect(await sts.send(new GetAccessKeyInfoCommand({ AccessKeyId: Credentials?.AccessKeyId }))).to.include({
      Account: "000000000000",
    });
  });

  it("does not tell whether a role exists", async () => {
    const missing = `${RoleArn}-not`;
    const error = await failure(sts.send(new AssumeRoleCommand({ RoleArn: missing, RoleSessionName: "me" })));
    expect([error.name, error.$metadata?.httpStatusCode]).to.deep.equal(["AccessDenied", 403]);
    expect(error.message).to.equal(
      `User: arn:aws:iam::000000000000:root is not authorized to perform: sts:AssumeRole on resource: ${missing}`,
    );
  });

  for (const [name, input] of [
    ["a session's name that is none", { RoleSessionName: "a b" }],
    ["too short a time", { DurationSeconds: 60 }],
    ["a longer time than the role allows", { DurationSeconds: 7200 }],
    ["a role's name that is none", { RoleArn: "guest-of-nobody-at-all" }],
  ] as const) {
    it(`refuses ${name}`, async () => {
      const error = await failure(sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "me", ...input })));
      expect([error.name, error.$metadata?.httpStatusCode]).to.deep.equal(["ValidationError", 400]);
    });
  }

  it("chains roles for an hour at the most", async () => {
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "one" }));
    const chained = await as(Credentials).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "two" }));
    expect(chained.AssumedRoleUser?.Arn).to.match(/two$/);
    const error = await failure(
      as(Credentials).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "two", DurationSeconds: 3601 })),
    );
    expect(error.message).to.contain("role chaining");
  });

  it("gives temporary credentials of the caller's own", async () => {
    const { Credentials } = await sts.send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
    expect((await as(Credentials).send(new GetCallerIdentityCommand())).Arn).to.equal("arn:aws:iam::000000000000:root");
    lab.clock.advance(16 * 60 * 1000);
    const late = as(Credentials);
    (late.config as { systemClockOffset: number }).systemClockOffset = lab.clock.now() - Date.now();
    expect((await failure(late.send(new GetCallerIdentityCommand()))).name).to.equal("ExpiredToken");
  });

  it("says by name what it does not do", async () => {
    const later = lab.client(STSClient);
    (later.config as { systemClockOffset: number }).systemClockOffset = lab.clock.now() - Date.now();
    const error = await failure(
      later.send(
        new AssumeRootCommand({
          TargetPrincipal: "000000000000",
          TaskPolicyArn: { arn: "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials" },
        }),
      ),
    );
    expect([error.name, error.$metadata?.httpStatusCode]).to.deep.equal(["NotImplemented", 501]);
    expect(error.message).to.contain("sts:AssumeRoot");
  });
});
