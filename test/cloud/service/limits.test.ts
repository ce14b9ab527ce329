import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { CreateBucketCommand, PutBucketAclCommand, S3Client } from "@aws-sdk/client-s3";
import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";
import { expect } from "chai";
import { failure, useCloud } from "../use-cloud.ts";

const JSON_TYPE = "application/x-amz-json-1.1";
const FORM = "application/x-www-form-urlencoded";
const MEGABYTE = 1024 * 1024;

describe("The body of a request", () => {
  const lab = useCloud();
  const sockets: Socket[] = [];
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });

  /** Sends the head of a request, and what of its body is given. Returns the answer, as text, up to its end. */
  async function send(head: string, headers: Record<string, string>, body: Buffer | string = ""): Promise<string> {
    const { hostname, port } = new URL(lab.endpoint);
    const socket = connect(Number(port), hostname);
    sockets.push(socket);
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`${head} HTTP/1.1\r\n${lines.join("")}\r\n`);
    socket.write(body);
    socket.on("error", () => undefined);
    const length = () => Number(/content-length: (\d+)/i.exec(answer)?.[1] ?? Number.NaN);
    while (!(answer.split("\r\n\r\n")[1]?.length === length())) {
      const [ended] = await Promise.race([once(socket, "data"), once(socket, "close").then(() => [undefined])]);
      if (ended === undefined) break;
    }
    return answer;
  }

  /** Headers that are signed for a body, of which only the hash matters. */
  async function signed(service: string, path: string, more: Record<string, string>, body: string | Buffer = "") {
    const signer = new SignatureV4({
      service,
      region: "us-east-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      sha256: Hash.bind(null, "sha256") as never,
      uriEscapePath: service !== "s3",
    });
    const { hostname, host, port } = new URL(lab.endpoint);
    const [pathname = "", query = ""] = path.split("?");
    const { headers } = (await signer.sign({
      method: "POST",
      protocol: "http:",
      hostname,
      port: Number(port),
      path: pathname,
      query: Object.fromEntries(new URLSearchParams(query)),
      headers: { host, ...more },
      body,
    } as never)) as unknown as { headers: Record<string, string> };
    return headers;
  }

  for (const [what, service, path, headers, length, expected] of [
    [
      "a function's code",
      "lambda",
      "/2015-03-31/functions",
      { "content-type": "application/json" },
      70_167_212,
      /413.*RequestEntityTooLargeException.*Request must be smaller than 70167211 bytes for the CreateFunction operation/s,
    ],
    [
      "an event",
      "lambda",
      "/2015-03-31/functions/f/invocations",
      {},
      6_291_457,
      /413.*RequestTooLargeException.*Request must be smaller than 6291456 bytes for the InvokeFunction operation/s,
    ],
    [
      "log events",
      "logs",
      "/",
      { "content-type": JSON_TYPE, "x-amz-target": "Logs_20140328.PutLogEvents" },
      4_194_305,
      /413.*RequestEntityTooLargeException/s,
    ],
    [
      "a form",
      "iam",
      "/?Action=CreateRole&Version=2010-05-08",
      { "content-type": FORM },
      2 * MEGABYTE + 1,
      /413.*<Code>RequestEntityTooLarge<\/Code>/s,
    ],
    [
      "an S3 document",
      "s3",
      "/bucket?delete=",
      {},
      5 * MEGABYTE + 1,
      /400.*<Code>MaxMessageLengthExceeded<\/Code>.*Your request was too big\./s,
    ],
    [
      "an API's definition",
      "apigateway",
      "/restapis?mode=import",
      { "content-type": "application/json" },
      6_291_457,
      /413.*Request must be smaller than 6291456 bytes for the ImportRestApi operation/s,
    ],
  ] as const) {
    it(`is refused by its length, before any of it comes, when it is ${what} and too large`, async () => {
      const head = await signed(service, path, headers);
      const answer = await send(`POST ${path}`, { ...head, "content-length": String(length) });
      expect(answer)
        .to.match(expected)
        .and.to.match(/connection: close/i);
    });
  }

  const json = { "content-type": JSON_TYPE, "x-amz-target": "Logs_20140328.CreateLogGroup" };

  it("is refused as it comes when it does not say its length, and the connection ends", async () => {
    const head = await signed("logs", "/", json);
    const chunk = `100000\r\n${" ".repeat(MEGABYTE)}\r\n`;
    const answer = await send("POST /", { ...head, "transfer-encoding": "chunked" }, chunk.repeat(3));
    expect(answer).to.match(/413.*RequestEntityTooLargeException/s);
    const [socket] = sockets;
    if (!socket?.closed) await once(socket as Socket, "close");
  });

  it("is refused when it is too large once it is decompressed", async () => {
    const body = gzipSync(`{"logGroupName":"${"a".repeat(3 * MEGABYTE)}"}`);
    const head = await signed("logs", "/", { ...json, "content-encoding": "gzip" }, body);
    const answer = await send("POST /", { ...head, "content-length": String(body.length) }, body);
    expect(answer).to.match(/413.*RequestEntityTooLargeException/s);
  });

  it("of a form is measured by the operation that it names", async () => {
    const body = `Action=CreateRole&Version=2010-05-08&RoleName=${"a".repeat(2 * MEGABYTE)}`;
    const head = await signed("iam", "/", { "content-type": FORM }, body);
    const answer = await send("POST /", { ...head, "content-length": String(body.length) }, body);
    expect(answer).to.match(/413.*<Code>RequestEntityTooLarge<\/Code>/s);
  });

  for (const [what, path, headers, expected] of [
    ["JSON", "/", json, /403.*MissingAuthenticationTokenException/s],
    [
      "CBOR",
      "/service/Logs_20140328/operation/CreateLogGroup",
      { "smithy-protocol": "rpc-v2-cbor" },
      /403.*MissingAuthenticationTokenException/s,
    ],
  ] as const) {
    it(`is not read when nobody signed it, in ${what}`, async () => {
      const answer = await send(`POST ${path}`, { host: "localhost", ...headers, "content-length": "1000" });
      expect(answer).to.match(expected);
    });
  }

  it("of a form that nobody signed is read for what takes such alone", async () => {
    const post = (body: string) =>
      fetch(lab.endpoint, { method: "POST", headers: { "content-type": FORM }, body: `Version=2011-06-15&${body}` });
    const refused = await post("Action=GetCallerIdentity");
    expect([refused.status, await refused.text()].join()).to.match(/^403.*<Code>MissingAuthenticationToken</s);
    const taken = await post("Action=AssumeRoleWithWebIdentity&RoleArn=a&RoleSessionName=b&WebIdentityToken=c");
    expect(await taken.text()).to.not.contain("MissingAuthenticationToken");
  });
});

describe("An answer", () => {
  const lab = useCloud();

  it("with headers that HTTP can't carry is an error in the protocol's shape", async () => {
    const s3 = lab.client(S3Client, { forcePathStyle: true } as object);
    await s3.send(new CreateBucketCommand({ Bucket: "bucket" }));
    const { definition } = await lab.running.cloud.service("s3");
    const operations = definition.operations as Record<string, unknown>;
    const original = operations.PutBucketAcl;
    operations.PutBucketAcl = (_input: object, { http }: { http: { responseHeaders: Record<string, string> } }) => {
      http.responseHeaders["x-amz-meta-a"] = "no\u0000header";
    };
    const error = await failure(s3.send(new PutBucketAclCommand({ Bucket: "bucket", ACL: "private" })));
    operations.PutBucketAcl = original;
    expect([error.name, error.$metadata?.httpStatusCode]).to.deep.equal(["InvalidArgument", 400]);
  });
});
