import { Crc32 } from "@aws-sdk/checksums/crc";
import { LambdaClient } from "@aws-sdk/client-lambda";
import type { ReadyRequest } from "./connection.ts";
import { createFunction, createRole, FUNCTION } from "./functions.ts";
import { load } from "./load.ts";
import { signed } from "./signing.ts";

/** A server to be asked: its address, its process, and who it knows. */
export interface Subject {
  readonly name: string;
  readonly endpoint: string;
  readonly pid: number;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Requests of one kind, signed before they are sent. */
export interface Workload {
  readonly name: string;
  readonly callers: number;
  /** The requests of one turn, where turns are counted. */
  readonly turn: number;
  /** The bytes of a body, where they are what counts. */
  readonly bytes?: number;
  /** Its requests use up what is there: its turns are counted in any run. */
  readonly isCounted?: true;
  /** The request that follows an answer; both of them are one operation. */
  readonly follow?: (answer: string, subject: Subject) => Promise<ReadyRequest>;
  requests(subject: Subject): Promise<ReadyRequest[]>;
}

/** A server with what it is asked in a workload. */
export async function laneOf<S extends Subject>(subject: S, { requests, follow }: Workload) {
  return {
    ...subject,
    requests: await requests(subject),
    ...(follow && { follow: (answer: string) => follow(answer, subject) }),
  };
}

/** How many objects a run of small requests goes through. */
const OBJECTS = 1000;
const SMALL = Buffer.alloc(1024, "x");
const BUCKET = "/bench";

const each = (count: number, one: (i: number) => Promise<ReadyRequest>) =>
  Promise.all(Array.from({ length: count }, (_, i) => one(i)));

const s3 = (subject: Subject, request: ReadyRequest) => signed("s3", subject.endpoint, request, subject.credentials);

const smallPuts = (subject: Subject) =>
  each(OBJECTS, (i) => s3(subject, { method: "PUT", path: `${BUCKET}/${i}`, headers: {}, body: SMALL }));

const smallGets = (subject: Subject) =>
  each(OBJECTS, (i) => s3(subject, { method: "GET", path: `${BUCKET}/${i}`, headers: {} }));

/** A page of so many keys as `prepareObjects` leaves there, more than one page has. */
const listing = (query: Readonly<Record<string, string>>) => async (subject: Subject) => [
  await signed("s3", subject.endpoint, { method: "GET", path: BUCKET, headers: {}, query }, subject.credentials),
];

/** The requests that are measured; `bytes` is the size of the large bodies. */
export function workloads(bytes: number) {
  const body = Buffer.alloc(bytes, "x");
  const path = `${BUCKET}/large`;
  const large = (name: string, request: () => ReadyRequest | Promise<ReadyRequest>): Workload => ({
    name,
    callers: 1,
    turn: 5,
    bytes,
    requests: async (subject) => [await s3(subject, await request())],
  });
  const invocations = (subject: Subject) => each(OBJECTS, () => signed("lambda", subject.endpoint, invocation));
  return {
    put: { name: "put 1 KiB, 16 callers", callers: 16, turn: 1000, requests: smallPuts },
    get: { name: "get 1 KiB, 16 callers", callers: 16, turn: 1000, requests: smallGets },
    "put-large": large("put 64 MiB, signed hash", () => ({ method: "PUT", path, headers: {}, body })),
    "put-large-unsigned": large("put 64 MiB, unsigned payload", () => {
      return { method: "PUT", path, headers: { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" }, body };
    }),
    "put-large-sdk": large("put 64 MiB, SDK default", () => streamed(path, body)),
    "get-large": large("get 64 MiB", () => ({ method: "GET", path, headers: {} })),
    list: { name: "list 1,000 keys", callers: 1, turn: 30, requests: listing({ "list-type": "2" }) },
    "list-versions": { name: "list 1,000 versions", callers: 1, turn: 30, requests: listing({ versions: "" }) },
    invoke: { name: "warm invoke", callers: 1, turn: 100, requests: invocations },
    "invoke-16": { name: "warm invokes, 16 callers", callers: 16, turn: 320, requests: invocations },
  } satisfies Record<string, Workload>;
}

const invocation: ReadyRequest = {
  method: "POST",
  path: `/2015-03-31/functions/${FUNCTION}/invocations`,
  headers: { "content-type": "application/json" },
  body: Buffer.from("{}"),
};

/** Makes the bucket and its objects. */
export async function prepareObjects(subject: Subject, bytes: number): Promise<void> {
  await load(subject.endpoint, [await s3(subject, { method: "PUT", path: BUCKET, headers: {} })], 1);
  await load(subject.endpoint, await smallPuts(subject), 16);
  const large = { method: "PUT", path: `${BUCKET}/large`, headers: {}, body: Buffer.alloc(bytes, "x") };
  await load(subject.endpoint, [await s3(subject, large)], 1);
}

/** Makes the function that is invoked, and warms as many environments as callers will need. */
export async function prepareFunction({ endpoint }: Subject): Promise<void> {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new LambdaClient({ endpoint, region: "us-east-1", credentials });
  await createFunction(client, FUNCTION, await createRole(endpoint, FUNCTION));
  client.destroy();
  await load(endpoint, Array(64).fill(await signed("lambda", endpoint, invocation)), 16);
}

/** What an SDK sends of a stream: chunks of 64 KiB, their checksum behind them, all of it chunked once more by HTTP. */
async function streamed(path: string, content: Buffer): Promise<ReadyRequest> {
  const chunk = 64 * 1024;
  const crc = new Crc32();
  crc.update(content);
  const parts: Buffer[] = [];
  const http = (...frame: readonly (Buffer | string)[]) => {
    const buffers = frame.map((one) => Buffer.from(one as string));
    const length = buffers.reduce((sum, one) => sum + one.length, 0);
    parts.push(Buffer.from(`${length.toString(16)}\r\n`), ...buffers, Buffer.from("\r\n"));
  };
  for (let at = 0; at < content.length; at += chunk) {
    const part = content.subarray(at, at + chunk);
    http(`${part.length.toString(16)}\r\n`, part, "\r\n");
  }
  http(`0\r\nx-amz-checksum-crc32:${Buffer.from(await crc.digest()).toString("base64")}\r\n\r\n`);
  parts.push(Buffer.from("0\r\n\r\n"));
  const headers = {
    "content-encoding": "aws-chunked",
    "transfer-encoding": "chunked",
    "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
    "x-amz-decoded-content-length": `${content.length}`,
    "x-amz-trailer": "x-amz-checksum-crc32",
  };
  return { method: "PUT", path, headers, body: Buffer.concat(parts) };
}
