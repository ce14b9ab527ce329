import { IAM } from "@aws-sdk/client-iam";
import { S3 } from "@aws-sdk/client-s3";
import { STS } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";

const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const allow = (Action: string, Resource = "*", more: object = {}) => ({ Effect: "Allow", Action, Resource, ...more });
const BOUNDARY = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";

describe("Users and groups of IAM", () => {
  const lab = useCloud();
  let iam: IAM;
  before(() => {
    iam = lab.client(IAM);
  });
  /** A user with a key, and the configuration of his clients. */
  const person = async (UserName: string) => {
    const { User } = await iam.createUser({ UserName });
    const { AccessKey } = await iam.createAccessKey({ UserName });
    const credentials = {
      accessKeyId: AccessKey?.AccessKeyId as string,
      secretAccessKey: AccessKey?.SecretAccessKey as string,
    };
    return { User, credentials, sts: lab.client(STS, { credentials }), s3: lab.client(S3, { credentials }) };
  };

  it("are renamed with all that they have: keys, sessions, groups and policies", async () => {
    const ann = await person("ann");
    await iam.createGroup({ GroupName: "readers" });
    await iam.addUserToGroup({ GroupName: "readers", UserName: "ann" });
    await iam.putGroupPolicy({
      GroupName: "readers",
      PolicyName: "list",
      PolicyDocument: document(allow("s3:ListAllMyBuckets")),
    });
    await iam.attachUserPolicy({ UserName: "ann", PolicyArn: "arn:aws:iam::aws:policy/AWSLambdaExecute" });
    const { Credentials } = await ann.sts.getSessionToken({});
    await iam.updateUser({ UserName: "ann", NewUserName: "anna", NewPath: "/people/" });
    await iam.updateGroup({ GroupName: "readers", NewGroupName: "lookers", NewPath: "/all/" });

    const Arn = "arn:aws:iam::000000000000:user/people/anna";
    expect((await iam.getUser({ UserName: "anna" })).User).to.include({ Arn, UserId: ann.User?.UserId });
    expect((await failure(iam.getUser({ UserName: "ann" }))).name).to.equal("NoSuchEntityException");
    expect((await ann.sts.getCallerIdentity({})).Arn).to.equal(Arn);
    const session = {
      accessKeyId: Credentials?.AccessKeyId as string,
      secretAccessKey: Credentials?.SecretAccessKey as string,
      sessionToken: Credentials?.SessionToken as string,
    };
    expect((await lab.client(STS, { credentials: session }).getCallerIdentity({})).Arn).to.equal(Arn);
    const { Groups } = await iam.listGroupsForUser({ UserName: "anna" });
    expect(Groups?.map((group) => group.Arn)).to.deep.equal(["arn:aws:iam::000000000000:group/all/lookers"]);
    expect((await iam.listAttachedUserPolicies({ UserName: "anna" })).AttachedPolicies?.length).to.equal(1);
    // What the group allows is decided by the names that there are now.
    await ann.s3.listBuckets({});
    expect((await iam.getGroup({ GroupName: "lookers" })).Users?.map((user) => user.UserName)).to.deep.equal(["anna"]);
  });

  it("are not renamed to what another is called, whatever the case", async () => {
    await iam.createUser({ UserName: "Taken" });
    await iam.createUser({ UserName: "free" });
    const clash = await failure(iam.updateUser({ UserName: "free", NewUserName: "TAKEN" }));
    expect([clash.name, clash.message]).to.deep.equal([
      "EntityAlreadyExistsException",
      "User with name TAKEN already exists.",
    ]);
    expect((await failure(iam.createUser({ UserName: "taken" }))).name).to.equal("EntityAlreadyExistsException");
    await iam.updateUser({ UserName: "Taken", NewUserName: "taken" });
    await iam.createGroup({ GroupName: "one" });
    await iam.createGroup({ GroupName: "two" });
    const group = await failure(iam.updateGroup({ GroupName: "one", NewGroupName: "Two" }));
    expect(group.name).to.equal("EntityAlreadyExistsException");
  });

  it("are renamed only by who may change them under both names", async () => {
    const admin = await person("admin");
    const own = lab.client(IAM, { credentials: admin.credentials });
    await iam.createUser({ UserName: "dev-bob" });
    const put = (pattern: string) =>
      iam.putUserPolicy({
        UserName: "admin",
        PolicyName: "p",
        PolicyDocument: document(allow("iam:UpdateUser", `arn:aws:iam::*:user/${pattern}`)),
      });
    await put("dev-*");
    const refused = await failure(own.updateUser({ UserName: "dev-bob", NewUserName: "ops-bob" }));
    expect(refused.message).to.contain("on resource: arn:aws:iam::000000000000:user/ops-bob");
    await own.updateUser({ UserName: "dev-bob", NewUserName: "dev-bobby" });
  });

  it("can do no more than their boundary", async () => {
    const carl = await person("carl");
    await iam.attachUserPolicy({ UserName: "carl", PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" });
    await carl.s3.createBucket({ Bucket: "before-the-boundary" });
    await iam.putUserPermissionsBoundary({ UserName: "carl", PermissionsBoundary: BOUNDARY });
    expect((await iam.getUser({ UserName: "carl" })).User?.PermissionsBoundary?.PermissionsBoundaryArn).to.equal(
      BOUNDARY,
    );
    await carl.s3.listBuckets({});
    expect((await failure(carl.s3.createBucket({ Bucket: "after-the-boundary" }))).name).to.equal("AccessDenied");
    await iam.deleteUserPermissionsBoundary({ UserName: "carl" });
    await carl.s3.createBucket({ Bucket: "without-a-boundary" });
    expect((await failure(iam.deleteUserPermissionsBoundary({ UserName: "carl" }))).name).to.equal(
      "NoSuchEntityException",
    );
    const nothing = "arn:aws:iam::000000000000:policy/nothing";
    const missing = await failure(iam.putUserPermissionsBoundary({ UserName: "carl", PermissionsBoundary: nothing }));
    expect(missing.message).to.equal(`Scope ARN: ${nothing} does not exist or is not attachable.`);
  });

  it("may be made only within a boundary, where a policy says so", async () => {
    const lead = await person("lead");
    const own = lab.client(IAM, { credentials: lead.credentials });
    const Condition = { StringEquals: { "iam:PermissionsBoundary": BOUNDARY } };
    const attach = { ArnEquals: { "iam:PolicyARN": "arn:aws:iam::aws:policy/AmazonS3*" } };
    const PolicyDocument = document(
      allow("iam:CreateUser", "*", { Condition }),
      allow("iam:AttachUserPolicy", "*", { Condition: attach }),
    );
    await iam.putUserPolicy({ UserName: "lead", PolicyName: "delegated", PolicyDocument });
    expect((await failure(own.createUser({ UserName: "loose" }))).name).to.equal("AccessDenied");
    await own.createUser({ UserName: "bound", PermissionsBoundary: BOUNDARY });
    await own.attachUserPolicy({ UserName: "bound", PolicyArn: "arn:aws:iam::aws:policy/AmazonS3FullAccess" });
    const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
    expect((await failure(own.attachUserPolicy({ UserName: "bound", PolicyArn }))).name).to.equal("AccessDenied");
  });

  it("who were deleted leave nothing to another of the same name", async () => {
    const first = await person("twice");
    const { Credentials } = await first.sts.getSessionToken({});
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId as string,
      secretAccessKey: Credentials?.SecretAccessKey as string,
      sessionToken: Credentials?.SessionToken as string,
    };
    await iam.deleteAccessKey({ UserName: "twice", AccessKeyId: first.credentials.accessKeyId });
    await iam.deleteUser({ UserName: "twice" });
    await iam.createUser({ UserName: "twice" });
    await iam.attachUserPolicy({ UserName: "twice", PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" });
    expect((await failure(lab.client(S3, { credentials }).listBuckets({}))).name).to.equal("AccessDenied");
  });

  it("and roles that were deleted leave nothing to others of the same name, in sessions either", async () => {
    const trust = document({ Effect: "Allow", Principal: { AWS: "000000000000" }, Action: "sts:AssumeRole" });
    const role = { RoleName: "reborn", AssumeRolePolicyDocument: trust };
    const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
    const { Role } = await iam.createRole(role);
    await iam.attachRolePolicy({ RoleName: "reborn", PolicyArn });
    const { Credentials } = await lab.client(STS).assumeRole({ RoleArn: Role?.Arn, RoleSessionName: "session" });
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId as string,
      secretAccessKey: Credentials?.SecretAccessKey as string,
      sessionToken: Credentials?.SessionToken as string,
    };
    const s3 = lab.client(S3, { credentials });
    await s3.listBuckets({});
    await iam.detachRolePolicy({ RoleName: "reborn", PolicyArn });
    await iam.deleteRole({ RoleName: "reborn" });
    await iam.createRole(role);
    await iam.attachRolePolicy({ RoleName: "reborn", PolicyArn });
    expect((await failure(s3.listBuckets({}))).name).to.equal("AccessDenied");
  });

  it("stay trusted by roles when they are renamed, and not when they are gone and made again", async () => {
    const { User, sts, credentials } = await person("trusted");
    const trust = { Effect: "Allow", Principal: { AWS: [User?.Arn] }, Action: "sts:AssumeRole" };
    const RoleName = "trusting";
    const { Role } = await iam.createRole({ RoleName, AssumeRolePolicyDocument: document(trust) });
    const shown = async () => {
      const { Role: now } = await iam.getRole({ RoleName });
      return JSON.parse(decodeURIComponent(now?.AssumeRolePolicyDocument ?? "")).Statement[0].Principal.AWS;
    };
    const assume = { RoleArn: Role?.Arn, RoleSessionName: "session" };
    await iam.updateUser({ UserName: "trusted", NewUserName: "confided" });
    expect(await shown()).to.deep.equal(["arn:aws:iam::000000000000:user/confided"]);
    await sts.assumeRole(assume);
    await iam.deleteAccessKey({ UserName: "confided", AccessKeyId: credentials.accessKeyId });
    await iam.deleteUser({ UserName: "confided" });
    expect(await shown()).to.deep.equal([User?.UserId]);
    const other = await person("confided");
    expect((await failure(other.sts.assumeRole(assume))).name).to.equal("AccessDenied");
  });

  it("are told apart by their tags, where a policy says so", async () => {
    const lead = await person("red-lead");
    const own = lab.client(IAM, { credentials: lead.credentials });
    const Condition = { StringEquals: { "aws:ResourceTag/team": "red" } };
    const PolicyDocument = document(allow("iam:UpdateUser", "*", { Condition }));
    await iam.putUserPolicy({ UserName: "red-lead", PolicyName: "team", PolicyDocument });
    await iam.createUser({ UserName: "of-red", Tags: [{ Key: "team", Value: "red" }] });
    await iam.createUser({ UserName: "of-blue", Tags: [{ Key: "team", Value: "blue" }] });
    await own.updateUser({ UserName: "of-red", NewPath: "/red/" });
    expect((await failure(own.updateUser({ UserName: "of-blue", NewPath: "/red/" }))).name).to.equal("AccessDenied");
  });

  it("have up to fifty tags, told apart without regard to case", async () => {
    await iam.createUser({ UserName: "tagged", Tags: [{ Key: "Team", Value: "red" }] });
    const tag = (...pairs: [string, string][]) =>
      iam.tagUser({ UserName: "tagged", Tags: pairs.map(([Key, Value]) => ({ Key, Value })) });
    await tag(["team", "blue"], ["a", "1"]);
    expect((await iam.listUserTags({ UserName: "tagged" })).Tags).to.have.deep.members([
      { Key: "team", Value: "blue" },
      { Key: "a", Value: "1" },
    ]);
    await iam.untagUser({ UserName: "tagged", TagKeys: ["A"] });
    const page = await iam.listUserTags({ UserName: "tagged" });
    expect(page).to.deep.include({ Tags: [{ Key: "team", Value: "blue" }], IsTruncated: false });
    const many = Array.from({ length: 50 }, (_, i): [string, string] => [`key-${i}`, ""]);
    expect((await failure(tag(...many))).name).to.equal("LimitExceededException");
    expect((await failure(tag(["x", "1"], ["X", "2"]))).message).to.equal(
      "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    );
    expect((await failure(tag(["aws:x", "1"]))).name).to.equal("InvalidInputException");
    expect((await failure(tag(["k".repeat(129), "1"]))).message).to.contain("'tags.1.member.key'");
    expect((await failure(tag(["no#hash", "1"]))).message).to.contain("regular expression pattern");
  });

  it("come in pages, by path", async () => {
    for (const name of ["p3", "p1", "p2"]) await iam.createUser({ UserName: name, Path: "/paged/" });
    const first = await iam.listUsers({ PathPrefix: "/paged/", MaxItems: 2 });
    expect([first.Users?.map((user) => user.UserName), first.IsTruncated]).to.deep.equal([["p1", "p2"], true]);
    const next = await iam.listUsers({ PathPrefix: "/paged/", MaxItems: 2, Marker: first.Marker });
    expect([next.Users?.map((user) => user.UserName), next.IsTruncated]).to.deep.equal([["p3"], false]);
    expect((await failure(iam.listUsers({ MaxItems: 1001 }))).message).to.contain("'maxItems'");
    expect((await failure(iam.listUsers({ Marker: "what?" }))).name).to.equal("ValidationError");
  });

  it("are in ten groups at most", async () => {
    await iam.createUser({ UserName: "sociable" });
    for (let i = 1; i <= 11; i++) await iam.createGroup({ GroupName: `club-${i}` });
    for (let i = 1; i <= 10; i++) await iam.addUserToGroup({ GroupName: `club-${i}`, UserName: "sociable" });
    const eleventh = await failure(iam.addUserToGroup({ GroupName: "club-11", UserName: "sociable" }));
    expect(eleventh.message).to.equal("Cannot exceed quota for GroupsPerUser: 10");
  });
});

describe("What has no tags", () => {
  const lab = useCloud();
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
  });

  it("is answered without them where AWS leaves them out, and with an empty list where it does not", async () => {
    const iam = lab.client(IAM);
    const { User } = await iam.createUser({ UserName: "plain" });
    expect(User).to.have.all.keys("UserName", "UserId", "Path", "Arn", "CreateDate");
    expect((await iam.getUser({ UserName: "plain" })).User).to.have.all.keys(Object.keys(User ?? {}));
    const { Role } = await iam.createRole({ RoleName: "plain", AssumeRolePolicyDocument });
    const keys = ["RoleName", "RoleId", "Path", "Arn", "CreateDate", "AssumeRolePolicyDocument"];
    expect(Role).to.have.all.keys(keys);
    const read = await iam.getRole({ RoleName: "plain" });
    expect(read.Role).to.have.all.keys(...keys, "MaxSessionDuration", "RoleLastUsed");
    const InstanceProfileName = "plain";
    const made = await iam.createInstanceProfile({ InstanceProfileName });
    expect(made.InstanceProfile).to.not.have.property("Tags");
    await iam.addRoleToInstanceProfile({ InstanceProfileName, RoleName: "plain" });
    const { InstanceProfile } = await iam.getInstanceProfile({ InstanceProfileName });
    expect(InstanceProfile?.Tags).to.deep.equal([]);
    expect(InstanceProfile?.Roles?.[0]).to.have.all.keys(keys);
  });
});
