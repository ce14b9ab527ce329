import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { ACCOUNT, useEventBridge } from "../use-eventbridge.ts";

describe("Rules", () => {
  const lab = useEventBridge();

  it("are put, described, listed, and deleted when they have no targets", async () => {
    const { events } = lab;
    const EventPattern = '{"source":["a"]}';
    const { RuleArn } = await events.putRule({ Name: "first", EventPattern, Tags: [{ Key: "k", Value: "v" }] });
    expect(RuleArn).to.equal(`arn:aws:events:us-east-1:${ACCOUNT}:rule/first`);
    const { $metadata, ...rule } = await events.describeRule({ Name: "first" });
    const shown = { Name: "first", Arn: RuleArn, EventBusName: "default", EventPattern, State: "ENABLED" };
    expect(rule).to.deep.equal({ ...shown, CreatedBy: ACCOUNT });
    expect((await events.listRules({ NamePrefix: "fir" })).Rules).to.deep.equal([shown]);
    expect((await events.listTagsForResource({ ResourceARN: RuleArn })).Tags).to.deep.equal([{ Key: "k", Value: "v" }]);
    const { arn } = await lab.queue();
    await events.putTargets({ Rule: "first", Targets: [{ Id: "t", Arn: arn }] });
    expect((await events.listRuleNamesByTarget({ TargetArn: arn })).RuleNames).to.deep.equal(["first"]);
    const error = await failure(events.deleteRule({ Name: "first" }));
    expect(error.message).to.equal("Rule can't be deleted since it has targets.");
    await events.removeTargets({ Rule: "first", Ids: ["t"] });
    await events.deleteRule({ Name: "first" });
    const gone = await failure(events.describeRule({ Name: "first" }));
    expect([gone.name, gone.message]).to.deep.equal([
      "ResourceNotFoundException",
      "Rule first does not exist on EventBus default.",
    ]);
  });

  it("need a pattern or a schedule that AWS takes, and a bus that is there", async () => {
    const { events } = lab;
    await events.createEventBus({ Name: "rules" });
    const messages = [];
    for (const input of [
      { Name: "x" },
      { Name: "x", ScheduleExpression: "rate(1 minute)", EventBusName: "rules" },
      { Name: "x", ScheduleExpression: "rate(1 minutes)" },
      { Name: "x", EventPattern: "{}", EventBusName: "nowhere" },
      { Name: "x", EventPattern: '{"a":42}' },
    ])
      messages.push((await failure(events.putRule(input))).message);
    expect(messages).to.deep.equal([
      "Parameter(s) EventPattern or ScheduleExpression must be specified.",
      "ScheduleExpression is supported only on the default event bus.",
      "Parameter ScheduleExpression is not valid.",
      "Event bus nowhere does not exist.",
      'Event pattern is not valid. Reason: "a" must be an object or an array',
    ]);
  });

  it("that are disabled, or changed, no longer fit", async () => {
    const { events } = lab;
    const { url, name } = await lab.rule({ pattern: { source: ["moody"] } });
    await lab.put({ Source: "moody", DetailType: "1" });
    await events.disableRule({ Name: name });
    await lab.put({ Source: "moody", DetailType: "2" });
    await events.enableRule({ Name: name });
    await lab.put({ Source: "moody", DetailType: "3" });
    await events.putRule({ Name: name, EventPattern: '{"source":["other"]}' });
    await lab.put({ Source: "moody", DetailType: "4" });
    await lab.put({ Source: "other", DetailType: "5" });
    const types = (await lab.bodies(url, 3)).map((body) => JSON.parse(body)["detail-type"]);
    expect(types.sort()).to.deep.equal(["1", "3", "5"]);
  });

  it("see calls that only read when their state asks for those", async () => {
    const { cloud } = lab.running as unknown as { cloud: import("../../../../../lab/cloud/cloud.ts").Cloud };
    const pattern = { source: ["aws.calls"] };
    const [some, all] = [await lab.rule({ pattern }), await lab.rule({ pattern })];
    await lab.events.putRule({
      Name: all.name,
      EventPattern: JSON.stringify(pattern),
      State: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
    });
    const call = { account: ACCOUNT, region: "us-east-1", source: "aws.calls", resources: [] };
    for (const readOnly of [true, false])
      cloud.announcements.announce({ ...call, detailType: "AWS API Call via CloudTrail", detail: { readOnly } });
    expect((await lab.bodies(all.url, 2)).length).to.equal(2);
    expect((await lab.bodies(some.url)).map((body) => JSON.parse(body).detail)).to.deep.equal([{ readOnly: false }]);
  });

  it("with a schedule fire at each of its moments, in order", async () => {
    const { url } = await lab.rule({ schedule: "rate(5 minutes)" });
    await lab.clock.advance(86_400_000);
    const times: string[] = [];
    for (let more = await lab.bodies(url); ; ) {
      times.push(...more.map((body) => JSON.parse(body).time));
      const { Messages = [] } = await lab.sqs.receiveMessage({ QueueUrl: url, MaxNumberOfMessages: 10 });
      if (Messages.length === 0) break;
      more = Messages.map(({ Body = "" }) => Body);
    }
    expect(times.length).to.equal(288);
    expect(times).to.deep.equal([...times].sort());
    expect(Date.parse(times[1] ?? "") - Date.parse(times[0] ?? "")).to.equal(300_000);
  });

  it("are 300 on a bus at most, which may still be changed", async () => {
    const { events } = lab;
    await events.createEventBus({ Name: "full" });
    const put = (i: number) =>
      events.putRule({ Name: `r${i}`, EventBusName: "full", EventPattern: '{"source":["s"]}' });
    await Promise.all(Array.from({ length: 300 }, (_, i) => put(i)));
    const error = await failure(put(300));
    expect([error.name, error.message]).to.deep.equal([
      "LimitExceededException",
      "The requested resource exceeds the maximum number allowed.",
    ]);
    await put(7);
    await events.deleteRule({ Name: "r7", EventBusName: "full" });
    await put(300);
  });

  it("may be tried with an event", async () => {
    const event = { id: "1", account: ACCOUNT, source: "a", time: "2026-01-01T00:00:00Z", region: "us-east-1" };
    const Event = JSON.stringify({ ...event, "detail-type": "t", resources: [], detail: { flag: true } });
    const result = async (detail: object) =>
      (await lab.events.testEventPattern({ EventPattern: JSON.stringify({ detail }), Event })).Result;
    expect(await result({ flag: [true] })).to.equal(true);
    expect(await result({ flag: ["true"] })).to.equal(false);
    const error = await failure(lab.events.testEventPattern({ EventPattern: '{"a":["b"]}', Event: '"text"' }));
    expect(error.message).to.equal("Parameter Event is not valid.");
  });
});
