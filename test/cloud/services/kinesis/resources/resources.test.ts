import { expect } from "chai";
import { Stacks } from "../../cloudformation/stacks.ts";
import { useKinesis } from "../use-kinesis.ts";

describe("Kinesis's CloudFormation resources", () => {
  const lab = useKinesis();
  const stacks = new Stacks(lab);
  const template = (properties: object) => ({
    Resources: {
      Stream: { Type: "AWS::Kinesis::Stream", Properties: properties },
      Reader: {
        Type: "AWS::Kinesis::StreamConsumer",
        Properties: { ConsumerName: "reader", StreamARN: { "Fn::GetAtt": ["Stream", "Arn"] } },
      },
      Policy: {
        Type: "AWS::Kinesis::ResourcePolicy",
        Properties: {
          ResourceArn: { "Fn::GetAtt": ["Stream", "Arn"] },
          ResourcePolicy: {
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Allow",
                Principal: { AWS: "111111111111" },
                Action: "kinesis:PutRecord",
                Resource: { "Fn::GetAtt": ["Stream", "Arn"] },
              },
            ],
          },
        },
      },
    },
    Outputs: { Reader: { Value: { Ref: "Reader" } } },
  });

  it("are a stream, its consumers and its policy, which change and go", async () => {
    const properties = { ShardCount: 2, RetentionPeriodHours: 48, Tags: [{ Key: "team", Value: "a" }] };
    const stack = await stacks.create("whole", template(properties));
    expect(stack.StackStatus, (await stacks.story("whole")).join("\n")).to.equal("CREATE_COMPLETE");
    const StreamName = (await stacks.resources("whole")).Stream?.id as string;
    expect(StreamName).to.match(/^whole-Stream-/);
    expect(stack.Outputs?.[0]?.OutputValue).to.contain(`stream/${StreamName}/consumer/reader:`);
    const summary = async () => (await lab.kinesis.describeStreamSummary({ StreamName })).StreamDescriptionSummary;
    expect(await summary()).to.include({ OpenShardCount: 2, RetentionPeriodHours: 48, ConsumerCount: 1 });
    const changed = await stacks.update("whole", template({ ShardCount: 4 }));
    expect(changed.StackStatus, (await stacks.story("whole")).join("\n")).to.equal("UPDATE_COMPLETE");
    expect(await summary()).to.include({ OpenShardCount: 4, RetentionPeriodHours: 24 });
    const { Tags } = await lab.kinesis.listTagsForStream({ StreamName });
    expect(Tags).to.deep.equal([]);
    await stacks.delete(changed);
    expect((await lab.kinesis.listStreams({})).StreamNames).to.deep.equal([]);
  }).timeout(30_000);
});
