import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsCommand,
  PublishCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { forgetAccount } from "../../../../lab/cloud/control/forget-account.ts";
import { failure, useCloud } from "../../use-cloud.ts";

const OTHER = "111111111111";

describe("Who may use topics of SNS", () => {
  const lab = useCloud();
  let sns: SNSClient;
  let other: SNSClient;
  before(() => {
    sns = lab.client(SNSClient);
    other = lab.client(SNSClient, { credentials: { accessKeyId: OTHER, secretAccessKey: "test" } });
  });

  const create = async (Name: string) => (await sns.send(new CreateTopicCommand({ Name }))).TopicArn as string;

  /** A client with a role that may do this alone. */
  async function as(RoleName: string, statement: object): Promise<SNSClient> {
    const iam = lab.client(IAMClient);
    const trust = { Effect: "Allow", Principal: { AWS: "000000000000" }, Action: "sts:AssumeRole" };
    const document = (Statement: object) => JSON.stringify({ Version: "2012-10-17", Statement });
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document(trust) }));
    const PolicyDocument = document({ Effect: "Allow", ...statement });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "p", PolicyDocument }));
    const RoleArn = `arn:aws:iam::000000000000:role/${RoleName}`;
    const { Credentials } = await lab
      .client(STSClient)
      .send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "session" }));
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
    const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
    return lab.client(SNSClient, { credentials });
  }

  it("is said by policies of roles: SNS calls a refusal AuthorizationError", async () => {
    const TopicArn = await create("roles");
    const client = await as("subscriber", { Action: "sns:ListTopics", Resource: "*" });
    // The default policy of a topic lets its account in.
    await client.send(new PublishCommand({ TopicArn, Message: "m" }));
    await sns.send(
      new SetTopicAttributesCommand({
        TopicArn,
        AttributeName: "Policy",
        AttributeValue: JSON.stringify({
          Version: "2012-10-17",
          Statement: {
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${OTHER}:root` },
            Action: "sns:Publish",
            Resource: TopicArn,
          },
        }),
      }),
    );
    const refused = await failure(client.send(new PublishCommand({ TopicArn, Message: "m" })));
    expect([refused.name, refused.Code, refused.$metadata?.httpStatusCode]).to.deep.equal([
      "AuthorizationErrorException",
      "AuthorizationError",
      403,
    ]);
    expect(refused.message).to.match(
      /^User: arn:aws:sts::000000000000:assumed-role\/subscriber\/session is not authorized to perform: sns:Publish on resource: arn:aws:sns:us-east-1:000000000000:roles /,
    );
  });

  it("may depend on the protocol and the endpoint of a subscription", async () => {
    const TopicArn = await create("conditions");
    const policy = {
      Version: "2012-10-17",
      Statement: { Effect: "Deny", Principal: "*", Action: "sns:Publish", Resource: TopicArn },
    };
    const set = { TopicArn, AttributeName: "Policy", AttributeValue: JSON.stringify(policy) };
    await sns.send(new SetTopicAttributesCommand(set));
    const Condition = { StringEquals: { "sns:Protocol": "email" }, StringLike: { "sns:Endpoint": "*@example.com" } };
    const client = await as("mailer", { Action: "sns:Subscribe", Resource: TopicArn, Condition });
    const subscribe = (Protocol: string, Endpoint: string) =>
      client.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint }));
    await subscribe("email", "ada@example.com");
    expect((await failure(subscribe("email", "ada@example.org"))).Code).to.equal("AuthorizationError");
    expect((await failure(subscribe("sms", "+15550001111"))).Code).to.equal("AuthorizationError");
    // What a topic's policy denies, its owner's root may not do either.
    expect((await failure(sns.send(new PublishCommand({ TopicArn, Message: "m" })))).Code).to.equal(
      "AuthorizationError",
    );
  });

  it("is nobody of another account, unless the topic's policy says so", async () => {
    const TopicArn = await create("shared");
    const publish = () => other.send(new PublishCommand({ TopicArn, Message: "m" }));
    expect((await failure(publish())).Code).to.equal("AuthorizationError");
    await sns.send(
      new AddPermissionCommand({
        TopicArn,
        Label: "other",
        AWSAccountId: [OTHER],
        ActionName: ["Publish", "Subscribe"],
      }),
    );
    await publish();
    const attributes = await failure(other.send(new GetTopicAttributesCommand({ TopicArn })));
    expect(attributes.Code).to.equal("AuthorizationError");
  });

  it("subscribe to another account's topic what is their own", async () => {
    const TopicArn = await create("across");
    const permission = { TopicArn, Label: "other", AWSAccountId: [OTHER], ActionName: ["Subscribe"] };
    await sns.send(new AddPermissionCommand(permission));
    const Endpoint = `arn:aws:sqs:us-east-1:${OTHER}:q`;
    const { SubscriptionArn } = await other.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint }));
    const { Subscriptions } = await other.send(new ListSubscriptionsCommand({}));
    expect(Subscriptions).to.deep.equal([{ SubscriptionArn, Owner: OTHER, Protocol: "sqs", Endpoint, TopicArn }]);
    expect((await sns.send(new ListSubscriptionsCommand({}))).Subscriptions?.map((one) => one.Owner)).not.to.include(
      OTHER,
    );
    const { Attributes } = await other.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    expect(Attributes).to.include({ Owner: OTHER, PendingConfirmation: "false" });
    const third = lab.client(SNSClient, { credentials: { accessKeyId: "222222222222", secretAccessKey: "test" } });
    expect((await failure(third.send(new UnsubscribeCommand({ SubscriptionArn })))).Code).to.equal(
      "AuthorizationError",
    );
    // The topic's owner may end it, too.
    await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    expect((await other.send(new ListSubscriptionsCommand({}))).Subscriptions).to.deep.equal([]);
  });

  it("are others no more when they are forgotten", async () => {
    const third = { credentials: { accessKeyId: "333333333333", secretAccessKey: "test" } };
    const theirs = lab.client(SNSClient, third);
    const [mine, other] = [await create("mine"), (await theirs.send(new CreateTopicCommand({ Name: "t" }))).TopicArn];
    const allow = { Label: "all", ActionName: ["Subscribe"] };
    await sns.send(new AddPermissionCommand({ ...allow, TopicArn: mine, AWSAccountId: ["333333333333"] }));
    await theirs.send(new AddPermissionCommand({ ...allow, TopicArn: other, AWSAccountId: ["000000000000"] }));
    const subscribe = (TopicArn: string | undefined, account: string) =>
      new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: `arn:aws:sqs:us-east-1:${account}:forgotten` });
    await theirs.send(subscribe(mine, "333333333333"));
    const { SubscriptionArn } = await sns.send(subscribe(other, "000000000000"));
    await forgetAccount(lab.running.cloud, "333333333333");
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn: mine }));
    expect(Attributes?.SubscriptionsConfirmed).to.equal("0");
    const { Subscriptions = [] } = await sns.send(new ListSubscriptionsCommand({}));
    expect(Subscriptions.map((one) => one.SubscriptionArn)).not.to.include(SubscriptionArn);
  });

  it("confirm a subscription that somebody else asked for, with its token", async () => {
    const TopicArn = await create("asked");
    const subscribe = { TopicArn, Protocol: "email", Endpoint: "ada@example.com", ReturnSubscriptionArn: true };
    const { SubscriptionArn } = await sns.send(new SubscribeCommand(subscribe));
    const Token = /Token=([0-9a-f]+)/.exec(lab.running.cloud.mailbox.list("000000000000")[0]?.body ?? "")?.[1];
    const confirmed = await other.send(new ConfirmSubscriptionCommand({ TopicArn, Token }));
    expect(confirmed.SubscriptionArn).to.equal(SubscriptionArn);
  });
});
