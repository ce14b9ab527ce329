import { IAM } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";

const NAME = "AWSServiceRoleForECS";
const PROTECTED = `Cannot perform the operation on the protected role '${NAME}' - this role is only modifiable by AWS`;

describe("A service-linked role", () => {
  const lab = useCloud();
  let iam: IAM;
  before(async () => {
    iam = lab.client(IAM);
    await iam.createServiceLinkedRole({ AWSServiceName: "ecs.amazonaws.com", Description: "of containers" });
  });

  it("has the name, the path and the trust that its service says", async () => {
    const { Role } = await iam.getRole({ RoleName: NAME });
    expect(Role).to.include({
      Arn: `arn:aws:iam::000000000000:role/aws-service-role/ecs.amazonaws.com/${NAME}`,
      Path: "/aws-service-role/ecs.amazonaws.com/",
      Description: "of containers",
    });
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).to.contain('"Service":"ecs.amazonaws.com"');
    const again = await failure(iam.createServiceLinkedRole({ AWSServiceName: "ecs.amazonaws.com" }));
    expect([again.name, again.message]).to.deep.equal([
      "InvalidInputException",
      `Service role name ${NAME} has been taken in this account, please try a different suffix.`,
    ]);
  });

  it("has a suffix where there may be several", async () => {
    const AWSServiceName = "autoscaling.amazonaws.com";
    const { Role } = await iam.createServiceLinkedRole({ AWSServiceName, CustomSuffix: "blue" });
    expect(Role?.RoleName).to.equal("AWSServiceRoleForAutoScaling_blue");
    const other = iam.createServiceLinkedRole({ AWSServiceName: "rds.amazonaws.com", CustomSuffix: "blue" });
    expect((await failure(other)).message).to.equal("Custom suffix is not allowed for rds.amazonaws.com");
    const unknown = iam.createServiceLinkedRole({ AWSServiceName: "nothing.amazonaws.com" });
    expect((await failure(unknown)).name).to.equal("InvalidInputException");
  });

  const services: [principal: string, role: string, policy: string][] = [
    ["rds.amazonaws.com", "AWSServiceRoleForRDS", "AmazonRDSServiceRolePolicy"],
    [
      "replication.dynamodb.amazonaws.com",
      "AWSServiceRoleForDynamoDBReplication",
      "DynamoDBReplicationServiceRolePolicy",
    ],
    ["dms.amazonaws.com", "AWSServiceRoleForDMSServerless", "AWSDMSServerlessServiceRolePolicy"],
    ["shield.amazonaws.com", "AWSServiceRoleForAWSShield", "AWSShieldServiceRolePolicy"],
  ];
  for (const [AWSServiceName, role, policy] of services) {
    it(`has the policy that AWS gives it: ${role}`, async () => {
      const { Role } = await iam.createServiceLinkedRole({ AWSServiceName });
      expect(Role?.RoleName).to.equal(role);
      expect(Role).to.not.have.any.keys("MaxSessionDuration", "Tags");
      const { AttachedPolicies } = await iam.listAttachedRolePolicies({ RoleName: role });
      const PolicyArn = `arn:aws:iam::aws:policy/aws-service-role/${policy}`;
      expect(AttachedPolicies).to.deep.equal([{ PolicyName: policy, PolicyArn }]);
      const { Policy } = await iam.getPolicy({ PolicyArn });
      expect(Policy?.AttachmentCount).to.equal(1);
    });
  }

  const changes: [what: string, change: (iam: IAM) => Promise<unknown>][] = [
    ["deletes it", (client) => client.deleteRole({ RoleName: NAME })],
    [
      "attaches a policy",
      (client) => client.attachRolePolicy({ RoleName: NAME, PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" }),
    ],
    [
      "puts a policy in",
      (client) =>
        client.putRolePolicy({
          RoleName: NAME,
          PolicyName: "p",
          PolicyDocument: JSON.stringify({ Statement: { Effect: "Allow", Action: "*", Resource: "*" } }),
        }),
    ],
    [
      "sets a boundary",
      (client) =>
        client.putRolePermissionsBoundary({
          RoleName: NAME,
          PermissionsBoundary: "arn:aws:iam::aws:policy/AdministratorAccess",
        }),
    ],
    ["changes its trust", (client) => client.updateAssumeRolePolicy({ RoleName: NAME, PolicyDocument: "{}" })],
    ["makes its sessions longer", (client) => client.updateRole({ RoleName: NAME, MaxSessionDuration: 7200 })],
  ];
  for (const [what, change] of changes) {
    it(`is protected from who ${what}`, async () => {
      const refused = await failure(change(iam));
      expect([refused.name, refused.message]).to.deep.equal(["UnmodifiableEntityException", PROTECTED]);
    });
  }

  it("may be described anew", async () => {
    const { Role } = await iam.updateRoleDescription({ RoleName: NAME, Description: "anew" });
    expect(Role?.Description).to.equal("anew");
  });

  it("goes by a task of its own", async () => {
    const { DeletionTaskId } = await iam.deleteServiceLinkedRole({ RoleName: NAME });
    expect(DeletionTaskId).to.match(new RegExp(`^task/aws-service-role/ecs.amazonaws.com/${NAME}/[0-9a-f-]{36}$`));
    expect((await iam.getServiceLinkedRoleDeletionStatus({ DeletionTaskId })).Status).to.equal("SUCCEEDED");
    expect((await failure(iam.getRole({ RoleName: NAME }))).name).to.equal("NoSuchEntityException");
    const unknown = iam.getServiceLinkedRoleDeletionStatus({ DeletionTaskId: `${DeletionTaskId}x` });
    expect((await failure(unknown)).name).to.equal("NoSuchEntityException");
  });
});
