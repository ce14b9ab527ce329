import {
  CloudFormationClient,
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackResourceDriftsCommand,
  DetectStackDriftCommand,
} from "@aws-sdk/client-cloudformation";
import {
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTagsForResourceCommand,
  SetTopicAttributesCommand,
  SNSClient,
} from "@aws-sdk/client-sns";
import { expect } from "chai";
import { until } from "../../../until.ts";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Stacks } from "../../cloudformation/stacks.ts";

describe("SNS's CloudFormation resources", () => {
  const lab = useCloud();
  const stacks = new Stacks(lab);
  let sns: SNSClient;
  before(() => {
    sns = lab.client(SNSClient);
  });

  const topic = async (TopicArn?: string) =>
    (await sns.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes ?? {};
  const subscription = async (SubscriptionArn?: string) =>
    (await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes ?? {};
  const statement = (Sid: string) => ({
    Sid,
    Effect: "Allow",
    Principal: { Service: "s3.amazonaws.com" },
    Action: "sns:Publish",
    Resource: { Ref: "Topic" },
  });
  const template = (more: { Topic?: object; Subscription?: object; Sid?: string } = {}) => ({
    Resources: {
      Topic: {
        Type: "AWS::SNS::Topic",
        Properties: {
          DisplayName: "News",
          Tags: [{ Key: "team", Value: "a" }],
          Subscription: [{ Protocol: "sms", Endpoint: "+15550001111" }],
          ...more.Topic,
        },
      },
      Queue: {
        Type: "AWS::SNS::Subscription",
        Properties: {
          TopicArn: { Ref: "Topic" },
          Protocol: "sqs",
          Endpoint: "arn:aws:sqs:us-east-1:000000000000:q",
          RawMessageDelivery: true,
          FilterPolicy: { kind: ["a"] },
          RedrivePolicy: { deadLetterTargetArn: "arn:aws:sqs:us-east-1:000000000000:dead" },
          ...more.Subscription,
        },
      },
      Policy: {
        Type: "AWS::SNS::TopicPolicy",
        Properties: {
          Topics: [{ Ref: "Topic" }],
          PolicyDocument: { Version: "2012-10-17", Statement: [statement(more.Sid ?? "one")] },
        },
      },
    },
    Outputs: {
      Arn: { Value: { Ref: "Topic" } },
      Name: { Value: { "Fn::GetAtt": ["Topic", "TopicName"] } },
      Queue: { Value: { Ref: "Queue" } },
    },
  });
  const outputs = (stack: Awaited<ReturnType<Stacks["create"]>>) =>
    Object.fromEntries((stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));

  it("are topics, subscriptions and policies, which change in place and go", async () => {
    const stack = await stacks.create("s", template());
    expect(stack.StackStatus).to.equal("CREATE_COMPLETE");
    const { Arn, Name, Queue } = outputs(stack);
    expect(Name).to.match(/^s-Topic-/);
    expect(await topic(Arn)).to.include({ DisplayName: "News", SubscriptionsConfirmed: "2" });
    expect(JSON.parse((await topic(Arn)).Policy ?? "").Statement[0].Sid).to.equal("one");
    const { Tags } = await sns.send(new ListTagsForResourceCommand({ ResourceArn: Arn }));
    expect(Tags).to.deep.include({ Key: "team", Value: "a" });
    expect(await subscription(Queue)).to.include({ RawMessageDelivery: "true", FilterPolicy: '{"kind":["a"]}' });

    const updated = await stacks.update(
      "s",
      template({
        Topic: { DisplayName: undefined, SignatureVersion: "2", Tags: [], Subscription: [] },
        Subscription: {
          RawMessageDelivery: undefined,
          RedrivePolicy: undefined,
          FilterPolicyScope: "MessageBody",
          FilterPolicy: { kind: { of: ["b"] } },
        },
        Sid: "two",
      }),
    );
    expect(updated.StackStatus).to.equal("UPDATE_COMPLETE");
    expect(outputs(updated)).to.deep.equal({ Arn, Name, Queue });
    expect(await topic(Arn)).to.include({ DisplayName: "", SignatureVersion: "2", SubscriptionsConfirmed: "1" });
    const after = await subscription(Queue);
    expect(after).to.include({ RawMessageDelivery: "false", FilterPolicyScope: "MessageBody" });
    expect(after).not.to.have.property("RedrivePolicy");

    await stacks.delete(updated);
    expect((await failure(topic(Arn))).name).to.equal("NotFoundException");
  });

  it("are found again, and their drift is told", async () => {
    const stack = await stacks.create("drift", template());
    const { Arn } = outputs(stack);
    const cloudformation = lab.client(CloudFormationClient);
    const drifts = async () => {
      const { StackDriftDetectionId } = await cloudformation.send(new DetectStackDriftCommand({ StackName: "drift" }));
      const status = new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId });
      await until(async () => (await cloudformation.send(status)).DetectionStatus === "DETECTION_COMPLETE");
      const found = await cloudformation.send(new DescribeStackResourceDriftsCommand({ StackName: "drift" }));
      return Object.fromEntries(
        (found.StackResourceDrifts ?? []).map(({ LogicalResourceId, StackResourceDriftStatus }) => [
          LogicalResourceId,
          StackResourceDriftStatus,
        ]),
      );
    };
    const before = await drifts();
    expect(before).to.include({ Topic: "IN_SYNC", Queue: "IN_SYNC" });
    const change = { TopicArn: Arn, AttributeName: "DisplayName", AttributeValue: "Changed" };
    await sns.send(new SetTopicAttributesCommand(change));
    expect(await drifts()).to.include({ Topic: "MODIFIED", Queue: "IN_SYNC" });
    await stacks.delete(stack);
  });

  it("are first-in-first-out topics, and inline policies of topics", async () => {
    const stack = await stacks.create("fifo", {
      Resources: {
        Topic: { Type: "AWS::SNS::Topic", Properties: { FifoTopic: true, ContentBasedDeduplication: true } },
        Policy: {
          Type: "AWS::SNS::TopicInlinePolicy",
          Properties: {
            TopicArn: { Ref: "Topic" },
            PolicyDocument: { Version: "2012-10-17", Statement: [statement("inline")] },
          },
        },
      },
      Outputs: { Arn: { Value: { "Fn::GetAtt": ["Topic", "TopicArn"] } } },
    });
    expect(stack.StackStatus).to.equal("CREATE_COMPLETE");
    const { Arn } = outputs(stack);
    expect(Arn).to.match(/:fifo-Topic-\w+\.fifo$/);
    const attributes = await topic(Arn);
    expect(attributes).to.include({ FifoTopic: "true", ContentBasedDeduplication: "true" });
    expect(JSON.parse(attributes.Policy ?? "").Statement[0].Sid).to.equal("inline");
    expect((await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: Arn }))).Subscriptions).to.deep.equal([]);
    await stacks.delete(stack);
  });
});
