import { expect } from "chai";
import { Stacks } from "../../cloudformation/stacks.ts";
import { useFirehose } from "../use-firehose.ts";

const Capabilities = ["CAPABILITY_IAM" as const];

describe("Firehose's CloudFormation resource", () => {
  const lab = useFirehose();
  const stacks = new Stacks(lab);
  const template = (settings: object, more: object = {}) => ({
    Resources: {
      Bucket: { Type: "AWS::S3::Bucket" },
      Role: {
        Type: "AWS::IAM::Role",
        Properties: {
          AssumeRolePolicyDocument: {
            Version: "2012-10-17",
            Statement: {
              Effect: "Allow",
              Principal: { Service: "firehose.amazonaws.com" },
              Action: "sts:AssumeRole",
              Condition: { StringEquals: { "sts:ExternalId": { Ref: "AWS::AccountId" } } },
            },
          },
        },
      },
      Stream: {
        Type: "AWS::KinesisFirehose::DeliveryStream",
        Properties: {
          ExtendedS3DestinationConfiguration: {
            BucketARN: { "Fn::GetAtt": ["Bucket", "Arn"] },
            RoleARN: { "Fn::GetAtt": ["Role", "Arn"] },
            ...settings,
          },
          ...more,
        },
      },
    },
    Outputs: { Arn: { Value: { "Fn::GetAtt": ["Stream", "Arn"] } }, Name: { Value: { Ref: "Stream" } } },
  });

  it("is made, changed in place, replaced and deleted", async () => {
    const hints = { SizeInMBs: "1", IntervalInSeconds: "60" };
    const tags = { Tags: [{ Key: "team", Value: "a" }] };
    const stack = await stacks.create("hose", template({ Prefix: "a/", BufferingHints: hints }, tags), {
      Capabilities,
    });
    expect(stack.StackStatus, (await stacks.story("hose")).join("\n")).to.equal("CREATE_COMPLETE");
    const output = (key: string) => stack.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue ?? "";
    const DeliveryStreamName = output("Name");
    expect(DeliveryStreamName).to.match(/^hose-Stream-/);
    expect(output("Arn")).to.equal(`arn:aws:firehose:us-east-1:000000000000:deliverystream/${DeliveryStreamName}`);
    const found = async (name = DeliveryStreamName) =>
      (await lab.firehose.describeDeliveryStream({ DeliveryStreamName: name })).DeliveryStreamDescription;
    const s3 = async () => (await found())?.Destinations?.[0]?.ExtendedS3DestinationDescription;
    expect(await s3()).to.deep.include({ Prefix: "a/", BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 60 } });

    const encryption = { DeliveryStreamEncryptionConfigurationInput: { KeyType: "AWS_OWNED_CMK" } };
    const changed = await stacks.update("hose", template({ CompressionFormat: "GZIP" }, encryption), { Capabilities });
    expect(changed.StackStatus, (await stacks.story("hose")).join("\n")).to.equal("UPDATE_COMPLETE");
    expect(await s3()).to.deep.include({
      Prefix: "",
      CompressionFormat: "GZIP",
      BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 300 },
    });
    expect((await found())?.VersionId).to.equal("2");
    expect((await found())?.DeliveryStreamEncryptionConfiguration?.Status).to.equal("ENABLED");
    const { Tags } = await lab.firehose.listTagsForDeliveryStream({ DeliveryStreamName });
    expect(Tags).to.deep.equal([]);

    const replaced = await stacks.update("hose", template({}, { DeliveryStreamName: "named" }), { Capabilities });
    expect(replaced.StackStatus).to.equal("UPDATE_COMPLETE");
    expect((await found("named"))?.DeliveryStreamStatus).to.equal("ACTIVE");
    await stacks.delete(replaced);
    expect((await lab.firehose.listDeliveryStreams({})).DeliveryStreamNames).to.deep.equal([]);
  }).timeout(30_000);

  it("is found as it is when somebody looks for drift", async () => {
    const { resources } = await import("../../../../../lab/cloud/services/firehose/resources/index.ts");
    const name = await lab.stream({ Prefix: "p/" });
    const { cloud } = lab.running;
    const { rootOf } = await import("../../../../../lab/cloud/auth/caller.ts");
    const context = {
      call: cloud.clients(rootOf("000000000000"), "us-east-1"),
      account: "000000000000",
      region: "us-east-1",
      partition: "aws" as const,
    };
    const provider = resources["AWS::KinesisFirehose::DeliveryStream"];
    const read = await provider?.read?.(name, context);
    expect(read?.properties).to.include({ DeliveryStreamName: name, DeliveryStreamType: "DirectPut" });
    expect(read?.properties.ExtendedS3DestinationConfiguration).to.include({ Prefix: "p/", RoleARN: lab.role });
    expect(await provider?.read?.("nobody", context)).to.equal(undefined);
  });
});
