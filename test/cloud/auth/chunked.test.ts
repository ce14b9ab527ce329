import { createHash, createHmac } from "node:crypto";
import { expect } from "chai";
import { type ChunkSigner, decodeChunks } from "../../../lab/cloud/auth/chunked.ts";
import { signingKey } from "../../../lab/cloud/auth/sigv4.ts";

// The worked example of S3's documentation: 66,560 times the letter a, in chunks of 64 KiB and 1 KiB.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
const example: ChunkSigner = {
  key: signingKey("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "20130524", "us-east-1", "s3"),
  timestamp: "20130524T000000Z",
  scope: "20130524/us-east-1/s3/aws4_request",
  seed: "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
};
const documented = [
  "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n",
  `${"a".repeat(65536)}\r\n`,
  "400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n",
  `${"a".repeat(1024)}\r\n`,
  "0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n",
].join("");

const unsigned = "5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n";

async function decode(
  text: string,
  { signer, length, pieces = [text.length] }: { signer?: ChunkSigner; length?: number; pieces?: number[] } = {},
) {
  const trailers: Record<string, string> = {};
  const bytes = Buffer.from(text, "latin1");
  async function* body() {
    let at = 0;
    for (const size of [...pieces, bytes.length]) {
      yield bytes.subarray(at, at + size);
      at += size;
    }
  }
  const decoded: Buffer[] = [];
  for await (const piece of decodeChunks(body(), signer, length, trailers)) decoded.push(Buffer.from(piece));
  return { text: Buffer.concat(decoded).toString(), trailers };
}

const outcome = (decoding: Promise<unknown>) =>
  decoding.then(
    () => "accepted",
    (error) => error.name,
  );

describe("An aws-chunked body", () => {
  it("of S3's documentation has the signatures that it should have", async () => {
    expect((await decode(documented, { signer: example, length: 66_560 })).text).to.equal("a".repeat(66_560));
  });

  it("is refused when a chunk was changed, moved, left out, or signed by another key", async () => {
    const [head, data, secondHead, secondData, end] = documented.split(/(?<=\r\n)/);
    expect(await outcome(decode(documented.replace("aaa\r\n", "aab\r\n"), { signer: example }))).to.equal(
      "SignatureDoesNotMatch",
    );
    expect(await outcome(decode(`${secondHead}${secondData}${head}${data}${end}\r\n`, { signer: example }))).to.equal(
      "SignatureDoesNotMatch",
    );
    expect(await outcome(decode(`${head}${data}${end}\r\n`, { signer: example }))).to.equal("SignatureDoesNotMatch");
    expect(await outcome(decode(documented, { signer: { ...example, key: Buffer.alloc(32) } }))).to.equal(
      "SignatureDoesNotMatch",
    );
    expect(await outcome(decode(documented.replaceAll(/;chunk-signature=\w+/g, ""), { signer: example }))).to.equal(
      "SignatureDoesNotMatch",
    );
  });

  it("lets others have their turns when it comes in many tiny chunks", async () => {
    let turns = 0;
    let decoding = true;
    const count = () => {
      turns += 1;
      if (decoding) setImmediate(count);
    };
    setImmediate(count);
    const tiny = 200_000;
    const { text } = await decode(`${"1\r\na\r\n".repeat(tiny)}0\r\n\r\n`);
    decoding = false;
    expect(text.length).to.equal(tiny);
    expect(turns).to.be.greaterThan(3);
  });

  it("may be unsigned, with a trailer", async () => {
    const { text, trailers } = await decode(unsigned, { length: 11 });
    expect(text).to.equal("hello world");
    expect(trailers).to.deep.equal({ "x-amz-checksum-crc32": "DUoRhQ==" });
  });

  it("may be signed, with a signed trailer", async () => {
    const sign = (kind: string, previous: string, hashes: string) =>
      createHmac("sha256", example.key)
        .update([`AWS4-HMAC-SHA256-${kind}`, example.timestamp, example.scope, previous, hashes].join("\n"))
        .digest("hex");
    const sha = (text: string) => createHash("sha256").update(text).digest("hex");
    const first = sign("PAYLOAD", example.seed, `${sha("")}\n${sha("hello")}`);
    const last = sign("PAYLOAD", first, `${sha("")}\n${sha("")}`);
    const trailer = sign("TRAILER", last, sha("x-amz-checksum-crc32c:mnG7TA==\n"));
    const body = (crc: string) =>
      `5;chunk-signature=${first}\r\nhello\r\n0;chunk-signature=${last}\r\nx-amz-checksum-crc32c:${crc}\r\nx-amz-trailer-signature:${trailer}\r\n\r\n`;
    expect(await decode(body("mnG7TA=="), { signer: example })).to.deep.equal({
      text: "hello",
      trailers: { "x-amz-checksum-crc32c": "mnG7TA==" },
    });
    expect(await outcome(decode(body("AAAAAA=="), { signer: example }))).to.equal("SignatureDoesNotMatch");
  });

  it("is read the same wherever its pieces are cut", async () => {
    for (let cut = 0; cut <= unsigned.length; cut++) {
      expect(await decode(unsigned, { pieces: [cut] }), `cut at ${cut}`).to.deep.equal(await decode(unsigned));
    }
    expect((await decode(unsigned, { pieces: Array(unsigned.length).fill(1) })).text).to.equal("hello world");
  });

  const broken: [name: string, body: string, error: string][] = [
    ["ends in the middle of a chunk", "5\r\nhel", "IncompleteBody"],
    ["ends before the last chunk", "5\r\nhello\r\n", "IncompleteBody"],
    ["has more in a chunk than it says", "4\r\nhello\r\n0\r\n\r\n", "IncompleteBody"],
    ["has a size that is none", "xyz\r\nhello\r\n0\r\n\r\n", "InvalidChunkSizeError"],
    ["has a trailer that is none", "0\r\nnothing\r\n\r\n", "MalformedTrailerError"],
    ["is empty", "", "IncompleteBody"],
  ];
  for (const [name, body, error] of broken) {
    it(`is refused when it ${name}`, async () => expect(await outcome(decode(body))).to.equal(error));
  }

  it("is refused when it is longer or shorter than was announced", async () => {
    expect(await outcome(decode(unsigned, { length: 10 }))).to.equal("IncompleteBody");
    expect(await outcome(decode(unsigned, { length: 12 }))).to.equal("IncompleteBody");
  });

  it("is refused when its trailers do not end", async () => {
    const trailers = "x-amz-checksum-crc32:DUoRhQ==\r\n".repeat(10_000);
    expect(await outcome(decode(`5\r\nhello\r\n0\r\n${trailers}\r\n`))).to.equal("MalformedTrailerError");
  });
});
