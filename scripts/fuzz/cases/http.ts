import { bytesOf, type Case } from "../case.ts";
import { hostileText } from "../hostile.ts";
import type { FuzzedService } from "../models.ts";
import type { Random } from "../random.ts";
import { sign } from "../sign.ts";

type Make = (random: Random, host: string, services: readonly FuzzedService[]) => Omit<Case, "kind">;

/** Broken HTTP: what no client sends. */
export function httpCase(services: readonly FuzzedService[], random: Random, host: string): Case {
  return { kind: "http", ...random.weighted(KINDS)(random, host, services) };
}

const KINDS: readonly (readonly [number, Make])[] = [
  [3, requestLines],
  [3, paths],
  [3, headers],
  [3, lengths],
  [2, chunks],
  [1, pipelines],
  [2, upgrades],
  [2, contentTypes],
  [1, signatures],
  [1, closes],
  [0.2, drips],
];

/** Unless the parser of HTTP refuses them, requests like these may as well wait for more: nobody waits long. */
const BRIEF = { patience: 60 };

function requestLines(random: Random, host: string): Omit<Case, "kind"> {
  const line = random.pick([
    "GET / HTTP/1.1",
    "GET / HTTP/1.0",
    "GET / HTTP/2.0",
    "GET / HTTP/9.9",
    "GET /",
    "GET",
    "",
    "\0\0\0",
    "PRI * HTTP/2.0",
    "OPTIONS * HTTP/1.1",
    `GET http://${host}/ HTTP/1.1`,
    "GET http://other.example/x HTTP/1.1",
    `CONNECT ${host} HTTP/1.1`,
    "get / HTTP/1.1",
    "G\0T / HTTP/1.1",
    `${"A".repeat(5_000)} / HTTP/1.1`,
    "PATCH / HTTP/1.1",
    "PROPFIND / HTTP/1.1",
    "TRACE / HTTP/1.1",
    "M-SEARCH /fuzz-bucket-a HTTP/1.1",
    `GET /${"a".repeat(random.pick([8_000, 17_000]))} HTTP/1.1`,
    "GET  /  HTTP/1.1",
    "GET /a b HTTP/1.1",
    "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "GET ? HTTP/1.1",
    "GET # HTTP/1.1",
    "GET //fuzz-bucket-a//x HTTP/1.1",
  ]);
  return {
    title: "request line",
    bytes: Buffer.from(`${line}\r\nHost: ${host}\r\nConnection: close\r\n\r\n`, "latin1"),
    answered: false,
    sending: BRIEF,
  };
}

const PREFIXES = [
  "/",
  "/fuzz-bucket-a/",
  "/_lab/",
  "/_lab/console/",
  "/_lab/spans/",
  "/_aws/",
  "/_aws/execute-api/",
  "/_aws/lambda-url/",
  "/_aws/s3-website/",
  "/_aws/ecr-layers/",
  "/_aws/cloudformation/",
  "/_aws/lambda/",
  "/2015-03-31/functions/",
  "/restapis/",
  "/v2/apis/",
  "/service/logs/operation/",
];

function paths(random: Random, host: string): Omit<Case, "kind"> {
  const method = random.pick(["GET", "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"]);
  const text = hostileText(random).slice(0, 3_000);
  const ending = random.chance(0.5)
    ? encodeLoosely(text)
    : random.pick([
        "%",
        "%zz",
        "%c0%af",
        "%u0041",
        "%00",
        "..%2f..%2f",
        "%2e%2e/",
        "a%",
        "\\..\\",
        ";x=1",
        "//",
        "?",
        "?&&==&",
        "?a[]=1",
        "?%",
        "?x-id=%ff",
        "?uploads&tagging&acl",
      ]);
  const query = random.chance(0.3)
    ? `?${encodeLoosely(hostileText(random).slice(0, 500))}=${encodeLoosely(text.slice(0, 500))}`
    : "";
  const accept = random.chance(0.2) ? "Accept: text/html\r\n" : "";
  const origin = random.chance(0.2)
    ? `Origin: ${random.pick(["null", "http://x.example", `http://${host}`, "http://[", text.replace(/[^\x20-\x7e]/g, "").slice(0, 100)])}\r\n`
    : "";
  const head = `${method} ${random.pick(PREFIXES)}${ending}${query} HTTP/1.1\r\nHost: ${hostFor(random, host)}\r\n${accept}${origin}Connection: close\r\n\r\n`;
  return {
    title: `path ${method}`,
    bytes: Buffer.from(head, "latin1"),
    answered: false,
    isHead: method === "HEAD",
    sending: { patience: 400 },
  };
}

function hostFor(random: Random, host: string): string {
  const port = host.split(":")[1];
  return random.weighted([
    [6, host],
    [1, `localhost:${port}`],
    [1, `fuzz-bucket-a.s3.localhost:${port}`],
    [1, `${random.pick(["fuzz", "..", "a.b", "%00", "__proto__"])}.execute-api.localhost:${port}`],
    [1, `${random.pick(["fuzz-bucket-a", "x"])}.s3-website.localhost:${port}`],
    [1, `x.lambda-url.us-east-1.localhost:${port}`],
    [
      1,
      random.pick([
        "",
        ":",
        "[",
        "[::1",
        "a".repeat(2_000),
        "127.0.0.1:99999",
        "evil.example",
        "__proto__",
        "constructor.__proto__",
        ".",
        "..",
        "a..b",
        "@",
        "127.0.0.1:x",
      ]),
    ],
  ]);
}

/** Percent-encodes what would end the request line, and only that. */
function encodeLoosely(text: string): string {
  const bytes = Buffer.from(text, "utf8").toString("latin1");
  return Array.from(bytes, (c) => (c <= " " || c === "\u007f" ? encodeURIComponent(c) : c)).join("");
}

function headers(random: Random, host: string): Omit<Case, "kind"> {
  const line = random.pick([
    `X-A: ${"a".repeat(random.pick([7_000, 15_000, 17_000, 70_000]))}`,
    Array.from({ length: random.pick([100, 1_900, 2_100]) }, (_, index) => `X-${index}: a`).join("\r\n"),
    "Host: other.example",
    "Host:",
    "X A: b",
    ": b",
    "X-A",
    "X-A: a\0b",
    "X-A: a\x7fb",
    " folded: x",
    "X-A: a\r\n folded",
    "X-A: a\nX-B: b",
    "X-A: \xff\xfe",
    "__proto__: x",
    "constructor: x",
    "x-amz-target: __proto__",
    "x-amz-target: AmazonSSM.constructor",
    "x-amz-target: AmazonSSM.toString",
    "x-amz-target:",
    "x-amz-date: never",
    "authorization: AWS4-HMAC-SHA256",
    "authorization: AWS4-HMAC-SHA256 Credential=test/x/us-east-1/__proto__/aws4_request, SignedHeaders=, Signature=",
    "authorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/constructor/aws4_request, SignedHeaders=host, Signature=a",
    "authorization: Basic dGVzdDp0ZXN0",
    "authorization: AWS test:x",
    "authorization: Bearer x",
    "x-amzn-trace-id: Root=1;Parent=\xff",
    "smithy-protocol: rpc-v2-cbor",
    "content-type: application/x-www-form-urlencoded",
    "content-type: multipart/form-data; boundary=",
    "content-type: multipart/form-data",
    "x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    "x-amz-decoded-content-length: -1",
    "range: bytes=9-1,5-,-0",
    "if-modified-since: never",
    "x-amz-copy-source: %",
    "accept-encoding: gzip;q=x",
    "origin: null",
    "cookie: __proto__=1; a",
    "x-forwarded-for: ../..",
    "expect: 200-maybe",
    "expect: 100-continue",
    "te: trailers",
  ]);
  const method = random.pick(["GET", "PUT", "POST", "OPTIONS"]);
  const body = method === "POST" || method === "PUT" ? "content-length: 2\r\n\r\n{}" : "\r\n";
  const target = random.pick(["/", "/fuzz-bucket-a/fuzz-a", "/fuzz-bucket-a", "/_lab/health"]);
  const bytes = Buffer.from(
    `${method} ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${line}\r\n${body}`,
    "latin1",
  );
  return { title: `headers ${line.slice(0, 60)}`, bytes, answered: false, sending: { patience: 300 } };
}

function lengths(random: Random, host: string): Omit<Case, "kind"> {
  const framing = random.pick([
    "Content-Length: -1",
    "Content-Length: 1e3",
    "Content-Length: 0x10",
    "Content-Length: 99999999999999999999",
    "Content-Length: 9007199254740993",
    "Content-Length: 5\r\nContent-Length: 6",
    "Content-Length: 5, 5",
    "Content-Length:",
    "Content-Length: 5\r\nTransfer-Encoding: chunked",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
    "Transfer-Encoding: gzip",
    "Transfer-Encoding: chunked, gzip",
    "Transfer-Encoding: xchunked",
    "Transfer-Encoding : chunked",
    "Transfer-Encoding:\tchunked",
    "Content-Length: 2",
    "Content-Length: 1000000",
  ]);
  const bytes = Buffer.from(
    `${random.pick(["POST", "PUT", "GET"])} /fuzz-bucket-a/fuzz-a HTTP/1.1\r\nHost: ${host}\r\n${framing}\r\n\r\nhello\r\n0\r\n\r\n`,
    "latin1",
  );
  return { title: `length ${framing}`, bytes, answered: false, sending: BRIEF };
}

function chunks(random: Random, host: string): Omit<Case, "kind"> {
  const body = random.pick([
    "5\r\nhello\r\n0\r\n\r\n",
    "zz\r\nhello\r\n",
    "-5\r\nhello\r\n",
    "ffffffffffffffffff\r\nhello",
    "5;x=y;\0\r\nhello\r\n0\r\n\r\n",
    `5;${"x".repeat(20_000)}\r\nhello\r\n0\r\n\r\n`,
    "5\nhello\n0\n\n",
    "5\r\nhelloX\r\n0\r\n\r\n",
    "0\r\nTrailer: x\r\n\r\n",
    "0\r\n__proto__: x\r\nhost: y\r\n\r\n",
    `0\r\nX: ${"a".repeat(20_000)}\r\n\r\n`,
    "1\r\na\r\n".repeat(3_000),
    "",
  ]);
  const content = random.pick([
    "application/x-www-form-urlencoded",
    "application/x-amz-json-1.1",
    "application/xml",
    "multipart/form-data; boundary=x",
    "text/plain",
  ]);
  const bytes = Buffer.from(
    `POST /fuzz-bucket-a HTTP/1.1\r\nHost: ${host}\r\nContent-Type: ${content}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n${body}`,
    "latin1",
  );
  return { title: "chunks", bytes, answered: false, sending: BRIEF };
}

function pipelines(random: Random, host: string): Omit<Case, "kind"> {
  const one = `${random.pick(["GET / ", "GET /_lab/health ", "OPTIONS /fuzz-bucket-a ", "GET /fuzz-bucket-a/fuzz-a "])}HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
  const ending = random.pick(["", "GARBAGE\r\n\r\n", "GET / HTTP/1.1\r\n", "\0"]);
  return {
    title: "pipeline",
    bytes: Buffer.from(one.repeat(random.pick([2, 20, 200])) + ending, "latin1"),
    answered: false,
    sending: { patience: 300 },
  };
}

function upgrades(random: Random, host: string): Omit<Case, "kind"> {
  const protocol = random.pick(["websocket", "h2c", "TLS/1.0", "\xff", "websocket, x", ""]);
  const key = random.pick(["dGhlIHNhbXBsZSBub25jZQ==", "short", "", "\x01"]);
  const version = random.pick(["13", "8", "x", ""]);
  const target = random.pick([
    "/",
    "/_aws/execute-api/fuzz/x",
    "/_aws/execute-api/%ff/%",
    "/_lab/x",
    "/fuzz-bucket-a",
    "//",
    "/%",
  ]);
  const frames = random.pick([
    Buffer.alloc(0),
    random.bytes(40),
    Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
    Buffer.from([0x81, 0x85, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
  ]);
  const head = `GET ${target} HTTP/1.1\r\nHost: ${hostFor(random, host)}\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: ${version}\r\n\r\n`;
  return {
    title: `upgrade ${target}`,
    bytes: Buffer.concat([Buffer.from(head, "latin1"), frames]),
    answered: false,
    sending: { patience: 200 },
  };
}

/** A whole and signed request whose type is another protocol's. */
function contentTypes(random: Random, host: string, services: readonly FuzzedService[]): Omit<Case, "kind"> {
  const content = random.pick([
    "application/x-amz-json-1.0",
    "application/x-amz-json-1.1",
    "application/x-www-form-urlencoded",
    "application/xml",
    "application/json",
    "application/cbor",
    "multipart/form-data; boundary=x",
    "text/plain; charset=utf-16",
    "",
    "x",
    "application/json; charset=__proto__",
  ]);
  const extra: Record<string, string> = random.pick<Record<string, string>>([
    {},
    { "smithy-protocol": "rpc-v2-cbor" },
    { "x-amz-target": "Logs_20140328.DescribeLogGroups" },
    { "x-amz-target": "x" },
    { "x-amzn-query-mode": "true" },
  ]);
  const body = random.pick<Buffer>([
    Buffer.from("{}"),
    Buffer.from("Action=ListUsers&Version=2010-05-08"),
    Buffer.from("<a/>"),
    random.bytes(30),
    Buffer.from([0xbf, 0xff]),
    Buffer.alloc(0),
  ]);
  const service = random.pick(services);
  const target = random.pick([
    "/",
    `/service/${service.model.target}/operation/${random.pick(service.handled)}`,
    "/?Action=ListUsers",
    "/fuzz-bucket-a?tagging",
  ]);
  const request = {
    method: random.pick(["POST", "PUT", "GET"]),
    target,
    headers: { "content-type": content, ...extra },
    body,
  };
  return {
    title: `${service.name} content type ${content}`,
    bytes: bytesOf(sign(request, service.signedAs, host)),
    answered: true,
    reusable: true,
  };
}

/** Credentials in the query, as a link has them. */
function signatures(random: Random, host: string): Omit<Case, "kind"> {
  const value = encodeURIComponent(Buffer.from(hostileText(random).slice(0, 200)).toString());
  const query = random.pick([
    `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${value}&X-Amz-Date=20260101T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=a`,
    `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=test%2F20260101%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=${value}&X-Amz-Expires=${value}&X-Amz-SignedHeaders=${value}&X-Amz-Signature=${value}`,
    `AWSAccessKeyId=${value}&Signature=${value}&Expires=${value}`,
    "X-Amz-Credential=a&X-Amz-Credential=b&X-Amz-Signature=",
    `Action=${value}&Version=${value}`,
  ]);
  const method = random.pick(["GET", "PUT", "POST", "HEAD"]);
  return {
    title: `signature ${method}`,
    bytes: Buffer.from(
      `${method} /fuzz-bucket-a/fuzz-a?${query} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 0\r\n\r\n`,
      "latin1",
    ),
    answered: true,
    isHead: method === "HEAD",
    reusable: true,
  };
}

function closes(random: Random, host: string): Omit<Case, "kind"> {
  const bytes = bytesOf(
    sign(
      {
        method: "PUT",
        target: "/fuzz-bucket-a/fuzz-cut",
        headers: {},
        body: Buffer.alloc(random.pick([10, 100_000]), "x"),
      },
      "s3",
      host,
    ),
  );
  return { title: "early close", bytes, answered: false, sending: { cut: random.below(bytes.length), patience: 0 } };
}

function drips(random: Random, host: string): Omit<Case, "kind"> {
  const bytes = bytesOf(
    sign(
      { method: "PUT", target: "/fuzz-bucket-a/fuzz-slow", headers: {}, body: Buffer.alloc(1_000, "x") },
      "s3",
      host,
    ),
  );
  return {
    title: "slow drip",
    bytes,
    answered: true,
    sending: { drip: { pieces: random.between(3, 20), pause: 10 }, patience: 5_000 },
  };
}
