import { connect } from "node:http2";
import { connect as connectSocket } from "node:net";
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { NodeHttp2Handler } from "@smithy/node-http-handler";
import { expect } from "chai";
import { type RunningCloud, startCloud } from "../../../lab/cloud/index.ts";

describe("The front door, asked in HTTP/2", () => {
  let cloud: RunningCloud;
  let s3: S3Client;

  before(async () => {
    cloud = await startCloud();
    s3 = new S3Client({
      endpoint: cloud.endpoint,
      region: "us-east-1",
      forcePathStyle: true,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      requestHandler: new NodeHttp2Handler(),
    });
  });

  after(async () => {
    s3.destroy();
    await cloud.close();
  });

  it("answers an SDK's client, which signs the authority in place of the host", async () => {
    await s3.send(new CreateBucketCommand({ Bucket: "in-http2" }));
    await s3.send(new PutObjectCommand({ Bucket: "in-http2", Key: "large", Body: Buffer.alloc(3_000_000, "a") }));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: "in-http2", Key: "large" }));
    expect((await Body?.transformToByteArray())?.length).to.equal(3_000_000);
    const { Buckets = [] } = await s3.send(new ListBucketsCommand());
    expect(Buckets.map(({ Name }) => Name)).to.deep.equal(["in-http2"]);
  });

  it("answers requests of one connection side by side, with the lab's date, as it does in HTTP/1", async () => {
    const session = connect(cloud.endpoint);
    const ask = (path: string, headers = {}) =>
      new Promise<{ status: number; date: string; body: string }>((resolve, reject) => {
        const request = session.request({ ":path": path, ...headers });
        let answer: Record<string, unknown> = {};
        let body = "";
        request.setEncoding("utf8");
        request.on("response", (given) => (answer = given));
        request.on("data", (chunk) => (body += chunk));
        request.on("end", () => resolve({ status: Number(answer[":status"]), date: String(answer.date), body }));
        request.on("error", reject);
      });
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask("/_lab/health")));
    expect(answers.map(({ status }) => status)).to.deep.equal(Array(20).fill(200));
    expect(Date.parse(answers[0]?.date ?? "")).to.be.greaterThan(0);
    // Its checks are the same.
    expect((await ask("/_lab/health", { ":authority": "evil.example" })).status).to.equal(403);
    expect((await ask("/_lab/functions", { origin: "http://evil.example" })).status).to.equal(403);
    session.close();
  });

  it("does not mind what is neither", async () => {
    const socket = connectSocket(Number(new URL(cloud.endpoint).port), "127.0.0.1");
    socket.end("PRIVMSG nobody\r\n\r\n");
    await new Promise((resolve) => socket.once("close", resolve).resume());
    expect((await fetch(`${cloud.endpoint}/_lab/health`)).status).to.equal(200);
  });
});
