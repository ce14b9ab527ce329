import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import { until } from "../../../until.ts";
import { ACCOUNT, useEventBridge } from "../use-eventbridge.ts";

describe("EventBridge's CloudFormation types", () => {
  const lab = useEventBridge();

  const template = (state: string, retention: number) =>
    JSON.stringify({
      Resources: {
        Bus: { Type: "AWS::Events::EventBus", Properties: { Name: "stacked", Tags: [{ Key: "k", Value: "v" }] } },
        Policy: {
          Type: "AWS::Events::EventBusPolicy",
          Properties: {
            EventBusName: { Ref: "Bus" },
            StatementId: "them",
            Statement: {
              Effect: "Allow",
              Principal: { AWS: "111111111111" },
              Action: "events:PutEvents",
              Resource: { "Fn::GetAtt": ["Bus", "Arn"] },
            },
          },
        },
        Rule: {
          Type: "AWS::Events::Rule",
          Properties: {
            EventBusName: { Ref: "Bus" },
            EventPattern: { detail: { state: [state] } },
            Targets: [
              {
                Id: "t",
                Arn: `arn:aws:sqs:us-east-1:${ACCOUNT}:q`,
                RetryPolicy: { MaximumRetryAttempts: "3" },
                InputTransformer: { InputTemplate: '"x"' },
              },
            ],
          },
        },
        Archive: {
          Type: "AWS::Events::Archive",
          Properties: { SourceArn: { "Fn::GetAtt": ["Bus", "Arn"] }, RetentionDays: retention },
        },
      },
      Outputs: {
        Rule: { Value: { Ref: "Rule" } },
        RuleArn: { Value: { "Fn::GetAtt": ["Rule", "Arn"] } },
        Archive: { Value: { Ref: "Archive" } },
      },
    });

  const outputs = async (status: string) => {
    const cloudformation = lab.client(CloudFormation);
    let found: Record<string, string> = {};
    await until(async () => {
      const { Stacks: [stack] = [] } = await cloudformation.describeStacks({ StackName: "s" });
      found = Object.fromEntries((stack?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
      return stack?.StackStatus === status;
    });
    return found;
  };

  it("are made, changed, looked at for drift, and removed", async () => {
    const cloudformation = lab.client(CloudFormation);
    await cloudformation.createStack({ StackName: "s", TemplateBody: template("a", 1) });
    const { Rule: ref = "", RuleArn = "", Archive: ArchiveName } = await outputs("CREATE_COMPLETE");
    const Name = RuleArn.split("/").at(-1) as string;
    expect(ref).to.equal(`stacked|${Name}`);
    const target = async () =>
      (await lab.events.listTargetsByRule({ EventBusName: "stacked", Rule: Name })).Targets?.[0]?.RetryPolicy;
    expect(await target()).to.deep.equal({ MaximumRetryAttempts: 3 });
    const { Policy = "" } = await lab.events.describeEventBus({ Name: "stacked" });
    expect(JSON.parse(Policy).Statement[0].Sid).to.equal("them");

    await cloudformation.updateStack({ StackName: "s", TemplateBody: template("b", 2) });
    await outputs("UPDATE_COMPLETE");
    const { EventPattern } = await lab.events.describeRule({ EventBusName: "stacked", Name });
    expect(EventPattern).to.equal('{"detail":{"state":["b"]}}');
    expect((await lab.events.describeArchive({ ArchiveName })).RetentionDays).to.equal(2);

    await lab.events.disableRule({ EventBusName: "stacked", Name });
    const { StackDriftDetectionId } = await cloudformation.detectStackDrift({ StackName: "s" });
    await until(async () => {
      const { DetectionStatus } = await cloudformation.describeStackDriftDetectionStatus({ StackDriftDetectionId });
      return DetectionStatus === "DETECTION_COMPLETE";
    });
    const { StackResourceDrifts = [] } = await cloudformation.describeStackResourceDrifts({ StackName: "s" });
    const drifts = Object.fromEntries(
      StackResourceDrifts.map(({ LogicalResourceId, StackResourceDriftStatus }) => [
        LogicalResourceId,
        StackResourceDriftStatus,
      ]),
    );
    expect(drifts.Bus).to.equal("IN_SYNC");
    expect(drifts.Archive).to.equal("IN_SYNC");

    await cloudformation.deleteStack({ StackName: "s" });
    await until(async () => (await lab.events.listEventBuses({})).EventBuses?.length === 1);
  });
});
