import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, HeadBucketCommand, ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { sign } from "../../../lab/cloud/auth/sign.ts";
import { sha256 } from "../../../lab/cloud/auth/sigv4.ts";
import type { MovedClock } from "../../../lab/cloud/control/clock-facts.ts";
import { startCloud } from "../../../lab/cloud/index.ts";
import { useCloud } from "../use-cloud.ts";

const MINUTE = 60_000;
const HOUR = 3600;
const DAY = 24 * HOUR;

describe("The lab's clock, through its own API", () => {
  const lab = useCloud();
  const read = async () => (await (await fetch(`${lab.endpoint}/_lab/clock`)).json()) as { now: string; ahead: number };

  it("tells the lab's time, and by how much it is ahead", async () => {
    const { now, ahead } = await read();
    expect(Date.parse(now)).to.be.closeTo(Date.now(), MINUTE);
    expect(ahead).to.equal(0);
  });

  it("moves by seconds, fires what falls due, and answers when that is done", async () => {
    const fired: number[] = [];
    for (const minutes of [10, 20, 90]) lab.clock.after(minutes * MINUTE, () => void fired.push(minutes));
    const moved = await moveClock(lab.endpoint, { by: HOUR });
    expect(fired).to.deep.equal([10, 20]);
    expect(moved).to.deep.include({ fired: 2, complete: true, ahead: HOUR });
    expect(Date.parse(moved.now)).to.be.closeTo(Date.now() + HOUR * 1000, MINUTE);
    expect((await read()).ahead).to.equal(HOUR);
  });

  it("moves to a moment", async () => {
    const to = new Date(Date.now() + 3 * DAY * 1000).toISOString();
    const { now } = await moveClock(lab.endpoint, { to });
    expect(Date.parse(now)).to.be.closeTo(Date.parse(to), MINUTE);
  });

  for (const [what, body, said] of [
    ["nothing", {}, "either by"],
    ["both", { by: 1, to: "2100-01-01T00:00Z" }, "either by"],
    ["a text in place of seconds", { by: "1" }, "number of seconds"],
    ["a past moment", { to: "2020-01-01T00:00Z" }, "only moves forward"],
    ["less than nothing", { by: -1 }, "only moves forward"],
    ["a moment without a time zone", { to: "2100-01-01T00:00" }, "time zone"],
    ["no date", { to: "tomorrow" }, "time zone"],
    ["a day that no month has", { to: "2100-99-99T00:00Z" }, "time zone"],
    ["more time than there is", { by: 1e15 }, "year 9999"],
  ] as const) {
    it(`refuses ${what}, and stays`, async () => {
      const { ahead } = await read();
      const answer = await putClock(lab.endpoint, body);
      expect([answer.status, await answer.text()].join(" ")).to.match(new RegExp(`^400 .*${said}`, "s"));
      expect((await read()).ahead).to.equal(ahead);
    });
  }

  it("is moved by nobody without a token or a signature", async () => {
    const answer = await fetch(`${lab.endpoint}/_lab/clock`, { method: "PUT", body: '{"by":1}' });
    expect(answer.status).to.equal(403);
  });
});

describe("Signatures under a moved clock", () => {
  const lab = useCloud();
  before(() => lab.clock.advance(2 * DAY * 1000));

  it("are accepted from clients that never correct their clock, and from those that do", async () => {
    const ssm = lab.client(SSMClient);
    await ssm.send(new PutParameterCommand({ Name: "town", Value: "Graz", Type: "String" }));
    await lab.clock.advance(2 * DAY * 1000);
    expect((await ssm.send(new GetParameterCommand({ Name: "town" }))).Parameter?.Value).to.equal("Graz");
    const s3 = lab.client(S3Client, { forcePathStyle: true } as never);
    await s3.send(new CreateBucketCommand({ Bucket: "moved" }));
    await lab.clock.advance(2 * DAY * 1000);
    await s3.send(new HeadBucketCommand({ Bucket: "moved" }));
  });

  for (const [when, date, status] of [
    ["by the machine's clock", () => Date.now(), 200],
    ["by the lab's clock", () => lab.clock.now(), 200],
    ["between the two", () => (Date.now() + lab.clock.now()) / 2, 200],
    ["an hour before either", () => Date.now() - 60 * MINUTE, 403],
    ["an hour after either", () => lab.clock.now() + 60 * MINUTE, 403],
  ] as const) {
    it(`are ${status === 200 ? "accepted" : "refused"} when they are dated ${when}`, async () => {
      const { host } = new URL(lab.endpoint);
      const headers = sign(
        { method: "GET", path: "/", rawQuery: "", headers: { host } },
        {
          credentials: { accessKeyId: "test", secretAccessKey: "test" },
          region: "us-east-1",
          service: "s3",
          payloadHash: sha256(""),
          date: new Date(date()),
        },
      );
      const answer = await fetch(`${lab.endpoint}/`, { headers: headers as Record<string, string> });
      expect(answer.status).to.equal(status);
      if (status === 403) expect(await answer.text()).to.contain("<Code>RequestTimeTooSkewed</Code>");
    });
  }
});

describe("A lab whose clock was moved", () => {
  let state: string;
  before(async () => {
    state = await mkdtemp(join(tmpdir(), "skylab-clock-"));
  });
  after(() => rm(state, { recursive: true }));

  it("starts again where its time was, and answers its clients", async () => {
    await using first = await startCloud({ port: 0, state });
    const moved = await moveClock(first.endpoint, { by: 2 * DAY });
    const s3 = (endpoint: string) =>
      new S3Client({ endpoint, region: "us-east-1", credentials: first.credentials, maxAttempts: 1 });
    const before = s3(first.endpoint);
    await before.send(new CreateBucketCommand({ Bucket: "made-in-the-future" }));
    before.destroy();
    await first.close();

    await using second = await startCloud({ port: 0, state });
    const { now, ahead } = (await (await fetch(`${second.endpoint}/_lab/clock`)).json()) as MovedClock;
    expect(Date.parse(now)).to.be.at.least(Date.parse(moved.now));
    expect(ahead).to.equal(2 * DAY);
    const after = s3(second.endpoint);
    const { Buckets = [] } = await after.send(new ListBucketsCommand());
    after.destroy();
    expect(Buckets[0]?.CreationDate?.getTime()).to.be.at.most(Date.parse(now));
  });
});

/** Moves the clock as whoever has the lab's token. */
async function putClock(endpoint: string, body: object): Promise<Response> {
  const { token } = (await (await fetch(`${endpoint}/_lab/token`)).json()) as { token: string };
  return await fetch(`${endpoint}/_lab/clock`, {
    method: "PUT",
    headers: { "x-lab-token": token },
    body: JSON.stringify(body),
  });
}

async function moveClock(endpoint: string, body: object): Promise<MovedClock> {
  return (await (await putClock(endpoint, body)).json()) as MovedClock;
}
