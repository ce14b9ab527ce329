import {
  AddPermissionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  GetDataProtectionPolicyCommand,
  GetTopicAttributesCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  PutDataProtectionPolicyCommand,
  RemovePermissionCommand,
  SetTopicAttributesCommand,
  SNSClient,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-sns";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";

const ARN = "arn:aws:sns:us-east-1:000000000000:";

describe("SNS topics", () => {
  const lab = useCloud();
  let sns: SNSClient;
  before(() => {
    sns = lab.client(SNSClient);
  });

  const create = async (Name: string, more: object = {}) =>
    (await sns.send(new CreateTopicCommand({ Name, ...more }))).TopicArn as string;
  const attributesOf = async (TopicArn: string) =>
    (await sns.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes ?? {};
  const set = (TopicArn: string, AttributeName: string, AttributeValue: string) =>
    sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue }));

  it("have the attributes that AWS gives a new one", async () => {
    const arn = await create("new");
    expect(arn).to.equal(`${ARN}new`);
    const { Policy, EffectiveDeliveryPolicy, ...others } = await attributesOf(arn);
    expect(others).to.deep.equal({
      TopicArn: arn,
      Owner: "000000000000",
      DisplayName: "",
      SubscriptionsConfirmed: "0",
      SubscriptionsPending: "0",
      SubscriptionsDeleted: "0",
    });
    expect(JSON.parse(EffectiveDeliveryPolicy ?? "")).to.deep.equal({
      http: {
        defaultHealthyRetryPolicy: {
          minDelayTarget: 20,
          maxDelayTarget: 20,
          numRetries: 3,
          numMaxDelayRetries: 0,
          numNoDelayRetries: 0,
          numMinDelayRetries: 0,
          backoffFunction: "linear",
        },
        disableSubscriptionOverrides: false,
        defaultRequestPolicy: { headerContentType: "text/plain; charset=UTF-8" },
      },
    });
    const { Statement, ...head } = JSON.parse(Policy ?? "");
    expect(head).to.deep.equal({ Version: "2008-10-17", Id: "__default_policy_ID" });
    expect(Statement[0].Condition).to.deep.equal({ StringEquals: { "AWS:SourceOwner": "000000000000" } });
  });

  it("are created once: what is asked for again must not differ", async () => {
    const Tags = [{ Key: "a", Value: "1" }];
    const arn = await create("twice", { Attributes: { DisplayName: "D" }, Tags });
    expect(await create("twice")).to.equal(arn);
    expect(await create("twice", { Attributes: { DisplayName: "D" }, Tags })).to.equal(arn);
    const other = await failure(create("twice", { Attributes: { DisplayName: "E" } }));
    expect(other.name).to.equal("InvalidParameterException");
    expect(other.message).to.equal(
      "Invalid parameter: Attributes Reason: Topic already exists with different attributes",
    );
    const tagged = await failure(create("twice", { Tags: [{ Key: "a", Value: "2" }] }));
    expect(tagged.message).to.equal("Invalid parameter: Tags Reason: Topic already exists with different tags");
  });

  for (const Name of ["", "a".repeat(257), "a:b", "a b", "a!", "a.fifo"]) {
    it(`are not called ${JSON.stringify(Name).slice(0, 20)}`, async () => {
      const error = await failure(create(Name));
      expect(error.message).to.equal("Invalid parameter: Topic Name");
      expect(error.$metadata?.httpStatusCode).to.equal(400);
    });
  }

  it("are first-in-first-out when they say so, and are called so", async () => {
    const error = await failure(create("plain", { Attributes: { FifoTopic: "true" } }));
    expect(error.message).to.match(/^Invalid parameter: Fifo Topic names must end with .fifo/);
    const arn = await create("f.fifo", { Attributes: { FifoTopic: "true" } });
    expect(await attributesOf(arn)).to.include({ FifoTopic: "true", ContentBasedDeduplication: "false" });
    const late = await failure(set(arn, "FifoTopic", "false"));
    expect(late.message).to.equal("Invalid parameter: AttributeName");
  });

  it("that don't exist, or can't, are told apart", async () => {
    const unknown = await failure(attributesOf(`${ARN}unknown`));
    expect([unknown.name, unknown.message, unknown.$metadata?.httpStatusCode]).to.deep.equal([
      "NotFoundException",
      "Topic does not exist",
      404,
    ]);
    const malformed = await failure(attributesOf("topic"));
    expect(malformed.message).to.equal(
      "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1",
    );
    const elsewhere = await failure(attributesOf("arn:aws:sns:eu-west-1:000000000000:unknown"));
    expect(elsewhere.message).to.equal("Invalid parameter: TopicArn");
  });

  it("keep a delivery policy as AWS writes it, until it is taken away", async () => {
    const arn = await create("delivery");
    await set(arn, "DeliveryPolicy", '{"http":{"defaultRequestPolicy":{"headerContentType":"application/json"}}}');
    let attributes = await attributesOf(arn);
    expect(JSON.parse(attributes.DeliveryPolicy ?? "")).to.deep.equal({
      http: { disableSubscriptionOverrides: false, defaultRequestPolicy: { headerContentType: "application/json" } },
    });
    expect(JSON.parse(attributes.EffectiveDeliveryPolicy ?? "").http.defaultRequestPolicy).to.deep.equal({
      headerContentType: "application/json",
    });
    await set(
      arn,
      "DeliveryPolicy",
      '{"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":5,"maxDelayTarget":6,"numRetries":1}}}',
    );
    attributes = await attributesOf(arn);
    expect(JSON.parse(attributes.EffectiveDeliveryPolicy ?? "").http.defaultHealthyRetryPolicy).to.include({
      minDelayTarget: 5,
      numRetries: 1,
      backoffFunction: "linear",
    });
    await set(arn, "DeliveryPolicy", "");
    expect(await attributesOf(arn)).not.to.have.property("DeliveryPolicy");
  });

  const BAD: readonly [name: string, value: string, message: RegExp][] = [
    ["Nothing", "x", /^Invalid parameter: AttributeName$/],
    ["DisplayName", "x".repeat(101), /DisplayName/],
    ["SignatureVersion", "3", /SignatureVersion/],
    ["TracingConfig", "Sometimes", /TracingConfig/],
    ["Policy", "{", /Policy Error: null/],
    ["Policy", "", /Policy/],
    ["ContentBasedDeduplication", "true", /AttributeName/],
    ["ArchivePolicy", '{"MessageRetentionPeriod":"30"}', /AttributeName/],
    ["SQSSuccessFeedbackSampleRate", "101", /SQSSuccessFeedbackSampleRate/],
    ["DeliveryPolicy", '{"http":{"defaultHealthyRetryPolicy":{"numRetries":101}}}', /numRetries/],
    ["DeliveryPolicy", '{"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":30}}}', /maxDelayTarget/],
    ["DeliveryPolicy", '{"http":{"unknown":1}}', /unknown/],
    ["DeliveryPolicy", "[]", /object/],
  ];
  for (const [name, value, message] of BAD) {
    it(`refuse ${name} ${value.slice(0, 40)}`, async () => {
      const arn = await create("bad");
      const error = await failure(set(arn, name, value));
      expect(error.name).to.equal("InvalidParameterException");
      expect(error.message).to.match(message);
    });
  }

  it("have a policy about themselves alone", async () => {
    const arn = await create("policy");
    const policyWith = (more: object) =>
      JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: "*", ...more }] });
    const foreign = await failure(set(arn, "Policy", policyWith({ Action: "sns:Publish", Resource: `${ARN}other` })));
    expect(foreign.message).to.equal("Invalid parameter: Policy Error: null");
    const scope = await failure(set(arn, "Policy", policyWith({ Action: "s3:GetObject", Resource: arn })));
    expect(scope.message).to.equal("Invalid parameter: Policy Error: Policy statement action out of service scope!");
    const policy = policyWith({ Action: "sns:Publish", Resource: arn });
    await set(arn, "Policy", policy);
    expect((await attributesOf(arn)).Policy).to.equal(policy);
  });

  it("get and lose statements by their labels", async () => {
    const TopicArn = await create("permissions");
    const permission = { TopicArn, Label: "l", AWSAccountId: ["111111111111"], ActionName: ["Publish"] };
    await sns.send(new AddPermissionCommand(permission));
    const { Statement } = JSON.parse((await attributesOf(TopicArn)).Policy ?? "");
    expect(Statement[1]).to.deep.equal({
      Sid: "l",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111111111111:root" },
      Action: "SNS:Publish",
      Resource: TopicArn,
    });
    const twice = await failure(sns.send(new AddPermissionCommand(permission)));
    expect(twice.message).to.equal("Invalid parameter: Statement already exists");
    const unknown = await failure(
      sns.send(new AddPermissionCommand({ ...permission, Label: "m", ActionName: ["No"] })),
    );
    expect(unknown.message).to.equal("Invalid parameter: Policy statement action out of service scope!");
    await sns.send(new RemovePermissionCommand({ TopicArn, Label: "l" }));
    expect(JSON.parse((await attributesOf(TopicArn)).Policy ?? "").Statement).to.have.length(1);
  });

  it("have tags", async () => {
    const ResourceArn = await create("tags", { Tags: [{ Key: "k1", Value: "v1" }] });
    await sns.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: "k2", Value: "v2" }] }));
    await sns.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["k1"] }));
    const { Tags } = await sns.send(new ListTagsForResourceCommand({ ResourceArn }));
    expect(Tags).to.deep.equal([{ Key: "k2", Value: "v2" }]);
    const twice = [1, 2].map((n) => ({ Key: "k", Value: String(n) }));
    const error = await failure(sns.send(new TagResourceCommand({ ResourceArn, Tags: twice })));
    expect(error.message).to.equal("Invalid parameter: Duplicated keys are not allowed.");
    const gone = await failure(sns.send(new ListTagsForResourceCommand({ ResourceArn: `${ARN}gone` })));
    expect([gone.name, gone.message]).to.deep.equal(["ResourceNotFoundException", "Resource does not exist"]);
  });

  it("keep a data protection policy", async () => {
    const ResourceArn = await create("protected");
    const get = async () => (await sns.send(new GetDataProtectionPolicyCommand({ ResourceArn }))).DataProtectionPolicy;
    expect(await get()).to.equal("");
    const policy = JSON.stringify({ Name: "p", Version: "2021-06-01", Statement: [] });
    await sns.send(new PutDataProtectionPolicyCommand({ ResourceArn, DataProtectionPolicy: policy }));
    expect(await get()).to.equal(policy);
    const bad = new PutDataProtectionPolicyCommand({ ResourceArn, DataProtectionPolicy: "{}" });
    expect((await failure(sns.send(bad))).message).to.equal("Invalid parameter: DataProtectionPolicy");
  });

  it("are deleted once and again", async () => {
    const TopicArn = await create("deleted");
    await sns.send(new DeleteTopicCommand({ TopicArn }));
    await sns.send(new DeleteTopicCommand({ TopicArn }));
    expect((await failure(attributesOf(TopicArn))).name).to.equal("NotFoundException");
  });

  it("are listed by the hundred, in their region", async () => {
    const west = lab.client(SNSClient, { region: "us-west-2" });
    for (let i = 0; i < 101; i++) await west.send(new CreateTopicCommand({ Name: `t${i}` }));
    const first = await west.send(new ListTopicsCommand({}));
    expect(first.Topics).to.have.length(100);
    const second = await west.send(new ListTopicsCommand({ NextToken: first.NextToken }));
    expect(second.Topics).to.have.length(1);
    expect(second.NextToken).to.equal(undefined);
    const bad = await failure(west.send(new ListTopicsCommand({ NextToken: "bad" })));
    expect(bad.message).to.equal("Invalid parameter: NextToken");
  });
});
