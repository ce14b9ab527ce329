import type { Message } from "../case.ts";
import type { Random } from "../random.ts";

export function requestLines(random: Random, host: string): Message {
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
    sending: { patience: 60 },
  };
}

export function headers(random: Random, host: string): Message {
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
