import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  ListUsersCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import {
  AssumeRoleCommand,
  type Credentials,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";
import { giveDevice } from "../../iam/mfa/authenticator.ts";

const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const ALL = { Effect: "Allow", Action: "*", Resource: "*" };

describe("A second factor", () => {
  const lab = useCloud();
  let iam: IAMClient;
  let key: { accessKeyId: string; secretAccessKey: string };
  let device: Awaited<ReturnType<typeof giveDevice>>;
  before(async () => {
    iam = lab.client(IAMClient);
    await iam.send(new CreateUserCommand({ UserName: "ada" }));
    const PolicyDocument = document(ALL, {
      Effect: "Deny",
      Action: "ssm:GetParameter",
      Resource: "*",
      Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } },
    });
    await iam.send(new PutUserPolicyCommand({ UserName: "ada", PolicyName: "own", PolicyDocument }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "ada" }));
    key = { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
    await lab.client(SSMClient).send(new PutParameterCommand({ Name: "/word", Value: "said", Type: "String" }));
    device = await giveDevice(iam, "ada", "ada", lab.clock);
  });

  /** A client by the lab's clock, which moves here. */
  const client = <C extends { config: object }>(
    Client: new (configuration: never) => C,
    credentials: object = key,
  ): C => {
    const made = lab.client(Client as never, { credentials: credentials as never }) as C;
    (made.config as { systemClockOffset: number }).systemClockOffset = lab.clock.now() - Date.now();
    return made;
  };
  const keysOf = ({ AccessKeyId, SecretAccessKey, SessionToken }: Partial<Credentials> = {}) => ({
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  });
  const token = async (more: object = {}) =>
    keysOf((await client(STSClient).send(new GetSessionTokenCommand(more))).Credentials);
  const proof = () => ({ SerialNumber: device.SerialNumber, TokenCode: device.app.next() });
  const word = (credentials: object = key) =>
    client(SSMClient, credentials).send(new GetParameterCommand({ Name: "/word" }));

  it("is known to policies of sessions only", async () => {
    await word();
    expect((await failure(word(await token()))).message).to.contain("explicit deny");
    await word(await token(proof()));
  });

  it("grows old by the lab's clock", async () => {
    const PolicyDocument = document(ALL, {
      Effect: "Deny",
      Action: "ssm:GetParameter",
      Resource: "*",
      Condition: { NumericGreaterThan: { "aws:MultiFactorAuthAge": "600" } },
    });
    await iam.send(new PutUserPolicyCommand({ UserName: "ada", PolicyName: "fresh", PolicyDocument }));
    const credentials = await token(proof());
    await word(credentials);
    lab.clock.advance(601_000);
    expect((await failure(word(credentials))).message).to.contain("explicit deny");
    await word(await token(proof()));
  });

  it("opens IAM to a user's temporary credentials, and most of STS never", async () => {
    const weak = await failure(client(IAMClient, await token()).send(new ListUsersCommand()));
    expect([weak.name, weak.message, weak.$metadata?.httpStatusCode]).to.deep.equal([
      "InvalidClientTokenId",
      "The security token included in the request is invalid",
      403,
    ]);
    const strong = await token(proof());
    await client(IAMClient, strong).send(new ListUsersCommand());
    const sts = client(STSClient, strong);
    expect((await sts.send(new GetCallerIdentityCommand())).Arn).to.equal("arn:aws:iam::000000000000:user/ada");
    const again = await failure(sts.send(new GetSessionTokenCommand()));
    expect(again.message).to.equal("Cannot call GetSessionToken with session credentials");
    const info = await failure(sts.send(new GetAccessKeyInfoCommand({ AccessKeyId: key.accessKeyId })));
    expect(info.name).to.equal("AccessDenied");
  });

  it("is accepted once", async () => {
    const once = proof();
    await token(once);
    const twice = await failure(token(once));
    expect([twice.name, twice.message]).to.deep.equal([
      "AccessDenied",
      "MultiFactorAuthentication failed with invalid MFA one time pass code. ",
    ]);
  });

  it("is refused when it is wrong, or somebody else's", async () => {
    await iam.send(new CreateUserCommand({ UserName: "bob" })).catch(() => undefined);
    const bob = await giveDevice(
      client(IAMClient, { accessKeyId: "test", secretAccessKey: "test" }),
      "bob",
      "bob",
      lab.clock,
    );
    const { SerialNumber } = device;
    for (const [more, message] of [
      [{ SerialNumber, TokenCode: "000000" }, /invalid MFA one time pass code/],
      [{ SerialNumber }, /must provide both MFA serial number and one time pass code/],
      [{ TokenCode: device.app.next() }, /must provide both/],
      [{ SerialNumber: bob.SerialNumber, TokenCode: bob.app.next() }, /verify your MFA serial number/],
      [{ SerialNumber: `${SerialNumber}-not`, TokenCode: device.app.next() }, /verify your MFA serial number/],
    ] as const) {
      const error = await failure(token(more));
      expect(error.name).to.equal("AccessDenied");
      expect(error.message).to.match(message);
    }
  });

  it("is what a role's trust may ask for; its session has it", async () => {
    const trust = document({
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::000000000000:user/ada" },
      Action: "sts:AssumeRole",
      Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
    });
    const root = client(IAMClient, { accessKeyId: "test", secretAccessKey: "test" });
    const { Role } = await root.send(new CreateRoleCommand({ RoleName: "vault", AssumeRolePolicyDocument: trust }));
    const PolicyDocument = document({ ...ALL, Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } });
    await root.send(new PutRolePolicyCommand({ RoleName: "vault", PolicyName: "own", PolicyDocument }));
    const assume = (more: object = {}, credentials: object = key) =>
      client(STSClient, credentials).send(
        new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: "me", ...more }),
      );
    expect((await failure(assume())).name).to.equal("AccessDenied");
    expect((await failure(assume({}, await token()))).name).to.equal("AccessDenied");
    const used = proof();
    await word(keysOf((await assume(used)).Credentials));
    expect((await failure(assume(used))).message).to.contain("invalid MFA one time pass code");
    await word(keysOf((await assume({}, await token(proof()))).Credentials));
  });
});
