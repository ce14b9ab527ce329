import { expect } from "chai";
import { until } from "../../../until.ts";
import { failure } from "../../../use-cloud.ts";
import { ACCOUNT, useEventBridge } from "../use-eventbridge.ts";

const DAY = 86_400_000;

// Words and shapes: tests/aws/services/events/test_archive_and_replay.snapshot.json of LocalStack, recorded on AWS.
describe("Archives", () => {
  const lab = useEventBridge();
  const EventSourceArn = `arn:aws:events:us-east-1:${ACCOUNT}:event-bus/default`;
  const archiveArn = (name: string) => `arn:aws:events:us-east-1:${ACCOUNT}:archive/${name}`;
  const count = async (ArchiveName: string) => (await lab.events.describeArchive({ ArchiveName })).EventCount;

  it("keep what fits their pattern, for as long as they say", async () => {
    const EventPattern = '{"source":["kept"]}';
    const made = await lab.events.createArchive({
      ArchiveName: "kept",
      EventSourceArn,
      EventPattern,
      RetentionDays: 1,
    });
    expect([made.ArchiveArn, made.State]).to.deep.equal([archiveArn("kept"), "ENABLED"]);
    await lab.put({ Source: "kept" }, { Source: "other" }, { Source: "kept" });
    const { Archives: [archive] = [] } = await lab.events.listArchives({ NamePrefix: "kept" });
    expect([archive?.EventCount, archive?.RetentionDays, archive?.EventSourceArn]).to.deep.equal([
      2,
      1,
      EventSourceArn,
    ]);
    expect(archive?.SizeBytes).to.be.greaterThan(300);
    await lab.clock.advance(DAY - 60_000);
    expect(await count("kept")).to.equal(2);
    await lab.clock.advance(120_000);
    expect(await count("kept")).to.equal(0);
  });

  it("are replayed to the rules that a replay names, once", async () => {
    const pattern = { source: ["again"] };
    const [wanted, other] = [await lab.rule({ pattern }), await lab.rule({ pattern })];
    await lab.events.createArchive({ ArchiveName: "again", EventSourceArn, EventPattern: JSON.stringify(pattern) });
    const EventStartTime = new Date(lab.clock.now() - 1000);
    await lab.put({ Source: "again", Detail: '{"n":1}' }, { Source: "again", Detail: '{"n":2}' });
    await lab.bodies(wanted.url, 2);
    await lab.bodies(other.url, 2);
    const EventEndTime = new Date(lab.clock.now() + 1000);
    const rule = `arn:aws:events:us-east-1:${ACCOUNT}:rule/${wanted.name}`;
    const { State } = await lab.events.startReplay({
      ReplayName: "r",
      EventSourceArn: archiveArn("again"),
      EventStartTime,
      EventEndTime,
      Destination: { Arn: EventSourceArn, FilterArns: [rule] },
    });
    expect(State).to.equal("STARTING");
    const bodies = (await lab.bodies(wanted.url, 2)).map((body) => JSON.parse(body));
    expect(bodies.map(({ detail }) => detail.n).sort()).to.deep.equal([1, 2]);
    expect(bodies[0]["replay-name"]).to.equal("r");
    await until(async () => (await lab.events.describeReplay({ ReplayName: "r" })).State === "COMPLETED");
    const { Messages } = await lab.sqs.receiveMessage({ QueueUrl: other.url });
    expect(Messages).to.equal(undefined);
    expect(await count("again")).to.equal(2);
    const error = await failure(lab.events.cancelReplay({ ReplayName: "r" }));
    expect(error.name).to.equal("IllegalStatusException");
  });

  it("and replays are refused in AWS's words", async () => {
    await lab.events.createArchive({ ArchiveName: "twice", EventSourceArn });
    const messages = [];
    const replay = {
      ReplayName: "x",
      EventSourceArn: archiveArn("twice"),
      EventStartTime: new Date(2000),
      EventEndTime: new Date(3000),
      Destination: { Arn: EventSourceArn },
    };
    await lab.events.createEventBus({ Name: "elsewhere" });
    for (const call of [
      () => lab.events.createArchive({ ArchiveName: "twice", EventSourceArn }),
      () =>
        lab.events.createArchive({ ArchiveName: "x", EventSourceArn: EventSourceArn.replace("default", "nowhere") }),
      () => lab.events.describeArchive({ ArchiveName: "none" }),
      () => lab.events.startReplay({ ...replay, EventSourceArn: archiveArn("none") }),
      () => lab.events.startReplay({ ...replay, EventEndTime: replay.EventStartTime }),
      () => lab.events.startReplay({ ...replay, Destination: { Arn: EventSourceArn.replace("default", "elsewhere") } }),
    ])
      messages.push((await failure(call())).message);
    expect(messages).to.deep.equal([
      "Archive twice already exists.",
      "Event bus nowhere does not exist.",
      "Archive none does not exist.",
      "Parameter EventSourceArn is not valid. Reason: Archive none does not exist.",
      "Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.",
      "Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.",
    ]);
  });
});
