import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createServer, type Server, type Socket } from "node:net";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect } from "chai";
import type { Answer } from "../../../../../lab/cloud/services/lambda/executor/answer.ts";
import type { Invocation } from "../../../../../lab/cloud/services/lambda/executor/function.ts";
import { RuntimeChannel } from "../../../../../lab/cloud/services/lambda/executor/runtime-channel.ts";
import { FrameReader, writeFrame } from "../../../../../lab/cloud/services/lambda/runtimes/nodejs/frames.mjs";

const invocation = (changes: Partial<Invocation> = {}): Invocation => ({
  requestId: "one",
  payload: Buffer.from('{"a":1}'),
  arn: "arn:one",
  traceId: "Root=1",
  ...changes,
});

const HOSTILE: [name: string, bytes: Buffer][] = [
  ["lengths that are endless", Buffer.alloc(8, 255)],
  ["a head that is no JSON", Buffer.from("\0\0\0\x01\0\0\0\0{")],
  ["a head that is null", Buffer.from("\0\0\0\x04\0\0\0\0null")],
];

describe("The pipe to a Node.js runtime", () => {
  let server: Server;
  /** The runtime's end of the pipe, and the lab's. */
  let runtime: Socket;
  let pipe: Socket;
  let channel: RuntimeChannel;
  /** What the lab heard, in order. */
  let heard: unknown[];
  let onHeard = () => {};
  const hear = (what: unknown) => {
    heard.push(what);
    onHeard();
  };

  before(async () => {
    server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  after(() => server.close());
  beforeEach(async () => {
    heard = [];
    onHeard = () => {};
    runtime = connect((server.address() as AddressInfo).port, "127.0.0.1");
    [pipe] = (await once(server, "connection")) as [Socket];
    for (const end of [runtime, pipe]) end.on("error", () => undefined);
    const said = ({ payload, errorType, computed }: Answer) => ({ payload: String(payload), errorType, computed });
    channel = new RuntimeChannel(pipe, {
      onNext: () => hear("next"),
      onAnswer: (answer) => hear(said(answer)),
      onInitError: (answer) => void hear({ init: said(answer) }),
    });
  });
  afterEach(() => {
    runtime.destroy();
    pipe.destroy();
  });

  const until = async (count: number) => {
    while (heard.length < count) {
      await new Promise<void>((resolve) => {
        onHeard = resolve;
      });
    }
  };
  const say = (head: object, body?: string) => writeFrame(runtime, head, body);
  /** Has the runtime ask for an event, and gives it this one. */
  const deliver = async (event: Invocation) => {
    say({ next: true });
    await until(1);
    channel.send(event, 5);
  };

  it("takes an event with all that is said about it", async () => {
    const delivered = new Promise((resolve) => {
      const reader = new FrameReader<object>((head, body) => resolve({ ...head, body: String(body) }));
      runtime.on("data", (chunk) => reader.push(chunk as Buffer));
    });
    await deliver(invocation({ clientContext: '{"client":{}}' }));
    const about = { id: "one", deadline: 5, arn: "arn:one", traceId: "Root=1", clientContext: '{"client":{}}' };
    expect(await delivered).to.deep.equal({ ...about, body: '{"a":1}' });
    expect(channel.asking).to.equal(false);
  });

  it("gives an answer with the request for the next event, in this order", async () => {
    await deliver(invocation());
    say({ is: "answer", computed: true, next: true }, "5");
    await until(3);
    expect(heard).to.deep.equal(["next", { payload: "5", errorType: undefined, computed: true }, "next"]);
    expect(channel.asking).to.equal(true);
  });

  it("gives one answer to an event, and none before the next one", async () => {
    say({ is: "answer" }, "0");
    say({ is: "stream" });
    await deliver(invocation());
    say({ is: "answer" }, "1");
    say({ is: "answer" }, "2");
    say({ is: "piece" }, "3");
    say({ is: "end" });
    say({ next: true });
    await until(3);
    expect(heard).to.deep.equal(["next", { payload: "1", errorType: undefined, computed: undefined }, "next"]);
  });

  it("streams an answer to whoever takes it in pieces, as fast as that", async () => {
    const out = new PassThrough({ highWaterMark: 10 });
    await deliver(invocation({ stream: () => out }));
    say({ is: "stream", contentType: "text/plain" });
    for (let i = 0; i < 100; i++) say({ is: "piece" }, "x".repeat(10_000));
    say({ is: "end" });
    await once(out, "readable");
    expect(heard).to.deep.equal(["next"]);
    const streamed = text(out);
    await until(2);
    out.end();
    expect((await streamed).length).to.equal(1_000_000);
    expect(heard[1]).to.deep.include({ payload: "", errorType: undefined });
  });

  it("lets the function go on when whoever takes its answer went away", async () => {
    const out = new PassThrough({ highWaterMark: 10 });
    await deliver(invocation({ stream: () => out }));
    say({ is: "stream" });
    say({ is: "piece" }, "x".repeat(10_000));
    await once(out, "readable");
    out.destroy();
    say({ is: "piece" }, "x".repeat(10_000));
    say({ is: "end", errorType: "Late" }, "why");
    await until(2);
    expect(heard[1]).to.deep.include({ payload: "why", errorType: "Late" });
  });

  for (const [name, bytes] of HOSTILE) {
    it(`ends with ${name}`, async () => {
      await deliver(invocation());
      runtime.write(bytes);
      await once(pipe, "close");
      expect([heard, channel.asking]).to.deep.equal([["next"], false]);
    });
  }
});
