import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetFederationTokenCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import { expect } from "chai";
import { startCloud } from "../../../lab/cloud/index.ts";
import { failure, useCloud } from "../use-cloud.ts";

const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const allow = (Action: string | string[], Resource: string | string[] = "*", more: object = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const TRUST = document({
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::000000000000:root" },
  Action: "sts:AssumeRole",
});

describe("The policies of users and roles", () => {
  const lab = useCloud();
  let iam: IAMClient;
  let count = 0;
  before(async () => {
    iam = lab.client(IAMClient);
    const s3 = lab.client(S3Client);
    await s3.send(new CreateBucketCommand({ Bucket: "photos" }));
    await s3.send(new PutObjectCommand({ Bucket: "photos", Key: "me/a", Body: "text" }));
    await lab.client(SSMClient).send(new PutParameterCommand({ Name: "/app/word", Value: "said", Type: "String" }));
  });

  /** A role with these statements, and the clients of one of its sessions. */
  const role = async (statements: object[], session: Partial<AssumeRoleCommandInput> = {}, trust = TRUST) => {
    count += 1;
    const RoleName = `role-${count}`;
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
    if (statements.length > 0)
      await iam.send(
        new PutRolePolicyCommand({ RoleName, PolicyName: "own", PolicyDocument: document(...statements) }),
      );
    const assume = async () => {
      const input = { RoleArn: Role?.Arn, RoleSessionName: "me", ...session };
      const { Credentials } = await lab.client(STSClient).send(new AssumeRoleCommand(input));
      const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
      return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
    };
    return { RoleName, arn: Role?.Arn as string, assume, credentials: await assume().catch(() => undefined) };
  };
  const read = (credentials: Awaited<ReturnType<typeof role>>["credentials"], Key = "me/a") =>
    lab.client(S3Client, { credentials: credentials as never }).send(new GetObjectCommand({ Bucket: "photos", Key }));
  const word = (credentials: Awaited<ReturnType<typeof role>>["credentials"]) =>
    lab.client(SSMClient, { credentials: credentials as never }).send(new GetParameterCommand({ Name: "/app/word" }));

  it("allow what they say, and nothing else; the denial says why", async () => {
    const { credentials, RoleName } = await role([allow("s3:GetObject", "arn:aws:s3:::photos/me/*")]);
    await read(credentials);
    const denied = await failure(word(credentials));
    expect([denied.name, denied.message]).to.deep.equal([
      "AccessDeniedException",
      `User: arn:aws:sts::000000000000:assumed-role/${RoleName}/me is not authorized to perform: ssm:GetParameter on resource: arn:aws:ssm:us-east-1:000000000000:parameter/app/word because no identity-based policy allows the ssm:GetParameter action`,
    ]);
    const s3 = lab.client(S3Client, { credentials: credentials as never });
    expect((await failure(s3.send(new ListBucketsCommand()))).name).to.equal("AccessDenied");
    // Who may not list does not learn that there is nothing.
    expect((await failure(read(credentials, "me/nothing"))).name).to.equal("AccessDenied");
    expect((await failure(read(credentials, "other/a"))).message).to.contain("s3:GetObject");
  });

  it("deny, whatever else allows", async () => {
    const { credentials } = await role([allow("*"), { Effect: "Deny", Action: "ssm:Get*", Resource: "*" }]);
    await read(credentials);
    expect((await failure(word(credentials))).message).to.contain("with an explicit deny in a identity-based policy");
  });

  it("are attached, managed by AWS or one's own", async () => {
    const { credentials, RoleName } = await role([]);
    expect((await failure(read(credentials))).name).to.equal("AccessDenied");
    const PolicyArn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    await read(credentials);
    const made = await iam.send(
      new CreatePolicyCommand({ PolicyName: "words", PolicyDocument: document(allow("ssm:GetParameter")) }),
    );
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: made.Policy?.Arn }));
    expect((await word(credentials)).Parameter?.Value).to.equal("said");
  });

  it("are limited by a boundary, and by those of a session", async () => {
    const bounded = await role([allow("*")]);
    const boundary = await iam.send(
      new CreatePolicyCommand({ PolicyName: "bound", PolicyDocument: document(allow("s3:*")) }),
    );
    const PermissionsBoundary = boundary.Policy?.Arn;
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: bounded.RoleName, PermissionsBoundary }));
    await read(bounded.credentials);
    expect((await failure(word(bounded.credentials))).message).to.contain("no permissions boundary allows");
    const limited = await role([allow("*")], { Policy: document(allow("ssm:*")) });
    await word(limited.credentials);
    expect((await failure(read(limited.credentials))).message).to.contain("no session policy allows");
  });

  it("hold under conditions: on tags, and on what a request asks for", async () => {
    const tagged = allow("ssm:*", "*", { Condition: { StringEquals: { "aws:PrincipalTag/team": "red" } } });
    const red = await role(
      [tagged],
      { Tags: [{ Key: "team", Value: "red" }] },
      document({ Effect: "Allow", Principal: { AWS: "*" }, Action: ["sts:AssumeRole", "sts:TagSession"] }),
    );
    await word(red.credentials);
    expect((await failure(word((await role([tagged])).credentials))).name).to.equal("AccessDeniedException");
    const own = await role([
      allow("s3:GetObject", "arn:aws:s3:::photos/me/*", {
        Condition: { StringEquals: { "aws:ResourceAccount": "000000000000" } },
      }),
    ]);
    await read(own.credentials);
  });

  it("of a role's trust decide who may assume it", async () => {
    const closed = await role(
      [],
      {},
      document({ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }),
    );
    expect((await failure(closed.assume())).name).to.equal("AccessDenied");
    const external = document({
      Effect: "Allow",
      Principal: { AWS: "000000000000" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:ExternalId": "secret" } },
    });
    expect((await failure((await role([], {}, external)).assume())).name).to.equal("AccessDenied");
    await (await role([], { ExternalId: "secret" }, external)).assume();
  });

  it("say to whom a role may be handed on", async () => {
    const handed = await role([]);
    const creator = await role([allow("lambda:*")]);
    const create = (credentials: typeof creator.credentials) =>
      lab.client(LambdaClient, { credentials: credentials as never }).send(
        new CreateFunctionCommand({
          FunctionName: "f",
          Role: handed.arn,
          Handler: "index.handler",
          Runtime: "nodejs22.x",
          Code: { ZipFile: Buffer.from("none") },
        }),
      );
    expect((await failure(create(creator.credentials))).message).to.contain(
      `perform: iam:PassRole on resource: ${handed.arn}`,
    );
    const passing = await role([
      allow("lambda:*"),
      allow("iam:PassRole", handed.arn, {
        Condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
      }),
    ]);
    expect((await failure(create(passing.credentials))).message).not.to.contain("iam:PassRole");
  });

  it("of users hold, too, with those of the resource", async () => {
    const { User } = await iam.send(new CreateUserCommand({ UserName: "ann" }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "ann" }));
    const credentials = {
      accessKeyId: AccessKey?.AccessKeyId ?? "",
      secretAccessKey: AccessKey?.SecretAccessKey ?? "",
      sessionToken: undefined as never,
    };
    expect((await failure(read(credentials))).name).to.equal("AccessDenied");
    const named = {
      Effect: "Allow",
      Principal: { AWS: User?.Arn },
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::photos/*",
    };
    const s3 = lab.client(S3Client);
    await s3.send(new PutBucketPolicyCommand({ Bucket: "photos", Policy: document(named) }));
    await read(credentials);
    await iam.send(
      new PutUserPolicyCommand({
        UserName: "ann",
        PolicyName: "no",
        PolicyDocument: document({ Effect: "Deny", Action: "s3:*", Resource: "*" }),
      }),
    );
    expect((await failure(read(credentials))).message).to.contain("explicit deny");
  });

  it("of both the user and the token limit a federated user", async () => {
    await iam.send(new CreateUserCommand({ UserName: "broker" }));
    await iam.send(
      new PutUserPolicyCommand({
        UserName: "broker",
        PolicyName: "own",
        PolicyDocument: document(allow(["ssm:*", "sts:GetFederationToken"])),
      }),
    );
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "broker" }));
    const own = { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
    const federated = async (Policy?: string) => {
      const token = await lab
        .client(STSClient, { credentials: own })
        .send(new GetFederationTokenCommand({ Name: "guest", ...(Policy && { Policy }) }));
      expect(token.FederatedUser?.Arn).to.equal("arn:aws:sts::000000000000:federated-user/guest");
      const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = token.Credentials ?? {};
      return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
    };
    await word(await federated(document(allow("*"))));
    expect((await failure(read(await federated(document(allow("*")))))).name).to.equal("AccessDenied");
    expect((await failure(word(await federated(document(allow("s3:*")))))).message).to.contain(
      "no session policy allows",
    );
    expect((await failure(word(await federated()))).name).to.equal("AccessDeniedException");
  });

  it("are remembered where they did not allow, with what would", async () => {
    const { credentials, arn } = await role([]);
    await failure(word(credentials));
    const last = lab.running.cloud.denials.all.at(-1);
    expect(last).to.deep.include({
      role: arn,
      action: "ssm:GetParameter",
      enforced: true,
      suggestion: {
        Effect: "Allow",
        Action: "ssm:GetParameter",
        Resource: "arn:aws:ssm:us-east-1:000000000000:parameter/app/word",
      },
    });
  });

  for (const mode of ["audit", "off"] as const) {
    it(`don't count when the lab's IAM is ${mode === "off" ? "off" : "only an audit"}${mode === "audit" ? ", which tells what would have been denied" : ""}`, async () => {
      await using cloud = await startCloud({ port: 0, iam: mode });
      const credentials = { accessKeyId: "test", secretAccessKey: "test" };
      const settings = { endpoint: cloud.endpoint, region: "us-east-1", credentials };
      const [own, sts, ssm] = [new IAMClient(settings), new STSClient(settings), new SSMClient(settings)];
      await ssm.send(new PutParameterCommand({ Name: "/app/word", Value: "said", Type: "String" }));
      const { Role } = await own.send(new CreateRoleCommand({ RoleName: "r", AssumeRolePolicyDocument: TRUST }));
      const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: "me" }));
      const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
      const session = new SSMClient({
        ...settings,
        credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
      });
      expect((await session.send(new GetParameterCommand({ Name: "/app/word" }))).Parameter?.Value).to.equal("said");
      const noted = cloud.cloud.denials.all.map(({ action, enforced }) => [action, enforced]);
      expect(noted).to.deep.equal(mode === "audit" ? [["ssm:GetParameter", false]] : []);
      for (const client of [own, sts, ssm, session]) client.destroy();
    });
  }
});
