import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";

const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const ALL = { Effect: "Allow", Action: "*", Resource: "*" };

describe("A role's session", () => {
  const lab = useCloud();
  let iam: IAMClient;
  let count = 0;
  before(async () => {
    iam = lab.client(IAMClient);
    await lab.client(SSMClient).send(new PutParameterCommand({ Name: "/word", Value: "said", Type: "String" }));
  });
  const ACTIONS = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];
  const newRole = async (Action: string[] = ACTIONS, Condition?: object, policy: object = ALL) => {
    count += 1;
    const RoleName = `role-${count}`;
    const trust = document({
      Effect: "Allow",
      Principal: { AWS: "000000000000" },
      Action,
      ...(Condition && { Condition }),
    });
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "own", PolicyDocument: document(policy) }));
    return Role?.Arn as string;
  };
  type Keys = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  const ROOT: Keys = { accessKeyId: "test", secretAccessKey: "test" };
  const assume = async (RoleArn: string, more: Partial<AssumeRoleCommandInput> = {}, credentials = ROOT) => {
    const answer = await lab
      .client(STSClient, { credentials })
      .send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "me", ...more }));
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = answer.Credentials ?? {};
    const keys: Keys = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
    return { ...answer, keys };
  };
  const word = (credentials: Keys) =>
    lab.client(SSMClient, { credentials }).send(new GetParameterCommand({ Name: "/word" }));
  const team = [{ Key: "Team", Value: "red" }];

  it("needs the external id that the trust asks for", async () => {
    const role = await newRole(ACTIONS, { StringEquals: { "sts:ExternalId": "order-7" } });
    await assume(role, { ExternalId: "order-7" });
    expect((await failure(assume(role))).name).to.equal("AccessDenied");
    expect((await failure(assume(role, { ExternalId: "order-8" }))).name).to.equal("AccessDenied");
  });

  it("hands on the tags that are transitive, and no others", async () => {
    const next = await newRole(ACTIONS, undefined, {
      ...ALL,
      Condition: { StringEquals: { "aws:PrincipalTag/team": "red" }, Null: { "aws:PrincipalTag/own": "true" } },
    });
    const first = await assume(await newRole(), {
      Tags: [...team, { Key: "own", Value: "1" }],
      TransitiveTagKeys: ["team"],
    });
    const second = await assume(next, {}, first.keys);
    await word(second.keys);
    await word((await assume(next, {}, second.keys)).keys);
    await failure(word((await assume(next)).keys));
    const conflict = await failure(assume(next, { Tags: [{ Key: "TEAM", Value: "blue" }] }, first.keys));
    expect([conflict.name, conflict.message]).to.deep.equal([
      "InvalidParameterValue",
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    ]);
    // Who hands tags on must be let in with tags.
    expect((await failure(assume(await newRole(["sts:AssumeRole"]), {}, first.keys))).message).to.contain(
      "sts:TagSession",
    );
  });

  it("keeps the source identity that was set first", async () => {
    const role = await newRole(ACTIONS, undefined, {
      ...ALL,
      Condition: { StringEquals: { "aws:SourceIdentity": "ada" } },
    });
    const first = await assume(role, { SourceIdentity: "ada" });
    expect(first.SourceIdentity).to.equal("ada");
    const second = await assume(role, {}, first.keys);
    expect(second.SourceIdentity).to.equal("ada");
    await word(second.keys);
    const other = await failure(assume(role, { SourceIdentity: "bob" }, second.keys));
    expect([other.name, other.message]).to.deep.equal([
      "ValidationError",
      "The source identity is already set for this assume role session",
    ]);
    const closed = await newRole(["sts:AssumeRole"]);
    expect((await failure(assume(closed, { SourceIdentity: "ada" }))).message).to.contain("sts:SetSourceIdentity");
    const only = await newRole(ACTIONS, { StringEquals: { "sts:SourceIdentity": "ada" } });
    expect((await failure(assume(only, { SourceIdentity: "bob" }))).name).to.equal("AccessDenied");
  });

  it("knows when it began", async () => {
    const later = new Date(lab.clock.now() + 60_000).toISOString();
    const Condition = { DateGreaterThan: { "aws:TokenIssueTime": later } };
    const role = await newRole(ACTIONS, undefined, { ...ALL, Condition });
    expect((await failure(word((await assume(role)).keys))).name).to.equal("AccessDeniedException");
    lab.clock.advance(120_000);
    await word((await assume(role)).keys);
  });

  it("is limited by as much as it may be limited by", async () => {
    const role = await newRole();
    const Policy = document(ALL);
    expect((await assume(role)).PackedPolicySize).to.equal(undefined);
    const { PackedPolicySize } = await assume(role, { Policy, Tags: team });
    expect(PackedPolicySize).to.be.within(1, 100);
    const random = () =>
      Array.from({ length: 16 }, () => Math.random().toString(36).slice(2))
        .join("")
        .slice(0, 128);
    const many = (size: number) => Array.from({ length: size }, (_, i) => ({ Key: `key-${i}`, Value: random() }));
    const same = [...team, { Key: "team", Value: "blue" }];
    const arns = Array.from({ length: 11 }, () => ({ arn: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" }));
    const cases: [Partial<AssumeRoleCommandInput>, string, RegExp][] = [
      [{ Policy: `${Policy}${" ".repeat(2048)}` }, "ValidationError", /'policy' .* length less than or equal to 2048/],
      [{ Policy: "{}" }, "MalformedPolicyDocumentException", /not a policy/],
      [{ PolicyArns: arns }, "ValidationError", /'policyArns' .* equal to 10/],
      [{ PolicyArns: [{ arn: "arn:aws:iam::000000000000:policy/none" }] }, "ValidationError", /not there/],
      [{ Tags: many(51) }, "ValidationError", /'tags' .* equal to 50/],
      [{ Tags: many(50) }, "PackedPolicyTooLargeException", /^Packed policy consumes \d+% of allotted space/],
      [{ Tags: [{ Key: "k".repeat(129), Value: "" }] }, "ValidationError", /'tags\.1\.member\.key' .* equal to 128/],
      [{ Tags: [{ Key: "k", Value: "v".repeat(257) }] }, "ValidationError", /'tags\.1\.member\.value' .* equal to 256/],
      [{ Tags: same }, "InvalidParameterValue", /^Duplicate tag keys found\./],
      [{ TransitiveTagKeys: ["team"] }, "InvalidParameterValue", /must be included in the requested tags/],
      [{ SourceIdentity: "aws:me" }, "ValidationError", /'sourceIdentity'/],
      [{ ExternalId: "a b" }, "ValidationError", /'externalId'/],
    ];
    for (const [more, code, message] of cases) {
      const error = await failure(assume(role, more));
      expect(error.name, message.source).to.equal(code);
      expect(error.message).to.match(message);
    }
  });
});
