import type { Message } from "../case.ts";
import { hostileText } from "../hostile.ts";
import type { Random } from "../random.ts";

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
  "/_aws/sns/",
  "/_aws/cloudformation/",
  "/_aws/lambda/",
  "/2015-03-31/functions/",
  "/restapis/",
  "/v2/apis/",
  "/service/logs/operation/",
];

export function paths(random: Random, host: string): Message {
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

export function hostFor(random: Random, host: string): string {
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

export function upgrades(random: Random, host: string): Message {
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
