import { InvokeWithResponseStreamCommand, type InvokeWithResponseStreamCommandInput } from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Functions } from "../functions.ts";

const streaming = (
  body: string,
) => `export const handler = awslambda.streamifyResponse(async (event, stream, context) => {
  ${body}
});`;

describe("Invoking a Lambda function with a response stream", () => {
  const cloud = useCloud();
  let lab: Functions;
  before(async () => {
    lab = new Functions(cloud.endpoint);
    await lab.makeRole();
  });
  after(() => lab.destroy());

  const open = (FunctionName: string, more: Partial<InvokeWithResponseStreamCommandInput> = {}) =>
    lab.lambda.send(new InvokeWithResponseStreamCommand({ FunctionName, Payload: Buffer.from("{}"), ...more }));
  const read = async (FunctionName: string, more: Partial<InvokeWithResponseStreamCommandInput> = {}) => {
    const { EventStream = [] } = await open(FunctionName, more);
    const chunks: Uint8Array[] = [];
    let complete: { ErrorCode?: string; ErrorDetails?: string; LogResult?: string } | undefined;
    for await (const { PayloadChunk, InvokeComplete } of EventStream) {
      if (PayloadChunk?.Payload) chunks.push(PayloadChunk.Payload);
      complete = InvokeComplete;
    }
    return { text: Buffer.concat(chunks).toString(), chunks: chunks.length, complete };
  };

  it("gives the pieces as the function writes them, before it is done", async () => {
    const code = streaming(`
      stream.write("first");
      await new Promise((go) => setTimeout(go, 100));
      stream.write({ second: true });
      stream.end();
    `);
    await lab.create("pieces", code);
    expect((await open("pieces")).ExecutedVersion).to.equal("$LATEST");
    const { text, chunks, complete } = await read("pieces");
    expect([text, chunks, complete]).to.deep.equal(['first{"second":true}', 2, {}]);
  });

  it("gives a whole answer in one piece when the function does not stream, and the end of its log when asked", async () => {
    await lab.create("whole", "export const handler = async () => { console.log('seen'); return { a: 1 }; };");
    const { text, complete } = await read("whole", { LogType: "Tail" });
    expect(text).to.equal('{"a":1}');
    expect(Buffer.from(complete?.LogResult ?? "", "base64").toString()).to.match(/\tseen\nEND /);
  });

  it("collects the pieces for who does not ask for a stream", async () => {
    await lab.create("collected", streaming('stream.write("[1,"); stream.write("2]"); stream.end();'));
    expect((await lab.invoke("collected")).answer).to.deep.equal([1, 2]);
    expect((await lab.invoke("collected")).answer).to.deep.equal([1, 2]);
  });

  it("streams more than an answer can hold", async () => {
    const code = streaming(
      'const piece = "x".repeat(2 ** 20); for (let i = 0; i < 20; i++) if (!stream.write(piece)) await new Promise((go) => stream.once("drain", go)); stream.end();',
    );
    await lab.create("large", code, { Timeout: 30 });
    expect((await read("large")).text.length).to.equal(20 * 2 ** 20);
  });

  const failing: Record<string, [code: string, text: string, errorType: string, message: RegExp]> = {
    "throws before it writes": [streaming('throw new TypeError("early");'), "", "TypeError", /early/],
    "throws after it has written": [
      streaming('stream.write("a"); await new Promise((go) => setTimeout(go, 20)); throw new RangeError("late");'),
      "a",
      "RangeError",
      /late/,
    ],
    exits: [
      streaming('stream.write("a"); setTimeout(() => process.exit(3), 50);'),
      "a",
      "Runtime.ExitError",
      /status 3/,
    ],
    "fails without a stream": ['export const handler = async () => { throw new Error("no"); };', "", "Error", /no/],
  };
  for (const [what, [code, text, errorType, message]] of Object.entries(failing)) {
    it(`tells at the end that the function ${what}`, async () => {
      const name = what.replaceAll(" ", "-");
      await lab.create(name, code);
      const result = await read(name);
      expect([result.text, result.complete?.ErrorCode]).to.deep.equal([text, errorType]);
      expect(result.complete?.ErrorDetails).to.match(message);
    });
  }

  it("lets the function go on when the caller went away", async () => {
    const code = streaming(
      'stream.write("x"); await new Promise((go) => setTimeout(go, 100)); stream.write("y".repeat(2 ** 20)); stream.end(); console.log("done");',
    );
    await lab.create("left", code);
    const { EventStream = [] } = await open("left");
    for await (const _ of EventStream) break;
    await lab.logged("left", "REPORT");
    expect((await read("left")).text.length).to.equal(2 ** 20 + 1);
  });

  it("only checks when it is a dry run, and refuses what is wrong", async () => {
    expect((await open("whole", { InvocationType: "DryRun" })).StatusCode).to.equal(204);
    expect((await failure(open("nobody"))).name).to.equal("ResourceNotFoundException");
    expect((await failure(open("whole", { InvocationType: "Event" as never }))).name).to.equal("ValidationException");
    expect((await failure(open("whole", { Payload: Buffer.from("{") }))).name).to.equal(
      "InvalidRequestContentException",
    );
  });
});
