import { bytesOf, type Case } from "../case.ts";
import { json, percent } from "../encode.ts";
import type { Deployed } from "../fixtures.ts";
import { hostileText, hostileValue } from "../hostile.ts";
import type { Random } from "../random.ts";

/** A request to a deployed application, as its users send it or as nobody should. */
export function planeCase({ planes, webSockets }: Deployed, random: Random, host: string): Case {
  return random.chance(0.15)
    ? webSocketCase(random.pick(webSockets), random, host)
    : requestCase(random.pick(planes), random, host);
}

function requestCase(plane: string, random: Random, host: string): Case {
  const method = random.pick(["GET", "GET", "POST", "PUT", "OPTIONS", "HEAD", "DELETE", "PATCH"]);
  const text = hostileText(random).slice(0, 2_000);
  const path = random.pick([
    "",
    "fuzz-a",
    "index.html",
    "form",
    "a/b/c",
    percent(text),
    "%",
    "%ff",
    "..%2f",
    "//",
    "a".repeat(300),
  ]);
  const query = random.pick([
    "",
    "",
    `?q=${percent(text)}`,
    `?${percent(text)}=1&a=1&a=2`,
    "?%",
    "?__proto__=1&constructor=2",
  ]);
  const body = method === "GET" || method === "HEAD" ? Buffer.alloc(0) : bodyFor(text, random);
  const headers: Record<string, string> = {
    host,
    ...random.pick<Record<string, string>>([
      {},
      { "content-type": "application/json" },
      {
        "content-type": random.pick([
          "text/plain",
          "application/xml",
          "multipart/form-data; boundary=x",
          "a/b; charset=\xff",
          "application/x-www-form-urlencoded",
        ]),
      },
      {
        origin: random.pick(["http://a.example", "null", "x", "http://b.example"]),
        "access-control-request-method": random.pick(["GET", "PUT", "x"]),
      },
      { range: random.pick(["bytes=0-1", "bytes=-0", "bytes=5-1,", "lines=1-"]) },
      { "if-none-match": '"*', "if-modified-since": random.pick(["never", "Thu, 01 Jan 1970 00:00:00 GMT"]) },
      { cookie: "__proto__=1; a=b; =; ;", "x-forwarded-for": "x" },
      { "accept-encoding": "gzip, *;q=0", accept: random.pick(["text/html", "*/*;q=x", ""]) },
    ]),
  };
  return {
    kind: "plane",
    title: `${method} ${plane}`,
    bytes: bytesOf({ method, target: `${plane}${path}${query}`, headers, body }),
    reusable: true,
    isHead: method === "HEAD",
    answered: true,
  };
}

function bodyFor(text: string, random: Random): Buffer {
  return random.pick([
    Buffer.from(text),
    Buffer.from(json({ a: text, answer: hostileValue(random) })),
    Buffer.from(
      json({
        answer: {
          statusCode: hostileValue(random),
          headers: { [text.slice(0, 100) || "x"]: hostileValue(random) },
          body: hostileValue(random),
        },
      }),
    ),
    Buffer.from(json({ fail: text })),
    Buffer.from(json(hostileValue(random))),
    random.bytes(50),
    Buffer.alloc(0),
  ]);
}

const TEXT = 1;

/** Opens a WebSocket and sends frames, good and bad, with the request itself. */
function webSocketCase(path: string, random: Random, host: string): Case {
  const text = hostileText(random).slice(0, 3_000);
  const frames = Array.from({ length: random.between(1, 4) }, () =>
    random.pick([
      frame(TEXT, Buffer.from(json({ action: text, a: hostileValue(random) }))),
      frame(TEXT, Buffer.from(text)),
      frame(TEXT, Buffer.from([0xff, 0xfe])),
      frame(random.below(16), Buffer.from(text).subarray(0, 125)),
      frame(9, Buffer.alloc(125)),
      frame(8, Buffer.from([0, 1])),
      random.bytes(random.between(1, 30)),
      Buffer.from([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]),
    ]),
  );
  const key = Buffer.alloc(16, random.below(256)).toString("base64");
  const head = `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`;
  return {
    kind: "plane",
    title: `WebSocket ${path}`,
    bytes: Buffer.concat([Buffer.from(head), ...frames]),
    answered: true,
    sending: { patience: 10_000 },
  };
}

/** A frame of a client, masked with zeros. */
function frame(opcode: number, data: Buffer): Buffer {
  const size =
    data.length < 126 ? Buffer.from([0x80 | data.length]) : Buffer.from([0xfe, data.length >> 8, data.length & 255]);
  return Buffer.concat([Buffer.from([0x80 | opcode]), size, Buffer.alloc(4), data]);
}
