import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  ListTagsForResourceCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  paginateFilterLogEvents,
  TagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { expect } from "chai";
import { filterPattern } from "../../../../lab/cloud/services/logs/events/filter-pattern.ts";
import type { LogsState } from "../../../../lab/cloud/services/logs/state.ts";
import { failure, useCloud } from "../../use-cloud.ts";

const DAY = 24 * 60 * 60 * 1000;

describe("CloudWatch Logs", () => {
  const lab = useCloud();
  let client: CloudWatchLogsClient;
  let count = 0;
  before(() => {
    client = lab.client(CloudWatchLogsClient);
  });

  const newStream = async () => {
    const logGroupName = `/test/${++count}`;
    const logStreamName = "stream";
    await client.send(new CreateLogGroupCommand({ logGroupName }));
    await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    return { logGroupName, logStreamName };
  };
  const put = (
    stream: { logGroupName: string; logStreamName: string },
    ...logEvents: { timestamp: number; message: string }[]
  ) => client.send(new PutLogEventsCommand({ ...stream, logEvents }));

  it("keeps groups, with retention and tags, until they are deleted", async () => {
    const { logGroupName } = await newStream();
    await client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 7 }));
    const { logGroups } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }));
    expect(logGroups?.[0]).to.include({
      logGroupName,
      retentionInDays: 7,
      arn: `arn:aws:logs:us-east-1:000000000000:log-group:${logGroupName}:*`,
    });
    const resourceArn = logGroups?.[0]?.logGroupArn as string;
    await client.send(new TagResourceCommand({ resourceArn, tags: { a: "1" } }));
    expect((await client.send(new ListTagsForResourceCommand({ resourceArn }))).tags).to.deep.equal({ a: "1" });
    expect((await failure(client.send(new CreateLogGroupCommand({ logGroupName })))).name).to.equal(
      "ResourceAlreadyExistsException",
    );
    expect(
      (await failure(client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 2 })))).name,
    ).to.equal("InvalidParameterException");
    await client.send(new DeleteLogGroupCommand({ logGroupName }));
    const gone = await failure(client.send(new FilterLogEventsCommand({ logGroupName })));
    expect([gone.name, gone.message]).to.deep.equal([
      "ResourceNotFoundException",
      "The specified log group does not exist.",
    ]);
  });

  it("keeps events of one millisecond in the order they came", async () => {
    const stream = await newStream();
    const timestamp = lab.clock.now();
    await put(stream, { timestamp, message: "one" }, { timestamp, message: "two" });
    await put(stream, { timestamp, message: "three" });
    const { events } = await client.send(new GetLogEventsCommand({ ...stream, startFromHead: true }));
    expect(events?.map(({ message }) => message)).to.deep.equal(["one", "two", "three"]);
    const { logStreams } = await client.send(new DescribeLogStreamsCommand({ logGroupName: stream.logGroupName }));
    expect(logStreams?.[0]).to.include({ firstEventTimestamp: timestamp, lastEventTimestamp: timestamp });
  });

  it("pages through a stream in both directions, and stays at its end", async () => {
    const stream = await newStream();
    const now = lab.clock.now();
    await put(stream, ...[0, 1, 2, 3, 4].map((i) => ({ timestamp: now + i, message: String(i) })));
    const page = async (options: object) => {
      const { events, nextForwardToken, nextBackwardToken } = await client.send(
        new GetLogEventsCommand({ ...stream, limit: 2, ...options }),
      );
      return { text: events?.map(({ message }) => message).join(""), nextForwardToken, nextBackwardToken };
    };
    const last = await page({});
    expect(last.text).to.equal("34");
    expect((await page({ nextToken: last.nextBackwardToken })).text).to.equal("12");
    const first = await page({ startFromHead: true });
    const second = await page({ nextToken: first.nextForwardToken });
    const third = await page({ nextToken: second.nextForwardToken });
    const end = await page({ nextToken: third.nextForwardToken });
    expect([first.text, second.text, third.text, end.text]).to.deep.equal(["01", "23", "4", ""]);
    expect(end.nextForwardToken).to.equal(third.nextForwardToken);
  });

  it("finds events by pattern and time, in all streams of a group", async () => {
    const stream = await newStream();
    const other = { ...stream, logStreamName: "other" };
    await client.send(new CreateLogStreamCommand(other));
    const now = lab.clock.now();
    await put(stream, { timestamp: now, message: "ERROR one" }, { timestamp: now + 2, message: "fine" });
    await put(other, { timestamp: now + 1, message: "ERROR two" });
    const find = async (options: object) => {
      const { events } = await client.send(
        new FilterLogEventsCommand({ logGroupName: stream.logGroupName, ...options }),
      );
      return events?.map(({ message }) => message);
    };
    expect(await find({ filterPattern: "ERROR" })).to.deep.equal(["ERROR one", "ERROR two"]);
    expect(await find({ startTime: now + 1 })).to.deep.equal(["ERROR two", "fine"]);
    expect(await find({ logStreamNames: ["other"] })).to.deep.equal(["ERROR two"]);
    expect(await find({ limit: 1 })).to.deep.equal(["ERROR one"]);
  });

  it("finds what is written to a stream after its end was read, from either side", async () => {
    const stream = await newStream();
    const { nextForwardToken: atOnce } = await client.send(new GetLogEventsCommand(stream));
    const now = lab.clock.now();
    await put(stream, { timestamp: now, message: "one" });
    const read = async (nextToken: string | undefined) => {
      const { events = [], nextForwardToken } = await client.send(new GetLogEventsCommand({ ...stream, nextToken }));
      return { text: events.map(({ message }) => message), nextForwardToken };
    };
    const first = await read(atOnce);
    await put(stream, { timestamp: now, message: "two" });
    const second = await read(first.nextForwardToken);
    expect([first.text, second.text]).to.deep.equal([["one"], ["two"]]);
  });

  it("pages through the matches in all streams of a group, by their time", async () => {
    const stream = await newStream();
    const other = { ...stream, logStreamName: "other" };
    await client.send(new CreateLogStreamCommand(other));
    const now = lab.clock.now();
    for (const [i, each] of [stream, other, stream, other, stream].entries()) {
      await put(
        each,
        { timestamp: now + (i >> 1), message: `take ${i}` },
        { timestamp: now + (i >> 1), message: "leave" },
      );
    }
    const pages = paginateFilterLogEvents(
      { client },
      { logGroupName: stream.logGroupName, filterPattern: "take", limit: 2 },
    );
    const found: (string | undefined)[] = [];
    for await (const { events = [] } of pages) found.push(...events.map(({ message }) => message));
    // Of one millisecond the streams follow one another by their names.
    expect(found).to.deep.equal(["take 1", "take 0", "take 3", "take 2", "take 4"]);
  });

  it("reads no more of a stream than is asked for", async () => {
    const stream = await newStream();
    const { logGroupName } = stream;
    const now = lab.clock.now();
    const events = Array.from({ length: 3000 }, (_, i) => ({ timestamp: now + i, message: `event ${i}` }));
    await put(stream, ...events);
    const { state } = await lab.running.cloud.service("logs");
    const { events: collection } = state as LogsState;
    const entries = collection.entries.bind(collection);
    let count = 0;
    collection.entries = function* (range) {
      for (const entry of entries(range)) {
        count += 1;
        yield entry;
      }
    };
    try {
      for (const request of [
        new GetLogEventsCommand({ ...stream, limit: 10 }),
        new GetLogEventsCommand({ ...stream, limit: 10, startFromHead: true }),
        new GetLogEventsCommand({ ...stream, startTime: now + 1000, endTime: now + 1010 }),
        new FilterLogEventsCommand({ logGroupName, limit: 10 }),
        new FilterLogEventsCommand({ logGroupName, startTime: now + 1000, endTime: now + 1009 }),
      ]) {
        count = 0;
        const { events: read } = await client.send(request as GetLogEventsCommand);
        expect([read?.length, count <= 12], request.constructor.name).to.deep.equal([10, true]);
      }
    } finally {
      collection.entries = entries;
    }
  });

  it("refuses tokens and limits that are none", async () => {
    const stream = await newStream();
    const { logGroupName } = stream;
    for (const request of [
      new GetLogEventsCommand({ ...stream, nextToken: "f/1" }),
      new GetLogEventsCommand({ ...stream, limit: 10_001 }),
      new FilterLogEventsCommand({ logGroupName, nextToken: "0" }),
      new FilterLogEventsCommand({ logGroupName, limit: 0 }),
      new FilterLogEventsCommand({ logGroupName, filterPattern: "x".repeat(1025) }),
    ]) {
      expect((await failure(client.send(request as GetLogEventsCommand))).name).to.equal("InvalidParameterException");
    }
  });

  it("says which events of a batch it did not take", async () => {
    const stream = await newStream();
    const now = lab.clock.now();
    const old = await put(
      stream,
      { timestamp: now - 14 * DAY - 60_000, message: "old" },
      { timestamp: now - 14 * DAY + 60_000, message: "just" },
    );
    expect(old.rejectedLogEventsInfo).to.deep.equal({ tooOldLogEventEndIndex: 1 });
    const early = await put(
      stream,
      { timestamp: now, message: "now" },
      { timestamp: now + 3 * 60 * 60 * 1000, message: "too new" },
    );
    expect(early.rejectedLogEventsInfo).to.deep.equal({ tooNewLogEventStartIndex: 1 });
  });

  it("says which events of a batch its group would not keep, and counts none of them", async () => {
    const stream = await newStream();
    const { logGroupName } = stream;
    await client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 3 }));
    const now = lab.clock.now();
    const times = [now - 3 * DAY - 60_000, now - 3 * DAY + 60_000];
    const { rejectedLogEventsInfo } = await put(stream, ...times.map((timestamp) => ({ timestamp, message: "12345" })));
    expect(rejectedLogEventsInfo).to.deep.equal({ expiredLogEventEndIndex: 1 });
    const { logGroups } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }));
    expect(logGroups?.find((group) => group.logGroupName === logGroupName)?.storedBytes).to.equal(31);
  });

  it("gives tokens as AWS writes them", async () => {
    const stream = await newStream();
    const describe = async () =>
      (await client.send(new DescribeLogStreamsCommand({ logGroupName: stream.logGroupName }))).logStreams?.[0];
    expect(await describe()).to.not.have.property("uploadSequenceToken");
    const { nextSequenceToken } = await put(stream, { timestamp: lab.clock.now(), message: "x" });
    expect(nextSequenceToken).to.match(/^\d{56}$/);
    expect((await describe())?.uploadSequenceToken).to.equal(nextSequenceToken);
    const { nextForwardToken, nextBackwardToken } = await client.send(new GetLogEventsCommand(stream));
    expect(nextForwardToken).to.match(/^f\/\d{56}\/s$/);
    expect(nextBackwardToken).to.match(/^b\/\d{56}\/s$/);
  });

  it("refuses a group or streams that are named in two ways", async () => {
    const { logGroupName, logStreamName } = await newStream();
    for (const request of [
      new FilterLogEventsCommand({ logGroupName, logStreamNames: [logStreamName], logStreamNamePrefix: "s" }),
      new FilterLogEventsCommand({ logGroupName, logGroupIdentifier: logGroupName }),
      new GetLogEventsCommand({ logGroupName, logGroupIdentifier: logGroupName, logStreamName }),
    ]) {
      expect((await failure(client.send(request as GetLogEventsCommand))).name).to.equal("InvalidParameterException");
    }
  });

  it("finds groups by identifier and by class", async () => {
    const { logGroupName } = await newStream();
    const rare = `${logGroupName}/rare`;
    await client.send(new CreateLogGroupCommand({ logGroupName: rare, logGroupClass: "INFREQUENT_ACCESS" }));
    const find = async (input: object) => {
      const { logGroups = [] } = await client.send(new DescribeLogGroupsCommand(input));
      return logGroups.map((group) => group.logGroupName);
    };
    expect(await find({ logGroupClass: "INFREQUENT_ACCESS" })).to.deep.equal([rare]);
    const arn = `arn:aws:logs:us-east-1:000000000000:log-group:${rare}`;
    expect(await find({ logGroupIdentifiers: [logGroupName, arn] })).to.deep.equal([logGroupName, rare]);
  });

  it("has fifty tags of a group at most", async () => {
    const { logGroupName } = await newStream();
    const resourceArn = `arn:aws:logs:us-east-1:000000000000:log-group:${logGroupName}`;
    const tags = (count: number, begin: string) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`${begin}${i}`, "x"]));
    await client.send(new TagResourceCommand({ resourceArn, tags: tags(50, "a") }));
    await client.send(new TagResourceCommand({ resourceArn, tags: tags(50, "a") }));
    const more = await failure(client.send(new TagResourceCommand({ resourceArn, tags: tags(1, "b") })));
    expect(more.name).to.equal("TooManyTagsException");
  });

  it("refuses batches that are out of order, empty, or for a stream that is not there", async () => {
    const stream = await newStream();
    const now = lab.clock.now();
    expect(
      (await failure(put(stream, { timestamp: now, message: "a" }, { timestamp: now - 1, message: "b" }))).name,
    ).to.equal("InvalidParameterException");
    expect((await failure(put(stream))).name).to.equal("InvalidParameterException");
    expect(
      (await failure(put({ ...stream, logStreamName: "none" }, { timestamp: now, message: "a" }))).message,
    ).to.equal("The specified log stream does not exist.");
    await client.send(new DeleteLogStreamCommand(stream));
    expect((await failure(client.send(new GetLogEventsCommand(stream)))).name).to.equal("ResourceNotFoundException");
  });
});

describe("A filter pattern", () => {
  const cases: [pattern: string, message: string, matches: boolean][] = [
    ["", "anything", true],
    ["ERROR", "an ERROR here", true],
    ["ERROR", "an error here", false],
    ["ERROR code", "code of an ERROR", true],
    ["ERROR code", "an ERROR", false],
    ['"exact phrase"', "an exact phrase here", true],
    ['"exact phrase"', "phrase exact", false],
    ['"say \\"hi\\""', 'they say "hi"', true],
    ["?ERROR ?WARN", "a WARN", true],
    ["?ERROR ?WARN", "INFO", false],
    ["ERROR -expected", "ERROR", true],
    ["ERROR -expected", "expected ERROR", false],
  ];
  for (const [pattern, message, matches] of cases) {
    it(`${pattern || "(none)"} ${matches ? "finds" : "passes over"} ${message}`, () =>
      expect(filterPattern(pattern)(message)).to.equal(matches));
  }

  it("with selectors is refused by name", () => {
    expect(() => filterPattern('{ $.level = "x" }')).to.throw("selectors");
  });
});
