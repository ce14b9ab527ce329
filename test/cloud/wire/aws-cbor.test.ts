import { Kinesis } from "@aws-sdk/client-kinesis";
import { cbor, tag } from "@smithy/core/cbor";
import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";
import { expect } from "chai";
import { useCloud } from "../use-cloud.ts";

const TYPE = "application/x-amz-cbor-1.1";

describe("AWS JSON with bodies in CBOR", () => {
  const lab = useCloud();

  /** Calls Kinesis as the SDK for Java does. */
  async function call(operation: string, input: Uint8Array) {
    const { hostname, port, host } = new URL(lab.endpoint);
    const signer = new SignatureV4({
      service: "kinesis",
      region: "us-east-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      sha256: Hash.bind(null, "sha256") as never,
    });
    const signed = await signer.sign({
      method: "POST",
      protocol: "http:",
      hostname,
      port: Number(port),
      path: "/",
      query: {},
      headers: { host, "content-type": TYPE, "x-amz-target": `Kinesis_20131202.${operation}` },
      body: input,
    });
    const response = await fetch(lab.endpoint, { method: "POST", headers: signed.headers, body: input as BodyInit });
    const type = response.headers.get("content-type");
    return { status: response.status, type, body: cbor.deserialize(new Uint8Array(await response.arrayBuffer())) };
  }

  it("reads and writes bytes as bytes, and times in milliseconds", async () => {
    const kinesis = lab.client(Kinesis);
    await kinesis.createStream({ StreamName: "java", ShardCount: 1 });
    const Data = new Uint8Array([0, 255, 128]);
    const put = await call("PutRecord", cbor.serialize({ StreamName: "java", PartitionKey: "p", Data }));
    expect(put).to.include({ status: 200, type: TYPE });
    const { ShardId } = put.body;
    expect(ShardId).to.equal("shardId-000000000000");
    const Timestamp = tag({ tag: 1, value: lab.clock.now() - 60_000 });
    const from = { StreamName: "java", ShardId, ShardIteratorType: "AT_TIMESTAMP", Timestamp };
    const { ShardIterator } = (await call("GetShardIterator", cbor.serialize(from))).body;
    const [record] = (await call("GetRecords", cbor.serialize({ ShardIterator }))).body.Records;
    expect([...record.Data]).to.deep.equal([0, 255, 128]);
    expect(record.ApproximateArrivalTimestamp).to.include({ tag: 1 });
    expect(record.ApproximateArrivalTimestamp.value).to.be.closeTo(lab.clock.now(), 60_000);
  });

  it("answers errors in CBOR", async () => {
    const refused = await call("DescribeStream", cbor.serialize({ StreamName: "nothing" }));
    expect(refused).to.include({ status: 400, type: TYPE });
    expect(refused.body).to.deep.equal({
      __type: "ResourceNotFoundException",
      message: "Stream nothing under account 000000000000 not found.",
    });
  });

  for (const [what, bytes] of [
    ["is cut off", [0xa1, 0x6a, 0x53]],
    ["says that it is longer than it is", [0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
    ["is nested too deep", Array(500).fill(0x81)],
  ] as const) {
    it(`refuses what ${what}`, async () => {
      const refused = await call("ListStreams", new Uint8Array(bytes));
      expect([refused.status, refused.body.__type]).to.deep.equal([400, "SerializationException"]);
    });
  }
});
