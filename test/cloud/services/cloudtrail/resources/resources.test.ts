import {
  CloudFormation,
  waitUntilStackCreateComplete,
  waitUntilStackUpdateComplete,
} from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import { useCloudTrail } from "../use-cloudtrail.ts";

describe("A trail in a template", () => {
  const lab = useCloudTrail();

  it("is made, changed, seen to differ, and removed", async () => {
    const S3BucketName = await lab.bucket();
    const stacks = lab.client(CloudFormation);
    const StackName = "audit";
    const TemplateBody = (more: object) =>
      JSON.stringify({
        Resources: {
          Trail: { Type: "AWS::CloudTrail::Trail", Properties: { S3BucketName, IsLogging: true, ...more } },
        },
        Outputs: { Name: { Value: { Ref: "Trail" } }, Arn: { Value: { "Fn::GetAtt": ["Trail", "Arn"] } } },
      });
    const wait = { client: stacks, maxWaitTime: 30, minDelay: 1 };
    await stacks.createStack({ StackName, TemplateBody: TemplateBody({ IsMultiRegionTrail: true }) });
    await waitUntilStackCreateComplete(wait, { StackName });
    const { Stacks } = await stacks.describeStacks({ StackName });
    const outputs = new Map(Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
    const Name = outputs.get("Name") ?? "";
    expect(outputs.get("Arn")).to.equal(`arn:aws:cloudtrail:us-east-1:000000000000:trail/${Name}`);
    expect((await lab.cloudtrail.getTrail({ Name })).Trail).to.include({ S3BucketName, IsMultiRegionTrail: true });
    expect((await lab.cloudtrail.getTrailStatus({ Name })).IsLogging).to.equal(true);

    const changed = TemplateBody({ IsLogging: false, S3KeyPrefix: "p", Tags: [{ Key: "team", Value: "a" }] });
    await stacks.updateStack({ StackName, TemplateBody: changed });
    await waitUntilStackUpdateComplete(wait, { StackName });
    expect((await lab.cloudtrail.getTrail({ Name })).Trail).to.include({ IsMultiRegionTrail: false, S3KeyPrefix: "p" });
    expect((await lab.cloudtrail.getTrailStatus({ Name })).IsLogging).to.equal(false);

    await lab.cloudtrail.updateTrail({ Name, S3KeyPrefix: "other" });
    await stacks.detectStackDrift({ StackName });
    const drifted = async () => (await stacks.describeStackResourceDrifts({ StackName })).StackResourceDrifts?.[0];
    expect((await drifted())?.PropertyDifferences?.map(({ PropertyPath }) => PropertyPath)).to.deep.equal([
      "/S3KeyPrefix",
    ]);
    await stacks.deleteStack({ StackName });
    expect((await lab.cloudtrail.listTrails({})).Trails).to.deep.equal([]);
  });

  it("tells of what a stack does that CloudFormation called", async () => {
    const [event] = await lab.events("CreateTrail");
    expect(event?.userIdentity).to.include({ type: "Root", invokedBy: "cloudformation.amazonaws.com" });
    expect(event).to.include({ sourceIPAddress: "cloudformation.amazonaws.com" });
  });
});
