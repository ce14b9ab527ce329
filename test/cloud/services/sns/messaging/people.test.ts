import {
  CheckIfPhoneNumberIsOptedOutCommand,
  CreatePlatformApplicationCommand,
  CreatePlatformEndpointCommand,
  CreateSMSSandboxPhoneNumberCommand,
  CreateTopicCommand,
  DeleteEndpointCommand,
  DeletePlatformApplicationCommand,
  GetEndpointAttributesCommand,
  GetPlatformApplicationAttributesCommand,
  GetSMSAttributesCommand,
  GetSMSSandboxAccountStatusCommand,
  ListEndpointsByPlatformApplicationCommand,
  ListPhoneNumbersOptedOutCommand,
  ListPlatformApplicationsCommand,
  ListSMSSandboxPhoneNumbersCommand,
  OptInPhoneNumberCommand,
  PublishCommand,
  SetEndpointAttributesCommand,
  SetSMSAttributesCommand,
  SNSClient,
  SubscribeCommand,
  VerifySMSSandboxPhoneNumberCommand,
} from "@aws-sdk/client-sns";
import { expect } from "chai";
import { until } from "../../../until.ts";
import { failure, useCloud } from "../../../use-cloud.ts";

const PHONE = "+15550001111";
const ACCOUNT = "000000000000";

describe("What SNS sends to people", () => {
  const lab = useCloud();
  let sns: SNSClient;
  before(() => {
    sns = lab.client(SNSClient);
  });
  beforeEach(() => lab.running.cloud.mailbox.clear(ACCOUNT));

  const create = async (Name: string, Attributes = {}) =>
    (await sns.send(new CreateTopicCommand({ Name, Attributes }))).TopicArn as string;
  const mails = () => lab.running.cloud.mailbox.list(ACCOUNT);

  it("by mail waits in the mailbox, with an address to confirm at and one to stop", async () => {
    const TopicArn = await create("mail", { DisplayName: "News" });
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: "email", Endpoint: "ada@example.com" }));
    const [asked] = mails();
    expect(asked).to.include({
      kind: "email",
      to: "ada@example.com",
      from: "News <no-reply@sns.amazonaws.com>",
      subject: "AWS Notification - Subscription Confirmation",
      source: TopicArn,
    });
    await sns.send(new PublishCommand({ TopicArn, Message: "not yet" }));
    expect(mails()).to.have.length(1);
    await fetch(/http\S+/.exec(asked?.body ?? "")?.[0] ?? "");
    await sns.send(new PublishCommand({ TopicArn, Message: "hello", Subject: "Hi" }));
    const [mail] = mails();
    expect(mail).to.include({ to: "ada@example.com", subject: "Hi" });
    expect(mail?.body).to.match(/^hello\n/);
    const answer = await fetch(/http\S+/.exec(mail?.body ?? "")?.[0] ?? "");
    expect(answer.status).to.equal(200);
    expect(mails()[0]?.subject).to.equal("AWS Notification - Unsubscribe Confirmation");
  });

  it("by mail in JSON is signed", async () => {
    const TopicArn = await create("json");
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: "email-json", Endpoint: "ada@example.com" }));
    await until(() => mails().length === 1);
    const body = JSON.parse(mails()[0]?.body ?? "");
    expect(body).to.include({ Type: "SubscriptionConfirmation", TopicArn });
    expect(body.Signature).to.be.a("string");
  });

  it("by text message tells why it would not arrive", async () => {
    const MessageAttributes = { "AWS.SNS.SMS.SenderID": { DataType: "String", StringValue: "Ada" } };
    const text = () => sns.send(new PublishCommand({ PhoneNumber: PHONE, Message: "m", MessageAttributes }));
    await text();
    expect(mails()[0]).to.include({ kind: "sms", to: PHONE, from: "Ada", body: "m" });
    expect(mails()[0]?.undelivered).to.match(/sandbox/);
    expect((await sns.send(new GetSMSSandboxAccountStatusCommand({}))).IsInSandbox).to.equal(true);
    await sns.send(new CreateSMSSandboxPhoneNumberCommand({ PhoneNumber: PHONE }));
    const code = /\d{6}/.exec(mails()[0]?.body ?? "")?.[0] ?? "";
    const verify = (OneTimePassword: string) =>
      sns.send(new VerifySMSSandboxPhoneNumberCommand({ PhoneNumber: PHONE, OneTimePassword }));
    expect((await failure(verify(code === "123456" ? "123457" : "123456"))).name).to.equal("VerificationException");
    await verify(code);
    const { PhoneNumbers } = await sns.send(new ListSMSSandboxPhoneNumbersCommand({}));
    expect(PhoneNumbers).to.deep.equal([{ PhoneNumber: PHONE, Status: "Verified" }]);
    await text();
    expect(mails()[0]).to.include({ body: "m" }).and.not.have.property("undelivered");
  });

  it("by text message goes to nobody who has opted out", async () => {
    const phoneNumber = "+15550002222";
    const isOptedOut = async () =>
      (await sns.send(new CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber }))).isOptedOut;
    expect(await isOptedOut()).to.equal(false);
    lab.running.cloud.mailbox.setOptedOut(ACCOUNT, phoneNumber, true);
    expect(await isOptedOut()).to.equal(true);
    expect((await sns.send(new ListPhoneNumbersOptedOutCommand({}))).phoneNumbers).to.deep.equal([phoneNumber]);
    const error = await failure(sns.send(new PublishCommand({ PhoneNumber: phoneNumber, Message: "m" })));
    expect(error.name).to.equal("OptedOutException");
    await sns.send(new OptInPhoneNumberCommand({ phoneNumber }));
    expect(await isOptedOut()).to.equal(false);
  });

  it("keeps the settings of text messages", async () => {
    await sns.send(new SetSMSAttributesCommand({ attributes: { DefaultSMSType: "Transactional" } }));
    const { attributes } = await sns.send(new GetSMSAttributesCommand({ attributes: ["DefaultSMSType"] }));
    expect(attributes).to.deep.equal({ DefaultSMSType: "Transactional" });
    const bad = (given: Record<string, string>) =>
      failure(sns.send(new SetSMSAttributesCommand({ attributes: given })));
    expect((await bad({ constructor: "x" })).message).to.equal(
      "Invalid parameter: constructor is not a valid attribute",
    );
    expect((await bad({ DefaultSMSType: "x" })).name).to.equal("InvalidParameterException");
  });

  describe("on their devices", () => {
    let PlatformApplicationArn: string;
    before(async () => {
      const application = { Name: "app", Platform: "GCM", Attributes: { PlatformCredential: "secret" } };
      ({ PlatformApplicationArn = "" } = await sns.send(new CreatePlatformApplicationCommand(application)));
    });

    const register = async (Token: string, more: object = {}) =>
      (await sns.send(new CreatePlatformEndpointCommand({ PlatformApplicationArn, Token, ...more })))
        .EndpointArn as string;

    it("needs an application, whose credential is told nobody", async () => {
      expect(PlatformApplicationArn).to.equal("arn:aws:sns:us-east-1:000000000000:app/GCM/app");
      const { Attributes } = await sns.send(new GetPlatformApplicationAttributesCommand({ PlatformApplicationArn }));
      expect(Attributes).to.deep.equal({ Enabled: "true" });
      const { PlatformApplications } = await sns.send(new ListPlatformApplicationsCommand({}));
      expect(PlatformApplications).to.deep.equal([{ PlatformApplicationArn, Attributes: { Enabled: "true" } }]);
      const unknown = { Name: "app", Platform: "FAX", Attributes: { PlatformCredential: "secret" } };
      expect((await failure(sns.send(new CreatePlatformApplicationCommand(unknown)))).message).to.equal(
        "Invalid parameter: Platform Reason: FAX is not supported",
      );
    });

    it("registers a token once", async () => {
      const EndpointArn = await register("token");
      expect(await register("token")).to.equal(EndpointArn);
      const other = await failure(register("token", { CustomUserData: "other" }));
      expect(other.message).to.equal(
        `Invalid parameter: Token Reason: Endpoint ${EndpointArn} already exists with the same Token, but different attributes.`,
      );
      const { Attributes } = await sns.send(new GetEndpointAttributesCommand({ EndpointArn }));
      expect(Attributes).to.deep.equal({ Enabled: "true", Token: "token" });
    });

    it("goes to the mailbox, unless the device is disabled", async () => {
      const EndpointArn = await register("enabled");
      const Message = JSON.stringify({ default: "d", GCM: '{"data":{}}' });
      const push = () => sns.send(new PublishCommand({ TargetArn: EndpointArn, Message, MessageStructure: "json" }));
      await push();
      expect(mails()[0]).to.include({ kind: "push", to: EndpointArn, body: '{"data":{}}' });
      const TopicArn = await create("push");
      await sns.send(new SubscribeCommand({ TopicArn, Protocol: "application", Endpoint: EndpointArn }));
      await sns.send(new PublishCommand({ TopicArn, Message: "m" }));
      expect(mails()[0]).to.include({ kind: "push", to: EndpointArn, body: "m", source: TopicArn });
      const Attributes = { Enabled: "false" };
      await sns.send(new SetEndpointAttributesCommand({ EndpointArn, Attributes }));
      const error = await failure(push());
      expect([error.Code, error.message]).to.deep.equal(["EndpointDisabled", "Endpoint is disabled"]);
      await sns.send(new PublishCommand({ TopicArn, Message: "n" }));
      expect(mails()[0]?.undelivered).to.equal("The endpoint is disabled.");
    });

    it("goes when the device goes, or the application", async () => {
      const EndpointArn = await register("gone");
      await sns.send(new DeleteEndpointCommand({ EndpointArn }));
      await sns.send(new DeleteEndpointCommand({ EndpointArn }));
      const gone = await failure(sns.send(new GetEndpointAttributesCommand({ EndpointArn })));
      expect([gone.name, gone.message]).to.deep.equal(["NotFoundException", "Endpoint does not exist"]);
      await sns.send(new DeletePlatformApplicationCommand({ PlatformApplicationArn }));
      const list = sns.send(new ListEndpointsByPlatformApplicationCommand({ PlatformApplicationArn }));
      expect((await failure(list)).message).to.equal("PlatformApplication does not exist");
    });
  });
});
