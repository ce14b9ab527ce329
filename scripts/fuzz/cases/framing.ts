import { bytesOf, type Message } from "../case.ts";
import type { Random } from "../random.ts";
import { sign } from "../sign.ts";

/** Requests like these may as well wait for more, unless the parser of HTTP refuses them: nobody waits long. */
const BRIEF = { patience: 60 };

export function lengths(random: Random, host: string): Message {
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

export function chunks(random: Random, host: string): Message {
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

export function pipelines(random: Random, host: string): Message {
  const one = `${random.pick(["GET / ", "GET /_lab/health ", "OPTIONS /fuzz-bucket-a ", "GET /fuzz-bucket-a/fuzz-a "])}HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
  const ending = random.pick(["", "GARBAGE\r\n\r\n", "GET / HTTP/1.1\r\n", "\0"]);
  return {
    title: "pipeline",
    bytes: Buffer.from(one.repeat(random.pick([2, 20, 200])) + ending, "latin1"),
    answered: false,
    sending: { patience: 300 },
  };
}

export function closes(random: Random, host: string): Message {
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

export function drips(random: Random, host: string): Message {
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
