import {
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackResourceDriftsCommand,
  DetectStackDriftCommand,
  DetectStackResourceDriftCommand,
} from "@aws-sdk/client-cloudformation";
import { CloudWatchLogsClient, PutRetentionPolicyCommand } from "@aws-sdk/client-cloudwatch-logs";
import { IAMClient, UpdateRoleCommand } from "@aws-sdk/client-iam";
import { DeletePublicAccessBlockCommand, PutBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import { DeleteParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Stacks } from "../stacks.ts";

describe("The drift of a stack", () => {
  const cloud = useCloud();
  const stacks = new Stacks(cloud);
  const trust = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
  };
  const block = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };
  const Resources = {
    Parameter: { Type: "AWS::SSM::Parameter", Properties: { Name: "p", Type: "String", Value: "1", Description: "d" } },
    Gone: { Type: "AWS::SSM::Parameter", Properties: { Name: "gone", Type: "String", Value: "1" } },
    Bucket: {
      Type: "AWS::S3::Bucket",
      Properties: {
        BucketName: "drifts",
        VersioningConfiguration: { Status: "Enabled" },
        PublicAccessBlockConfiguration: block,
      },
    },
    Role: {
      Type: "AWS::IAM::Role",
      Properties: { RoleName: "drifts", AssumeRolePolicyDocument: trust, MaxSessionDuration: 7200 },
    },
    Group: { Type: "AWS::Logs::LogGroup", Properties: { LogGroupName: "drifts", RetentionInDays: 7 } },
    Repository: {
      Type: "AWS::ECR::Repository",
      Properties: { RepositoryName: "drifts", ImageTagMutability: "IMMUTABLE" },
    },
    Policy: {
      Type: "AWS::IAM::Policy",
      Properties: {
        PolicyName: "p",
        Roles: [{ Ref: "Role" }],
        PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }] },
      },
    },
  };
  const detect = async () => {
    const { StackDriftDetectionId } = await stacks.client.send(new DetectStackDriftCommand({ StackName: "drifting" }));
    return await stacks.client.send(new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId }));
  };
  const drifts = async () => {
    const { StackResourceDrifts = [] } = await stacks.client.send(
      new DescribeStackResourceDriftsCommand({ StackName: "drifting" }),
    );
    return new Map(StackResourceDrifts.map((drift) => [drift.LogicalResourceId, drift]));
  };
  before(async () => {
    const stack = await stacks.create("drifting", { Resources }, { Capabilities: ["CAPABILITY_NAMED_IAM"] });
    expect(stack.StackStatus).to.equal("CREATE_COMPLETE");
    expect(stack.DriftInformation?.StackDriftStatus).to.equal("NOT_CHECKED");
  });

  it("is none while nobody touched its resources", async () => {
    const status = await detect();
    expect(status).to.include({ StackDriftStatus: "IN_SYNC", DetectionStatus: "DETECTION_COMPLETE" });
    const found = await drifts();
    expect(
      [...found.values()].filter(({ StackResourceDriftStatus: s }) => s !== "IN_SYNC").map((d) => d.LogicalResourceId),
    ).to.deep.equal(["Policy"]);
    expect(found.get("Policy")?.StackResourceDriftStatus).to.equal("NOT_CHECKED");
  });

  it("tells what was changed, what was removed, and how", async () => {
    const ssm = cloud.client(SSMClient);
    await ssm.send(new PutParameterCommand({ Name: "p", Value: "2", Type: "String", Overwrite: true }));
    await ssm.send(new DeleteParameterCommand({ Name: "gone" }));
    await cloud.client(S3Client).send(new DeletePublicAccessBlockCommand({ Bucket: "drifts" }));
    await cloud
      .client(S3Client)
      .send(new PutBucketVersioningCommand({ Bucket: "drifts", VersioningConfiguration: { Status: "Suspended" } }));
    await cloud.client(IAMClient).send(new UpdateRoleCommand({ RoleName: "drifts", MaxSessionDuration: 3600 }));
    await cloud
      .client(CloudWatchLogsClient)
      .send(new PutRetentionPolicyCommand({ logGroupName: "drifts", retentionInDays: 30 }));
    expect(await detect()).to.include({ StackDriftStatus: "DRIFTED", DriftedStackResourceCount: 5 });

    const found = await drifts();
    expect(found.get("Gone")?.StackResourceDriftStatus).to.equal("DELETED");
    expect(found.get("Repository")?.StackResourceDriftStatus).to.equal("IN_SYNC");
    const differences = (id: string) => found.get(id)?.PropertyDifferences;
    expect(differences("Parameter")).to.deep.include({
      PropertyPath: "/Value",
      ExpectedValue: "1",
      ActualValue: "2",
      DifferenceType: "NOT_EQUAL",
    });
    expect(
      differences("Bucket")?.map(({ PropertyPath, DifferenceType }) => [PropertyPath, DifferenceType]),
    ).to.deep.equal([
      ["/VersioningConfiguration/Status", "NOT_EQUAL"],
      ["/PublicAccessBlockConfiguration", "REMOVE"],
    ]);
    expect(differences("Group")?.[0]).to.include({ PropertyPath: "/RetentionInDays", ActualValue: "30" });
    expect((await stacks.describe("drifting")).DriftInformation?.StackDriftStatus).to.equal("DRIFTED");
  });

  it("is found for one resource alone", async () => {
    const { StackResourceDrift } = await stacks.client.send(
      new DetectStackResourceDriftCommand({ StackName: "drifting", LogicalResourceId: "Role" }),
    );
    expect(StackResourceDrift?.StackResourceDriftStatus).to.equal("MODIFIED");
    expect(StackResourceDrift?.PropertyDifferences?.[0]?.PropertyPath).to.equal("/MaxSessionDuration");
  });

  it("is not to be had of what does not exist", async () => {
    const of = (StackName: string, LogicalResourceId: string) =>
      failure(stacks.client.send(new DetectStackResourceDriftCommand({ StackName, LogicalResourceId })));
    expect((await of("none", "Role")).message).to.equal("Stack [none] does not exist");
    expect((await of("drifting", "None")).message).to.equal("Resource None does not exist for stack drifting");
  });
});
