import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { Xxh3_64, Xxh3_128 } from "@aws-sdk/checksums/xxh";
import {
  type ChecksumAlgorithm,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { expect } from "chai";
import { checksumAlgorithms } from "../../../../../lab/cloud/services/s3/objects/checksums.ts";
import { failure } from "../../../use-cloud.ts";
import { sendSigned } from "../raw.ts";
import { useS3 } from "../use-s3.ts";

const text = "123456789";
const hash = (name: string, of = text) => createHash(name).update(of).digest("base64");

// Of "123456789"; for the cyclic ones it is the check value that their catalogues give.
const known: Record<ChecksumAlgorithm, string> = {
  CRC32: "y/Q5Jg==",
  CRC32C: "4waSgw==",
  CRC64NVME: "rosUhgp5mIg=",
  MD5: hash("md5"),
  SHA1: hash("sha1"),
  SHA256: hash("sha256"),
  SHA512: hash("sha512"),
  XXHASH64: "jLhB20DmroM=",
  XXHASH3: "",
  XXHASH128: "",
};

describe("s3 checksums", () => {
  const suite = useS3();
  let Bucket: string;
  /** A client that sends no checksum of its own accord. */
  let plain: S3Client;
  before(async () => {
    for (const [name, Hasher] of [
      ["XXHASH3", Xxh3_64],
      ["XXHASH128", Xxh3_128],
    ] as const) {
      const hasher = new Hasher();
      hasher.update(Buffer.from(text));
      known[name] = Buffer.from(await hasher.digest()).toString("base64");
    }
    Bucket = await suite.bucket();
    plain = suite.cloud.client(S3Client);
    plain.config.requestChecksumCalculation = async () => "WHEN_REQUIRED";
    plain.config.responseChecksumValidation = async () => "WHEN_REQUIRED";
  });
  const put = (input: Partial<PutObjectCommandInput>, client = plain) =>
    client.send(new PutObjectCommand({ Bucket, Key: "key", Body: text, ...input }));
  const get = (input: object = {}) => plain.send(new GetObjectCommand({ Bucket, Key: "key", ...input }));
  const head = (input: object = {}) =>
    plain.send(new HeadObjectCommand({ Bucket, Key: "key", ChecksumMode: "ENABLED", ...input }));

  for (const algorithm of checksumAlgorithms) {
    it(`in ${algorithm} are verified, kept and told`, async () => {
      const member = `Checksum${algorithm}`;
      const told = { [member]: known[algorithm], ChecksumType: "FULL_OBJECT" };
      expect(await put({ [member]: known[algorithm] })).to.include(told);
      expect(await head()).to.include(told);
      const wrong = Buffer.alloc(Buffer.from(known[algorithm], "base64").length, 1).toString("base64");
      const error = await failure(put({ [member]: wrong, Body: "other" }));
      expect(error).to.include({
        name: "BadDigest",
        message: `The ${algorithm} you specified did not match the calculated checksum.`,
      });
      expect(await (await get()).Body?.transformToString()).to.equal(text);
    });
  }

  it("are CRC64NVME when the client sends none", async () => {
    await put({});
    expect(await head()).to.include({ ChecksumCRC64NVME: known.CRC64NVME, ChecksumType: "FULL_OBJECT" });
  });

  it("are told of a range, or of the one part, that is the whole", async () => {
    await put({});
    for (const whole of [{ Range: "bytes=0-" }, { Range: "bytes=0-8" }, { Range: "bytes=-9" }, { PartNumber: 1 }])
      for (const answer of [await head(whole), await get({ ChecksumMode: "ENABLED", ...whole })])
        expect(answer, JSON.stringify(whole)).to.include({
          ChecksumCRC64NVME: known.CRC64NVME,
          ChecksumType: "FULL_OBJECT",
          ContentRange: "bytes 0-8/9",
        });
  });

  it("are told only to who asks for them, and only of the whole", async () => {
    await put({});
    const answer = await plain.send(new HeadObjectCommand({ Bucket, Key: "key" }));
    expect(answer.ChecksumCRC64NVME).to.equal(undefined);
    const part = await get({ ChecksumMode: "ENABLED", Range: "bytes=0-3" });
    expect(part.ChecksumCRC64NVME).to.equal(undefined);
    await part.Body?.transformToString();
  });

  it("that follow the body are verified", async () => {
    const Body = Readable.from([Buffer.from("12345"), Buffer.from("6789")]);
    const answer = await put({ Body, ContentLength: 9, ChecksumAlgorithm: "SHA256" }, suite.s3);
    expect(answer.ChecksumSHA256).to.equal(known.SHA256);
    const trailing = (checksum: string) =>
      sendSigned(suite.cloud.endpoint, {
        method: "PUT",
        path: `/${Bucket}/trailer`,
        headers: {
          "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
          "x-amz-decoded-content-length": "9",
          "x-amz-trailer": "x-amz-checksum-crc32",
        },
        body: `9\r\n123456789\r\n0\r\n${checksum}\r\n`,
      });
    expect((await trailing("x-amz-checksum-crc32:AAAAAA==\r\n")).text).to.include("<Code>BadDigest</Code>");
    expect((await trailing("")).text).to.include("<Code>MalformedTrailerError</Code>");
    expect((await failure(suite.text(Bucket, "trailer"))).name).to.equal("NoSuchKey");
    expect((await trailing(`x-amz-checksum-crc32:${known.CRC32}\r\n`)).status).to.equal(200);
    expect(await suite.text(Bucket, "trailer")).to.equal(text);
  });

  it("come one at a time, and well-formed", async () => {
    const two = put({ ChecksumCRC32: known.CRC32, ChecksumSHA1: known.SHA1 });
    expect(await failure(two)).to.include({ name: "InvalidRequest" });
    const short = put({ ChecksumCRC32: "AAAA" });
    expect(await failure(short)).to.include({ message: "Value for x-amz-checksum-crc32 header is invalid." });
  });

  it("as Content-MD5 are verified", async () => {
    await put({ ContentMD5: hash("md5") });
    expect(await failure(put({ ContentMD5: hash("md5", "other") }))).to.include({ name: "BadDigest" });
    expect(await failure(put({ ContentMD5: "short" }))).to.include({ name: "InvalidDigest" });
  });

  it("of an empty body, which the SDK writes into a presigned URL, do not stand in the way of an upload", async () => {
    const url = await getSignedUrl(suite.s3, new PutObjectCommand({ Bucket, Key: "key" }));
    expect(url).to.include("x-amz-checksum-crc32=AAAAAA");
    expect((await fetch(url, { method: "PUT", body: "by URL" })).status).to.equal(200);
  });
});
