import { expect } from "chai";
import { decodeInput } from "../../../lab/cloud/wire/decode.ts";
import { modelOf, type ProtocolName, type ServiceModel } from "../../../lab/cloud/wire/model.ts";
import { loadProtocol } from "../../../lab/cloud/wire/protocols.ts";

const MEGABYTE = 1_000_000;

/** A megabyte of a text again and again. */
const much = (text: string, bytes = MEGABYTE) => text.repeat(Math.ceil(bytes / text.length));
const xml = (content: string) => `<Delete>${content}</Delete>`;
const hex = (text: string) => Buffer.from(text, "hex");
const cbor = (member: string, item: Buffer) =>
  Buffer.concat([Buffer.from([0xa1, 0x60 + member.length]), Buffer.from(member), item]);
const list = (length: number, items: Buffer) => {
  const head = Buffer.from([0x9a, 0, 0, 0, 0]);
  head.writeUInt32BE(length, 1);
  return Buffer.concat([head, items]);
};
const numbered = (count: number, item: (i: number) => string, between: string) =>
  Array.from({ length: count }, (_, i) => item(i)).join(between);

type Case = readonly [what: string, protocol: ProtocolName, operation: string, body: string | Buffer];

const CASES: readonly Case[] = [
  ["objects of unknown members", "awsJson1_1", "PutLogEvents", `{"logEvents":[${much('{"a":1},', 4e6)}{}]}`],
  ["values of another type", "awsJson1_1", "UntagResource", `{"resourceArn":"a","tagKeys":[${much("1,", 4e6)}1]}`],
  ["a map of many keys", "awsJson1_1", "CreateLogGroup", `{"tags":{${numbered(90_000, (i) => `"k${i}":1`, ",")}}}`],
  ["lists in lists", "awsJson1_1", "PutLogEvents", `{"logEvents":${much("[", 500_000)}${much("]", 500_000)}}`],
  ["document types", "restXml", "DeleteObjects", much("<!DOCTYPE a>")],
  ["instructions", "restXml", "DeleteObjects", much("<?a ?>")],
  ["comments that are open", "restXml", "DeleteObjects", much("<!--")],
  ["character data that is open", "restXml", "DeleteObjects", xml(`<!--${much("<![CDATA[")}-->`)],
  ["attributes", "restXml", "DeleteObjects", `<Delete ${numbered(110_000, (i) => `a${i}=""`, " ")}/>`],
  ["elements in elements", "restXml", "DeleteObjects", much("<Delete>")],
  ["parameters", "awsQuery", "CreateRole", `Action=CreateRole&${much("a=&")}`],
  ["dots in a name", "awsQuery", "CreateRole", `Action=CreateRole&${much(".")}`],
  [
    "a big number",
    "rpcv2Cbor",
    "PutLogEvents",
    cbor("a", Buffer.concat([hex("c25a000f4240"), Buffer.alloc(MEGABYTE, 1)])),
  ],
  [
    "numbers of 2^28 digits",
    "rpcv2Cbor",
    "PutLogEvents",
    cbor("logEvents", list(4, hex("c4821a0fffffff01".repeat(4)))),
  ],
  ["a list that says it is long", "rpcv2Cbor", "PutLogEvents", cbor("logEvents", list(30_000_000, hex("")))],
  ["maps of unknown members", "rpcv2Cbor", "PutLogEvents", cbor("logEvents", list(1e6, hex(much("a1616101", 8e6))))],
  ["a text of many pieces", "rpcv2Cbor", "PutLogEvents", cbor("a", hex(`7f${much("6161", 2e6)}ff`))],
  ["lists in lists in CBOR", "rpcv2Cbor", "PutLogEvents", cbor("logEvents", Buffer.alloc(MEGABYTE, 0x81))],
];

/** What is large, and right. */
const GOOD: readonly Case[] = [
  [
    "ten thousand parts",
    "restXml",
    "CompleteMultipartUpload",
    `<CompleteMultipartUpload>${numbered(
      10_000,
      (i) => `<Part><ETag>"0123456789abcdef0123456789abcdef"</ETag><PartNumber>${i + 1}</PartNumber></Part>`,
      "\n",
    )}</CompleteMultipartUpload>`,
  ],
  ["a key of references", "restXml", "DeleteObjects", xml(`<Object><Key>${much("&amp;")}</Key></Object>`)],
  ["a key in many sections", "restXml", "DeleteObjects", xml(`<Object><Key>${much("<![CDATA[a]]>")}</Key></Object>`)],
  [
    "ten thousand log events",
    "awsJson1_1",
    "PutLogEvents",
    `{"logGroupName":"g","logStreamName":"s","logEvents":[${numbered(10_000, (i) => `{"timestamp":${i},"message":"${"m".repeat(80)}"}`, ",")}]}`,
  ],
];

describe("A hostile body of some megabytes", () => {
  const models = new Map<string, ServiceModel>();
  before(async () => {
    models.set("awsJson1_1", modelOf(await import("@aws-sdk/client-cloudwatch-logs")));
    models.set("rpcv2Cbor", models.get("awsJson1_1") as ServiceModel);
    models.set("restXml", modelOf(await import("@aws-sdk/client-s3")));
    models.set("awsQuery", modelOf(await import("@aws-sdk/client-iam")));
  });

  /** Reads a body. Fails when it takes the processor one and a half seconds: it took four to eighty once, and takes a tenth of one. */
  async function read([, name, operation, body]: Case): Promise<void> {
    const protocol = await loadProtocol(name);
    const model = models.get(name)?.operations.get(operation);
    if (!model) throw new Error(`There is no ${operation}`);
    const labels = { Bucket: "bucket", Key: "key" };
    const request = {
      query: new URLSearchParams("uploadId=id"),
      headers: {},
      labels,
      body: Buffer.from(body as string),
    };
    const begin = process.cpuUsage();
    try {
      decodeInput(name, protocol, model, request);
    } finally {
      const { user, system } = process.cpuUsage(begin);
      expect((user + system) / 1000, "milliseconds").to.be.below(1500);
    }
  }

  for (const each of CASES) {
    it(`of ${each[0]} is refused before long`, async () => {
      const refusal = await read(each).catch((error) => error);
      expect(refusal)
        .to.have.property("name")
        .that.matches(/^(SerializationException|MalformedXML|MalformedInput|ValidationException)$/);
    });
  }

  for (const each of GOOD) it(`is none when it is ${each[0]}`, () => read(each));
});

describe("An XML body", () => {
  const refused: Readonly<Record<string, string>> = {
    "a document type": '<!DOCTYPE Delete [<!ENTITY a "b">]><Delete><Object><Key>&a;</Key></Object></Delete>',
    "an entity of its own": xml("<Object><Key>&a;</Key></Object>"),
    "another root": "<Other/>",
    "elements that do not match": "<Delete><Object></Delete></Object>",
    "something after its end": "<Delete/>more",
    nothing: " ",
  };
  const read = async (body: string) => {
    const model = modelOf(await import("@aws-sdk/client-s3")).operations.get("DeleteObjects");
    if (!model) throw new Error("There is no DeleteObjects");
    const request = { query: new URLSearchParams(), headers: {}, labels: { Bucket: "b" }, body: Buffer.from(body) };
    return decodeInput("restXml", await loadProtocol("restXml"), model, request);
  };

  for (const [what, body] of Object.entries(refused)) {
    it(`with ${what} is malformed`, async () => {
      expect(await read(body).catch((error) => error.name)).to.equal("MalformedXML");
    });
  }

  it("may have a declaration, comments, references, sections and control characters", async () => {
    const key = "<Key>&#x41;&lt;<![CDATA[<]]>\u0001\u0085\u2028</Key>";
    const body = `\uFEFF<?xml version="1.0"?><!-- a --><Delete xmlns="b"><Object>${key}</Object><!-- c --></Delete>`;
    const input = await read(body);
    expect(input.Delete).to.deep.equal({ Objects: [{ Key: "A<<\u0001\u0085\u2028" }] });
  });
});
