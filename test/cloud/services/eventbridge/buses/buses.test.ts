import { EventBridge } from "@aws-sdk/client-eventbridge";
import { IAM } from "@aws-sdk/client-iam";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { ACCOUNT, useEventBridge } from "../use-eventbridge.ts";

const STRANGER = "111111111111";

describe("Event buses", () => {
  const lab = useEventBridge();
  const arn = (name: string) => `arn:aws:events:us-east-1:${ACCOUNT}:event-bus/${name}`;

  it("are made, described, listed and deleted", async () => {
    const { events } = lab;
    const Tags = [{ Key: "k", Value: "v" }];
    const made = await events.createEventBus({ Name: "one", Description: "first", Tags });
    expect([made.EventBusArn, made.Description]).to.deep.equal([arn("one"), "first"]);
    expect((await events.listTagsForResource({ ResourceARN: arn("one") })).Tags).to.deep.equal(Tags);
    const { EventBuses = [] } = await events.listEventBuses({});
    expect(EventBuses.map(({ Name }) => Name)).to.deep.equal(["default", "one"]);
    await events.updateEventBus({ Name: "one" });
    expect((await events.describeEventBus({ Name: "one" })).Description).to.equal(undefined);
    const messages = [
      (await failure(events.createEventBus({ Name: "one" }))).message,
      (await failure(events.deleteEventBus({ Name: "default" }))).message,
    ];
    await events.deleteEventBus({ Name: "one" });
    messages.push((await failure(events.describeEventBus({ Name: "one" }))).message);
    expect(messages).to.deep.equal([
      "Event bus one already exists.",
      "Cannot delete event bus default.",
      "Event bus one does not exist.",
    ]);
  });

  it("let other accounts in by their policy alone", async () => {
    const { events } = lab;
    await events.createEventBus({ Name: "open" });
    const stranger = lab.client(EventBridge, { credentials: { accessKeyId: STRANGER, secretAccessKey: "test" } });
    const { url } = await lab.rule({ bus: "open", pattern: { account: [STRANGER] } });
    const entry = { EventBusName: arn("open"), Source: "s", DetailType: "t", Detail: "{}" };
    const put = () => stranger.putEvents({ Entries: [entry] });
    expect((await failure(put())).name).to.equal("AccessDeniedException");
    await events.putPermission({
      EventBusName: "open",
      Action: "events:PutEvents",
      Principal: STRANGER,
      StatementId: "them",
    });
    const { Policy = "" } = await events.describeEventBus({ Name: "open" });
    expect(JSON.parse(Policy)).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "them",
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${STRANGER}:root` },
          Action: "events:PutEvents",
          Resource: arn("open"),
        },
      ],
    });
    await put();
    expect(JSON.parse((await lab.bodies(url))[0] ?? "").account).to.equal(STRANGER);
    const error = await failure(events.removePermission({ EventBusName: "open", StatementId: "other" }));
    expect(error.message).to.equal("Statement with the provided id does not exist.");
    await events.removePermission({ EventBusName: "open", StatementId: "them" });
    expect((await failure(put())).name).to.equal("AccessDeniedException");
  });

  it("take from users what their policies say of source and detail type", async () => {
    const iam = lab.client(IAM);
    await iam.createUser({ UserName: "u" });
    const Condition = { "ForAllValues:StringEquals": { "events:source": "mine" } };
    const Statement = { Effect: "Allow", Action: "events:PutEvents", Resource: arn("default"), Condition };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await iam.putUserPolicy({ UserName: "u", PolicyName: "p", PolicyDocument });
    const { AccessKey } = await iam.createAccessKey({ UserName: "u" });
    const credentials = {
      accessKeyId: AccessKey?.AccessKeyId ?? "",
      secretAccessKey: AccessKey?.SecretAccessKey ?? "",
    };
    const user = lab.client(EventBridge, { credentials });
    const put = (Source: string) => user.putEvents({ Entries: [{ Source, DetailType: "t", Detail: "{}" }] });
    await put("mine");
    expect((await failure(put("theirs"))).name).to.equal("AccessDeniedException");
  });
});
