import { IAM, paginateListPolicies } from "@aws-sdk/client-iam";
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
    const pages = paginateListPolicies({ client: iam, pageSize: 1000 }, input ?? {});
    const names: (string | undefined)[] = [];
    for await (const { Policies = [] } of pages) names.push(...Policies.map(({ PolicyName }) => PolicyName));
    return names;
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
    for await (const { Policies = [] } of paginateListPolicies({ client: iam, pageSize: 1000 }, { Scope: "AWS" }))
      arns.push(...Policies.map(({ Arn = "" }) => Arn));
    expect(arns.length).to.be.greaterThan(1400);
    expect(new Set(arns).size).to.equal(arns.length);
    expect(arns).to.include.members([
      AWS("job-function/ViewOnlyAccess"),
      AWS("service-role/AmazonECSTaskExecutionRolePolicy"),
      AWS("aws-service-role/AmazonECSServiceRolePolicy"),
      AWS("AmazonBedrockFullAccess"),
    ]);
  });

  const published: [name: string, created: string, version: string][] = [
    ["AdministratorAccess", "2015-02-06T18:39:46.000Z", "v1"],
    ["service-role/AWSLambdaBasicExecutionRole", "2015-04-09T15:03:43.000Z", "v1"],
    ["AWSLambda_FullAccess", "2020-11-17T21:14:08.000Z", "v7"],
  ];
  for (const [name, created, version] of published) {
    it(`have the dates and versions of AWS: ${name}`, async () => {
      const { Policy } = await iam.getPolicy({ PolicyArn: AWS(name) });
      expect([Policy?.CreateDate?.toISOString(), Policy?.DefaultVersionId]).to.deep.equal([created, version]);
      expect(Policy?.Description).to.be.a("string");
      expect(Policy?.Tags).to.deep.equal([]);
    });
  }

  it("of a service's own role are no other role's", async () => {
    await iam.createRole({ RoleName: "customer", AssumeRolePolicyDocument: TRUST });
    const PolicyArn = AWS("aws-service-role/AmazonECSServiceRolePolicy");
    const refused = await failure(iam.attachRolePolicy({ RoleName: "customer", PolicyArn }));
    expect([refused.name, refused.message]).to.deep.equal([
      "PolicyNotAttachableException",
      "Cannot attach a Service Role Policy to a Customer Role.",
    ]);
  });

  it("have documents that decide", async () => {
    const { PolicyVersion } = await iam.getPolicyVersion({
      PolicyArn: AWS("service-role/AWSLambdaBasicExecutionRole"),
      VersionId: "v1",
    });
    expect(JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? ""))).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: "*",
        },
      ],
    });
    await iam.createRole({ RoleName: "reader", AssumeRolePolicyDocument: TRUST });
    await iam.attachRolePolicy({ RoleName: "reader", PolicyArn: AWS("ReadOnlyAccess") });
    const { EvaluationResults = [] } = await iam.simulatePrincipalPolicy({
      PolicySourceArn: "arn:aws:iam::000000000000:role/reader",
      ActionNames: ["dynamodb:GetItem", "dynamodb:PutItem", "s3:GetObject"],
    });
    const decisions = EvaluationResults.map(({ EvalDecision }) => EvalDecision);
    expect(decisions).to.deep.equal(["allowed", "implicitDeny", "allowed"]);
  });
});

describe("The versions of a managed policy", () => {
  const lab = useCloud();

  it("have numbers that are never given twice", async () => {
    const iam = lab.client(IAM);
    const { Policy } = await iam.createPolicy({ PolicyName: "p", PolicyDocument: document("s3:*") });
    expect(Policy).to.not.have.property("Tags");
    const PolicyArn = Policy?.Arn as string;
    const add = async () => {
      const { PolicyVersion } = await iam.createPolicyVersion({ PolicyArn, PolicyDocument: document("sqs:*") });
      return PolicyVersion?.VersionId;
    };
    expect(await add()).to.equal("v2");
    expect(await add()).to.equal("v3");
    await iam.deletePolicyVersion({ PolicyArn, VersionId: "v3" });
    await iam.deletePolicyVersion({ PolicyArn, VersionId: "v2" });
    expect(await add()).to.equal("v4");
    const { Versions = [] } = await iam.listPolicyVersions({ PolicyArn });
    expect(Versions.map(({ VersionId }) => VersionId)).to.deep.equal(["v4", "v1"]);
  });
});
