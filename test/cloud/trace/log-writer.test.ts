import { expect } from "chai";
import type { Cloud } from "../../../lab/cloud/cloud.ts";
import { Clock } from "../../../lab/cloud/time/clock.ts";
import { type LogTarget, LogWriter } from "../../../lab/cloud/trace/log-writer.ts";

describe("The writer of logs", () => {
  const target = {
    region: "us-east-1",
    group: "group",
    stream: "stream",
    caller: async () => ({}),
  } as unknown as LogTarget;
  /** A cloud whose CloudWatch Logs counts the events that it gets. */
  const counting = (refusal?: Error) => {
    const said: string[] = [];
    let count = 0;
    const PutLogEvents = async ({ logEvents }: { logEvents: object[] }) => {
      if (refusal) throw refusal;
      count += logEvents.length;
    };
    const trace = { quietly: (work: () => unknown) => work() };
    const cloud = {
      clock: new Clock(),
      trace,
      clients: () => ({ logs: { PutLogEvents } }),
      log: (line: string) => said.push(line),
    };
    return { writer: new LogWriter(cloud as unknown as Cloud), said, count: () => count };
  };

  it("holds so many bytes at most, and says what it lost", async () => {
    const { writer, said, count } = counting();
    const message = "x".repeat(250_000);
    for (let i = 0; i < 400; i++) writer.write(target, message);
    await writer.flush();
    expect(count()).to.be.within(260, 275);
    const lost = 400 - count();
    expect(said).to.deep.equal([
      `${lost} log events of group stream are lost, and maybe more: there were too many at once`,
    ]);
    writer.write(target, "there is room again");
    await writer.flush();
    expect(said).to.have.length(1);
  });

  it("says once of each stream that its events are lost", async () => {
    const { writer, said } = counting(new Error("not authorized"));
    const other = { ...target, stream: "other" };
    for (const to of [target, target, other, target, other]) {
      writer.write(to, "unheard");
      await writer.flush();
    }
    expect(said).to.deep.equal([
      "1 log events of group stream are lost, and maybe more: not authorized",
      "1 log events of group other are lost, and maybe more: not authorized",
    ]);
  });

  it("takes nothing more when it is closed", async () => {
    const { writer, said, count } = counting();
    writer.write(target, "before");
    await writer.close();
    writer.write(target, "after");
    await writer.flush();
    expect([count(), said]).to.deep.equal([1, []]);
  });
});
