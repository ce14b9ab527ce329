import { IAM } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";

const AWS = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const document = (Action: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });
const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

describe("Managed policies", () => {
  const lab = useCloud();
  let iam: IAM;
  let own: string;
  before(async () => {
    iam = lab.client(IAM);
    const { Policy } = await iam.createPolicy({ PolicyName: "own", PolicyDocument: document("sqs:*"), Path: "/team/" });
    own = Policy?.Arn as string;
    await iam.createUser({ UserName: "ann", PermissionsBoundary: own });
    await iam.createGroup({ GroupName: "staff" });
    await iam.createRole({ RoleName: "machine", AssumeRolePolicyDocument: TRUST });
    await iam.addUserToGroup({ GroupName: "staff", UserName: "ann" });
    await iam.attachUserPolicy({ UserName: "ann", PolicyArn: AWS("AmazonS3ReadOnlyAccess") });
    await iam.attachRolePolicy({ RoleName: "machine", PolicyArn: AWS("AmazonS3ReadOnlyAccess") });
  });
  const listed = async (input: Parameters<IAM["listPolicies"]>[0]) => {
    const { Policies = [] } = await iam.listPolicies({ MaxItems: 1000, ...input });
    return Policies.map(({ PolicyName }) => PolicyName);
  };

  it("are listed as AWS's, the account's, or those in use for something", async () => {
    expect(await listed({ Scope: "Local" })).to.deep.equal(["own"]);
    expect(await listed({ Scope: "AWS" }))
      .to.include.members(["AdministratorAccess", "AWSLambdaBasicExecutionRole", "ReadOnlyAccess"])
      .and.not.include("own");
    expect(await listed({ Scope: "All" })).to.include.members(["own", "AdministratorAccess"]);
    expect(await listed({ OnlyAttached: true })).to.deep.equal(["AmazonS3ReadOnlyAccess", "own"]);
    expect(await listed({ PolicyUsageFilter: "PermissionsPolicy" })).to.deep.equal(["AmazonS3ReadOnlyAccess"]);
    expect(await listed({ PolicyUsageFilter: "PermissionsBoundary" })).to.deep.equal(["own"]);
    expect(await listed({ PathPrefix: "/team/" })).to.deep.equal(["own"]);
    expect(await listed({ PathPrefix: "/service-role/" })).to.include("AWSLambdaVPCAccessExecutionRole");
    const { Policy } = await iam.getPolicy({ PolicyArn: own });
    expect(Policy).to.include({ AttachmentCount: 0, PermissionsBoundaryUsageCount: 1 });
    expect((await failure(iam.deletePolicy({ PolicyArn: own }))).name).to.equal("DeleteConflictException");
  });

  it("tell who has them, and as what", async () => {
    const has = async (input: {
      PolicyArn: string;
      EntityFilter?: "Role";
      PolicyUsageFilter?: "PermissionsPolicy";
    }) => {
      const { PolicyUsers = [], PolicyRoles = [], PolicyGroups = [] } = await iam.listEntitiesForPolicy(input);
      return [
        ...PolicyUsers.map((one) => one.UserName),
        ...PolicyRoles.map((one) => one.RoleName),
        ...PolicyGroups.map((one) => one.GroupName),
      ];
    };
    const PolicyArn = AWS("AmazonS3ReadOnlyAccess");
    expect(await has({ PolicyArn })).to.deep.equal(["ann", "machine"]);
    expect(await has({ PolicyArn, EntityFilter: "Role" })).to.deep.equal(["machine"]);
    expect(await has({ PolicyArn: own })).to.deep.equal(["ann"]);
    expect(await has({ PolicyArn: own, PolicyUsageFilter: "PermissionsPolicy" })).to.deep.equal([]);
    expect((await failure(has({ PolicyArn: AWS("NoSuchThing") }))).name).to.equal("NoSuchEntityException");
  });

  it("tell by which of them somebody may use a service", async () => {
    await iam.putGroupPolicy({ GroupName: "staff", PolicyName: "queues", PolicyDocument: document("sqs:SendMessage") });
    const { PoliciesGrantingServiceAccess } = await iam.listPoliciesGrantingServiceAccess({
      Arn: "arn:aws:iam::000000000000:user/ann",
      ServiceNamespaces: ["s3", "sqs", "ec2"],
    });
    expect(PoliciesGrantingServiceAccess).to.deep.equal([
      {
        ServiceNamespace: "s3",
        Policies: [
          {
            PolicyName: "AmazonS3ReadOnlyAccess",
            PolicyType: "MANAGED",
            PolicyArn: AWS("AmazonS3ReadOnlyAccess"),
          },
        ],
      },
      {
        ServiceNamespace: "sqs",
        Policies: [{ PolicyName: "queues", PolicyType: "INLINE", EntityType: "GROUP", EntityName: "staff" }],
      },
      { ServiceNamespace: "ec2", Policies: [] },
    ]);
  });

  it("of AWS are attached if they are known, and never changed", async () => {
    const unknown = await failure(iam.attachUserPolicy({ UserName: "ann", PolicyArn: AWS("NoSuchThing") }));
    expect([unknown.name, unknown.message]).to.deep.equal([
      "NoSuchEntityException",
      `Policy ${AWS("NoSuchThing")} does not exist or is not attachable.`,
    ]);
    const PolicyArn = AWS("AdministratorAccess");
    const version = iam.createPolicyVersion({ PolicyArn, PolicyDocument: document("s3:*") });
    expect((await failure(version)).name).to.equal("AccessDenied");
    expect((await failure(iam.deletePolicy({ PolicyArn }))).name).to.equal("AccessDenied");
    expect((await failure(iam.tagPolicy({ PolicyArn, Tags: [{ Key: "a", Value: "b" }] }))).name).to.equal(
      "AccessDenied",
    );
    expect((await failure(iam.getPolicy({ PolicyArn: "own" }))).name).to.equal("ValidationError");
  });

  it("are attached to one principal ten at most", async () => {
    await iam.createUser({ UserName: "eager" });
    const arns: string[] = [];
    for (let i = 0; i < 11; i++) {
      const { Policy } = await iam.createPolicy({ PolicyName: `many-${i}`, PolicyDocument: document("s3:*") });
      arns.push(Policy?.Arn as string);
    }
    const attach = (PolicyArn: string | undefined) => iam.attachUserPolicy({ UserName: "eager", PolicyArn });
    for (const arn of arns.slice(0, 10)) await attach(arn);
    await attach(arns[0]);
    expect((await failure(attach(arns[10]))).message).to.equal("Cannot exceed quota for PoliciesPerUser: 10");
    const first = await iam.listAttachedUserPolicies({ UserName: "eager", MaxItems: 6 });
    const rest = await iam.listAttachedUserPolicies({ UserName: "eager", MaxItems: 6, Marker: first.Marker });
    const names = [...(first.AttachedPolicies ?? []), ...(rest.AttachedPolicies ?? [])].map((one) => one.PolicyArn);
    expect(names).to.deep.equal(arns.slice(0, 10));
  });

  it("have tags", async () => {
    await iam.tagPolicy({
      PolicyArn: own,
      Tags: [
        { Key: "a", Value: "1" },
        { Key: "b", Value: "2" },
      ],
    });
    await iam.untagPolicy({ PolicyArn: own, TagKeys: ["a"] });
    expect((await iam.listPolicyTags({ PolicyArn: own })).Tags).to.deep.equal([{ Key: "b", Value: "2" }]);
  });
});

describe("The AWS managed policies of the lab", () => {
  const lab = useCloud();

  it("are documents that IAM itself would take", async () => {
    const iam = lab.client(IAM);
    const { Policies = [] } = await iam.listPolicies({ Scope: "AWS", MaxItems: 1000 });
    expect(Policies.length).to.be.greaterThan(50);
    for (const { Arn: PolicyArn, DefaultVersionId: VersionId, PolicyName } of Policies) {
      const { PolicyVersion } = await iam.getPolicyVersion({ PolicyArn, VersionId });
      const PolicyDocument = decodeURIComponent(PolicyVersion?.Document ?? "");
      await iam.createPolicy({ PolicyName: `copy-of-${PolicyName}`, PolicyDocument });
    }
  });
});
