import { expect } from "chai";
import type { Cloud } from "../../../lab/cloud/cloud.ts";
import { DataTrimmed, type Shard, type StreamKey, shardFor } from "../../../lab/cloud/streams/shard.ts";
import { StreamLog } from "../../../lab/cloud/streams/stream-log.ts";
import { until } from "../until.ts";
import { useCloud } from "../use-cloud.ts";

const HOUR = 3_600_000;
const LIMITS = { records: 1000, bytes: 1_000_000 };

describe("A stream log", () => {
  const cloud = useCloud();
  let log: StreamLog<string>;
  let count = 0;
  before(() => {
    log = logOf(cloud.running.cloud);
  });

  const logOf = (running: Cloud) =>
    new StreamLog<string>({
      cloud: running,
      service: "tests",
      name: "tests",
      digits: 21,
      retention: () => 24 * HOUR,
      bytesOf: (data) => data.length,
    });

  const write = <R>(change: () => R): R => cloud.running.cloud.store.write(change);

  const open = (parts: Partial<Shard> = {}): { stream: StreamKey; shard: () => Shard } => {
    const stream: StreamKey = ["000000000000", `stream-${++count}`];
    write(() => log.open(stream, { id: "one", ...parts }));
    return { stream, shard: () => log.shard(stream, "one") as Shard };
  };

  const append = (stream: StreamKey, ...texts: string[]) =>
    write(() => texts.map((text) => log.append(stream, "one", text)));

  it("gives records back in their order, with numbers that grow", () => {
    const { stream, shard } = open();
    const numbers = append(stream, "a", "b", "c");
    expect(numbers).to.deep.equal([...numbers].sort());
    for (const number of numbers) expect(number).to.match(/^\d{21}$/);
    const { records, isAtEnd } = log.read(stream, shard(), "oldest", LIMITS);
    expect(records.map(({ data }) => data)).to.deep.equal(["a", "b", "c"]);
    expect(records.map(({ sequenceNumber }) => sequenceNumber)).to.deep.equal(numbers);
    expect(isAtEnd).to.equal(false);
  });

  it("reads at a record, after one, and after the latest", () => {
    const { stream, shard } = open();
    const empty = log.latest(stream, shard());
    const [, second = ""] = append(stream, "a", "b", "c");
    const read = (position: { at: string } | { after: string }) =>
      log.read(stream, shard(), position, LIMITS).records.map(({ data }) => data);
    expect(read({ at: second })).to.deep.equal(["b", "c"]);
    expect(read({ after: second })).to.deep.equal(["c"]);
    expect(read({ after: empty })).to.deep.equal(["a", "b", "c"]);
    const latest = log.latest(stream, shard());
    append(stream, "d");
    expect(read({ after: latest })).to.deep.equal(["d"]);
  });

  it("reads from a moment", async () => {
    const { stream, shard } = open();
    append(stream, "before");
    await cloud.clock.advance(1000);
    const moment = cloud.clock.now();
    append(stream, "then");
    const { records } = log.read(stream, shard(), log.positionAt(moment), LIMITS);
    expect(records.map(({ data }) => data)).to.deep.equal(["then"]);
    expect(records[0]?.time).to.be.closeTo(moment, 1000);
  });

  it("reads so many records, or bytes, at a time, and one at least", () => {
    const { stream, shard } = open();
    append(stream, "aaaa", "bbbb", "cccc");
    const read = (records: number, bytes: number) =>
      log.read(stream, shard(), "oldest", { records, bytes }).records.map(({ data }) => data);
    expect(read(2, 100)).to.deep.equal(["aaaa", "bbbb"]);
    expect(read(10, 8)).to.deep.equal(["aaaa", "bbbb"]);
    expect(read(10, 1)).to.deep.equal(["aaaa"]);
  });

  it("keeps nothing of a transaction that is undone", () => {
    const { stream, shard } = open();
    const failing = () =>
      write(() => {
        log.append(stream, "one", "never");
        throw new Error("undone");
      });
    expect(failing).to.throw("undone");
    append(stream, "a");
    expect(log.read(stream, shard(), "oldest", LIMITS).records.map(({ data }) => data)).to.deep.equal(["a"]);
  });

  it("is at its end when a shard that was closed is read", () => {
    const { stream, shard } = open();
    append(stream, "a", "b");
    write(() => log.close(stream, "one"));
    expect(log.read(stream, shard(), "oldest", { records: 1, bytes: 10 }).isAtEnd).to.equal(false);
    expect(log.read(stream, shard(), "oldest", LIMITS).isAtEnd).to.equal(true);
  });

  it("finds the open shard for a hash", () => {
    const { stream } = open({ hashes: { from: "0", to: "99" } });
    write(() => log.open(stream, { id: "two", parents: ["one"], hashes: { from: "100", to: "199" } }));
    expect(log.shards(stream).map(({ id }) => id)).to.deep.equal(["one", "two"]);
    expect(shardFor(log.shards(stream), 99n)?.id).to.equal("one");
    expect(shardFor(log.shards(stream), 100n)?.id).to.equal("two");
    write(() => log.close(stream, "one"));
    expect(shardFor(log.shards(stream), 99n)).to.equal(undefined);
  });

  it("wakes those who watch a stream, and nobody else", async () => {
    const { stream } = open();
    const other = open();
    let [woken, others] = [0, 0];
    const end = log.watch(stream, () => void woken++);
    log.watch(other.stream, () => void others++);
    append(stream, "a", "b");
    expect(woken).to.equal(0);
    await until(() => woken === 1);
    end();
    append(stream, "c");
    append(other.stream, "d");
    await until(() => others === 1);
    expect(woken).to.equal(1);
  });

  it("trims what is too old, and says so to who would read it", async () => {
    const { stream, shard } = open();
    const [first = "", second = ""] = append(stream, "a", "b");
    await cloud.clock.advance(HOUR);
    append(stream, "c");
    const { timers } = cloud.running.cloud;
    const timer = `trim ${JSON.stringify(stream)}`;
    expect(timers.get("tests", timer)).to.be.closeTo(cloud.clock.now() + 23 * HOUR, 5000);
    timers.cancel("tests", timer);
    await cloud.clock.advance(23 * HOUR);
    expect(await log.due(timer)).to.equal(true);
    expect(log.read(stream, shard(), "oldest", LIMITS).records.map(({ data }) => data)).to.deep.equal(["c"]);
    expect(log.read(stream, shard(), { after: second }, LIMITS).records).to.have.length(1);
    for (const position of [{ after: first }, { at: second }])
      expect(() => log.read(stream, shard(), position, LIMITS)).to.throw(DataTrimmed);
    expect(timers.get("tests", timer)).to.be.closeTo(cloud.clock.now() + HOUR, 5000);
    timers.cancel("tests", timer);
  });

  it("goes on with larger numbers in another run, and removes all that there is", async () => {
    const { stream, shard } = open();
    const [, last = ""] = append(stream, "a", "b");
    const again = logOf(cloud.running.cloud);
    const next = write(() => again.append(stream, "one", "c"));
    expect(next > last).to.equal(true);
    await log.remove(stream);
    expect(log.shards(stream)).to.deep.equal([]);
    expect(cloud.running.cloud.timers.get("tests", `trim ${JSON.stringify(stream)}`)).to.equal(undefined);
    expect(shard()).to.equal(undefined);
  });
});
