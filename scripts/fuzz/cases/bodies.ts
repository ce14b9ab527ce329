import { gzipSync } from "node:zlib";
import { bytesOf, type Case } from "../case.ts";
import { encode, type PlainRequest } from "../encode.ts";
import type { FuzzedService } from "../models.ts";
import type { Random } from "../random.ts";
import { sign } from "../sign.ts";

/** Requests stay below 1 MB: the bound on how long one may take is for these. */
const LARGEST = 900_000;

/** A body that costs its parser much, in the format that the operation reads: signed, or from nobody. */
export function bodyCase(services: readonly FuzzedService[], random: Random, host: string): Case {
  const protocols = [...new Set(services.map(({ model }) => model.protocol))];
  const protocol = random.pick(protocols);
  const service = random.pick(services.filter(({ model }) => model.protocol === protocol));
  const operation = service.model.operations.get(
    random.pick(service.handled.filter((name) => takesBody(service, name))),
  );
  if (!operation) throw new Error("An operation has no model");
  const plain = encode(service.model, operation, { Bucket: "fuzz-bucket-a", Key: "fuzz-a" });
  const cbor = protocol.startsWith("awsJson") && random.chance(0.3);
  const format = cbor ? "cbor" : FORMATS[protocol];
  const made = BODIES[format](random, operation.name);
  const isZipped = random.chance(0.1);
  const request: PlainRequest = {
    method: plain.method,
    target: cbor ? `/service/x/operation/${operation.name}` : plain.target,
    headers: {
      ...plain.headers,
      host,
      ...(isZipped ? { "content-encoding": "gzip" } : {}),
      ...(cbor ? { "smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor" } : {}),
    },
    body: isZipped ? zipped(made, random) : made,
  };
  const isSigned = random.chance(0.6);
  return {
    kind: "body",
    title: `${service.name} ${operation.name} ${format}`,
    bytes: bytesOf(isSigned ? sign(request, service.signedAs, host) : request),
    answered: true,
    reusable: true,
    isHead: plain.method === "HEAD",
    errors: cbor || !isSigned ? undefined : service.model.protocol,
  };
}

function takesBody({ model }: FuzzedService, name: string): boolean {
  const operation = model.operations.get(name);
  return (
    operation?.http === undefined ||
    operation.inputBindings.some(({ in: place }) => place === "payload" || place === "body")
  );
}

type Format = "xml" | "form" | "json" | "cbor";

const FORMATS = {
  restXml: "xml",
  awsQuery: "form",
  ec2Query: "form",
  restJson1: "json",
  awsJson1_0: "json",
  awsJson1_1: "json",
  rpcv2Cbor: "cbor",
  awsCbor1_1: "cbor",
} as const satisfies Record<string, Format>;

const BODIES: Readonly<Record<Format, (random: Random, operation: string) => Buffer>> = { xml, form, json, cbor };

/** So many times a unit of this length, up to the largest body. */
function times(random: Random, unit: number): number {
  return Math.min(random.pick([1, 100, 10_000, 1_000_000, 1_000_000]), Math.floor(LARGEST / unit));
}

function xml(random: Random): Buffer {
  const root = random.pick([
    "Tagging",
    "Delete",
    "CreateBucketConfiguration",
    "CORSConfiguration",
    "LifecycleConfiguration",
    "CompleteMultipartUpload",
  ]);
  const unit = random.pick([
    "<!DOCTYPE a>",
    "<!DOCTYPE a [",
    "<!ENTITY a 'b'>",
    "<![CDATA[",
    "<![CDATA[x]]>",
    "<!-- -->",
    "<!--",
    "<?a b?>",
    "<a>",
    "<a/>",
    "<a></a>",
    "</a>",
    "<a b='c'/>",
    " ",
    "&amp;",
    "&a",
    "&#0;",
    "<",
    ">",
    "a",
    "é",
    "<Part><PartNumber>1</PartNumber><ETag>x</ETag></Part>",
    "<Object><Key>a</Key></Object>",
    "<TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet>",
  ]);
  const content = unit.repeat(times(random, Buffer.byteLength(unit)));
  return Buffer.from(
    random.pick([
      content,
      `<${root}>${content}</${root}>`,
      `${content}<${root}/>`,
      `<${root} ${content}/>`,
      `<?xml version="1.0" ${content}?><${root}/>`,
    ]),
  ).subarray(0, LARGEST);
}

function form(random: Random, operation: string): Buffer {
  const action = `Action=${operation}&`;
  const count = times(random, 12);
  return Buffer.from(
    random.pick([
      () => action + "&a=".repeat(count),
      () => action + "a.".repeat(count),
      () => `${action}a${".1".repeat(count)}=1`,
      () => `${action}Tags${".member.1".repeat(count / 2)}=1`,
      () => action + Array.from({ length: count / 2 }, (_, index) => `Tags.member.${index}.Key=1`).join("&"),
      () => action + Array.from({ length: count / 2 }, (_, index) => `a${index}=${index}`).join("&"),
      () => `${action}Tags.member.${"9".repeat(count)}.Key=1`,
      () => action + "%".repeat(count),
      () => `${action}PolicyDocument=${"%7B".repeat(count)}`,
      () => `${action}TemplateBody=${"%5B".repeat(count)}`,
      () => `${action}TemplateBody=${"a:%0A ".repeat(count / 2)}`,
      () => `${action}PolicyDocument=${"%0A".repeat(count)}`,
      () => "=".repeat(count),
      () => "Action=".repeat(count),
    ])(),
  ).subarray(0, LARGEST);
}

function json(random: Random): Buffer {
  const count = times(random, 9);
  return Buffer.from(
    random.pick([
      () => "{".repeat(count),
      () => "[".repeat(count),
      () => `${"[".repeat(count / 2)}${"]".repeat(count / 2)}`,
      () => `${'{"a":'.repeat(count)}1`,
      () => `${'{"a":'.repeat(count / 2)}1${"}".repeat(count / 2)}`,
      () => `{"tags":{${Array.from({ length: count / 2 }, (_, index) => `"k${index}":1`).join(",")}}}`,
      () => `{${Array.from({ length: count / 2 }, (_, index) => `"k${index}":1`).join(",")}}`,
      () => `{"logGroupName":"a","logStreamName":"a","logEvents":[${'{"a":1},'.repeat(count)}{}]}`,
      () =>
        `{"logGroupName":"fuzz-a","logStreamName":"fuzz-a","logEvents":[${Array.from({ length: count / 6 }, () => `{"timestamp":${Date.now()},"message":"a"}`).join(",")}]}`,
      () => `{"Names":[${'"a",'.repeat(count)}"a"]}`,
      () => `{"name":"${"\\u0000".repeat(count)}"}`,
      () => `{"filterPattern":"${"(".repeat(count)}","logGroupName":"fuzz-a"}`,
      () => `{"filterPattern":"{ ${"$.a = 1 && ".repeat(count / 2)} $.b = 1 }","logGroupName":"fuzz-a"}`,
      () => `{"a":${"9".repeat(count)}}`,
      () => `${" ".repeat(count)}{}`,
      () => `\ufeff${"null".repeat(count)}`,
      () => "null",
      () => "[]",
      () => '"x"',
    ])(),
  ).subarray(0, LARGEST);
}

function cbor(random: Random): Buffer {
  const count = times(random, 4);
  const bignum = (length: number) => [
    Buffer.from([0xc2, 0x5a, 0, length >> 16, (length >> 8) & 255, length & 255]),
    Buffer.alloc(length, 0xff),
  ];
  return random.pick([
    () => Buffer.alloc(count, 0x9f),
    () => Buffer.alloc(count, 0xbf),
    () => Buffer.alloc(count, 0x81),
    () => Buffer.alloc(count, 0xc1),
    () => Buffer.alloc(count, 0x5f),
    () => Buffer.concat([Buffer.from([0xbf, 0x61, 0x61]), ...bignum(count), Buffer.from([0xff])]),
    () =>
      Buffer.concat([
        Buffer.from([0xbf, 0x61, 0x61, 0xc4, 0x82, 0x1b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
        ...bignum(count),
        Buffer.from([0xff]),
      ]),
    () => Buffer.concat([Buffer.from([0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), random.bytes(20)]),
    () => Buffer.concat([Buffer.from([0x7b, 0, 0, 0, 1, 0, 0, 0, 0]), random.bytes(20)]),
    () =>
      Buffer.concat([
        Buffer.from([0xbf]),
        ...Array.from({ length: count / 4 }, () => Buffer.from([0x61, 0x61, 0x01])),
        Buffer.from([0xff]),
      ]),
    () => Buffer.from([0xbf, 0x69, ...Buffer.from("__proto__"), 0xbf, 0x61, 0x61, 0x01, 0xff, 0xff]),
    () => random.bytes(200),
  ])();
}

/** Compressed: well, into something much larger, or not at all. */
function zipped(body: Buffer, random: Random): Buffer {
  return random.pick([
    () => gzipSync(body),
    () => gzipSync(Buffer.alloc(20_000_000)),
    () => gzipSync(body).subarray(0, 15),
    () => Buffer.concat([gzipSync(body).subarray(0, 12), random.bytes(20)]),
  ])();
}
