import { IAM } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { useCloud } from "../../../use-cloud.ts";
import { Stacks } from "../../cloudformation/stacks.ts";

const document = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
const allow = (Action: string) => document({ Effect: "Allow", Action, Resource: "*" });
const TRUST = document({ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" });
const AWS = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const ref = (Ref: string) => ({ Ref });
const get = (name: string, attribute: string) => ({ "Fn::GetAtt": [name, attribute] });

describe("IAM's resources in a stack", () => {
  const lab = useCloud();
  const stacks = new Stacks(lab);
  const CAPABILITIES = { Capabilities: ["CAPABILITY_NAMED_IAM" as const] };
  let iam: IAM;
  before(() => {
    iam = lab.client(IAM);
  });
  const create = (name: string, template: object) => stacks.create(name, template, CAPABILITIES);
  const update = (name: string, template: object) => stacks.update(name, template, CAPABILITIES);
  const outputs = ({ Outputs = [] }: { Outputs?: { OutputKey?: string; OutputValue?: string }[] }) =>
    Object.fromEntries(Outputs.map(({ OutputKey = "", OutputValue }) => [OutputKey, OutputValue]));

  const resource = (Type: string, Properties: object) => ({ Type: `AWS::IAM::${Type}`, Properties });
  const people = (more: { user?: object; group?: object; key?: object; addition?: object } = {}) => ({
    Resources: {
      Staff: resource("Group", {
        GroupName: "staff",
        ManagedPolicyArns: [AWS("AmazonS3ReadOnlyAccess")],
        Policies: [{ PolicyName: "in", PolicyDocument: allow("sqs:*") }],
        ...more.group,
      }),
      Others: resource("Group", { Path: "/others/" }),
      Ann: resource("User", {
        UserName: "ann",
        Path: "/people/",
        Groups: [ref("Staff")],
        ManagedPolicyArns: [AWS("AWSLambdaExecute")],
        Policies: [{ PolicyName: "own", PolicyDocument: allow("sns:*") }],
        PermissionsBoundary: AWS("PowerUserAccess"),
        Tags: [{ Key: "team", Value: "red" }],
        ...more.user,
      }),
      Key: resource("AccessKey", { UserName: ref("Ann"), ...more.key }),
      Addition: resource("UserToGroupAddition", { GroupName: ref("Others"), Users: [ref("Ann")], ...more.addition }),
    },
    Outputs: {
      User: { Value: ref("Ann") },
      Arn: { Value: get("Ann", "Arn") },
      Group: { Value: get("Staff", "Arn") },
      Key: { Value: ref("Key") },
      Secret: { Value: get("Key", "SecretAccessKey") },
    },
  });
  const groupsOf = async (UserName: string) =>
    ((await iam.listGroupsForUser({ UserName })).Groups ?? []).map(({ GroupName }) => GroupName?.split("-")[0]);

  it("are users with groups, policies, boundaries, tags and keys", async () => {
    const stack = await create("people", people());
    expect(stack.StackStatus).to.equal("CREATE_COMPLETE");
    const { User, Arn, Group, Key, Secret } = outputs(stack);
    expect([User, Arn, Group]).to.deep.equal([
      "ann",
      "arn:aws:iam::000000000000:user/people/ann",
      "arn:aws:iam::000000000000:group/staff",
    ]);
    expect(Key).to.match(/^AKIA/);
    expect(Secret).to.have.length(40);
    const { User: ann } = await iam.getUser({ UserName: "ann" });
    expect(ann?.PermissionsBoundary?.PermissionsBoundaryArn).to.equal(AWS("PowerUserAccess"));
    expect(ann?.Tags).to.deep.equal([{ Key: "team", Value: "red" }]);
    expect(await groupsOf("ann")).to.have.members(["people", "staff"]);
    expect((await iam.listUserPolicies({ UserName: "ann" })).PolicyNames).to.deep.equal(["own"]);
    expect((await iam.listGroupPolicies({ GroupName: "staff" })).PolicyNames).to.deep.equal(["in"]);
  });

  it("change in place but for their names", async () => {
    const before = outputs(await stacks.describe("people"));
    const { User: was } = await iam.getUser({ UserName: "ann" });
    const stack = await update(
      "people",
      people({
        user: {
          Path: "/moved/",
          Groups: [],
          ManagedPolicyArns: [AWS("AmazonSQSFullAccess")],
          Policies: [],
          PermissionsBoundary: undefined,
          Tags: [{ Key: "unit", Value: "blue" }],
        },
        group: { Path: "/g/", ManagedPolicyArns: [], Policies: [] },
        key: { Status: "Inactive" },
        addition: { GroupName: ref("Staff") },
      }),
    );
    expect(stack.StackStatus).to.equal("UPDATE_COMPLETE");
    const after = outputs(stack);
    expect([after.Arn, after.Group, after.Key, after.Secret]).to.deep.equal([
      "arn:aws:iam::000000000000:user/moved/ann",
      "arn:aws:iam::000000000000:group/g/staff",
      before.Key,
      before.Secret,
    ]);
    const { User: ann } = await iam.getUser({ UserName: "ann" });
    expect(ann?.UserId).to.equal(was?.UserId);
    expect(ann?.PermissionsBoundary).to.equal(undefined);
    expect(ann?.Tags).to.deep.equal([{ Key: "unit", Value: "blue" }]);
    expect(await groupsOf("ann")).to.deep.equal(["staff"]);
    expect((await iam.listUserPolicies({ UserName: "ann" })).PolicyNames).to.deep.equal([]);
    const { AttachedPolicies } = await iam.listAttachedUserPolicies({ UserName: "ann" });
    expect(AttachedPolicies?.map(({ PolicyName }) => PolicyName)).to.deep.equal(["AmazonSQSFullAccess"]);
    const { AccessKeyMetadata } = await iam.listAccessKeys({ UserName: "ann" });
    expect(AccessKeyMetadata?.map(({ Status }) => Status)).to.deep.equal(["Inactive"]);
  });

  it("are made anew for another name, or another serial of a key", async () => {
    const before = outputs(await stacks.describe("people"));
    const stack = await update("people", people({ user: { UserName: "anna" }, key: { Serial: 2 } }));
    expect(stack.StackStatus).to.equal("UPDATE_COMPLETE");
    const after = outputs(stack);
    expect(after.User).to.equal("anna");
    expect(after.Key).to.not.equal(before.Key);
    expect((await iam.listUsers({})).Users?.map(({ UserName }) => UserName)).to.deep.equal(["anna"]);
    expect((await stacks.delete(stack)).StackStatus).to.equal("DELETE_COMPLETE");
    expect([(await iam.listUsers({})).Users, (await iam.listGroups({})).Groups]).to.deep.equal([[], []]);
  });

  const machines = (
    more: { role?: object; policy?: object; managed?: object; alone?: object; roles?: unknown[] } = {},
  ) => ({
    Resources: {
      Role: resource("Role", { AssumeRolePolicyDocument: TRUST, Tags: [{ Key: "a", Value: "1" }], ...more.role }),
      Other: resource("Role", { AssumeRolePolicyDocument: JSON.stringify(TRUST) }),
      Profile: resource("InstanceProfile", { Path: "/m/", Roles: more.roles ?? [ref("Role")] }),
      Inline: resource("Policy", {
        PolicyName: "shared",
        PolicyDocument: allow("s3:*"),
        Roles: [ref("Role"), ref("Other")],
        ...more.policy,
      }),
      Managed: resource("ManagedPolicy", {
        ManagedPolicyName: "managed",
        PolicyDocument: allow("s3:*"),
        Roles: [ref("Role")],
        ...more.managed,
      }),
      Alone: resource("RolePolicy", {
        RoleName: ref("Role"),
        PolicyName: "alone",
        PolicyDocument: allow("ec2:*"),
        ...more.alone,
      }),
      Linked: resource("ServiceLinkedRole", { AWSServiceName: "ecs.amazonaws.com", Description: "first" }),
    },
    Outputs: {
      Role: { Value: ref("Role") },
      Profile: { Value: get("Profile", "Arn") },
      Managed: { Value: ref("Managed") },
      Version: { Value: get("Managed", "DefaultVersionId") },
      Linked: { Value: get("Linked", "RoleName") },
    },
  });

  it("are roles with policies of all kinds, and profiles of machines", async () => {
    const stack = await create("machines", machines());
    expect(stack.StackStatus).to.equal("CREATE_COMPLETE");
    const { Role: RoleName = "", Profile, Managed, Version, Linked } = outputs(stack);
    expect(Profile).to.match(/^arn:aws:iam::000000000000:instance-profile\/m\/machines-Profile-/);
    expect([Managed, Version, Linked]).to.deep.equal([
      "arn:aws:iam::000000000000:policy/managed",
      "v1",
      "AWSServiceRoleForECS",
    ]);
    expect((await iam.listRolePolicies({ RoleName })).PolicyNames).to.deep.equal(["alone", "shared"]);
    const changed = await update(
      "machines",
      machines({
        role: { Tags: [{ Key: "b", Value: "2" }], Description: "described", MaxSessionDuration: 7200 },
        policy: { PolicyName: "renamed", Roles: [ref("Role")] },
        managed: { PolicyDocument: allow("sns:*"), Roles: [] },
        alone: { PolicyDocument: allow("sns:*") },
        roles: [ref("Other")],
      }),
    );
    expect(changed.StackStatus).to.equal("UPDATE_COMPLETE");
    const { Role } = await iam.getRole({ RoleName });
    expect(Role).to.deep.include({
      Description: "described",
      MaxSessionDuration: 7200,
      Tags: [{ Key: "b", Value: "2" }],
    });
    expect((await iam.listRolePolicies({ RoleName })).PolicyNames).to.deep.equal(["alone", "renamed"]);
    const { PolicyDocument = "" } = await iam.getRolePolicy({ RoleName, PolicyName: "alone" });
    expect(decodeURIComponent(PolicyDocument)).to.contain("sns:*");
    expect((await iam.listAttachedRolePolicies({ RoleName })).AttachedPolicies).to.deep.equal([]);
    const { InstanceProfiles = [] } = await iam.listInstanceProfiles({});
    expect(InstanceProfiles[0]?.Roles?.[0]?.RoleName).to.match(/^machines-Other-/);
    expect(outputs(changed).Version).to.equal("v2");
    expect((await stacks.delete(changed)).StackStatus).to.equal("DELETE_COMPLETE");
    expect((await iam.listRoles({})).Roles).to.deep.equal([]);
    expect((await iam.listPolicies({ Scope: "Local" })).Policies).to.deep.equal([]);
  });
});
