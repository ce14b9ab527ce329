import { createHash } from "node:crypto";
import { invalid, notFound } from "../errors.ts";
import type { StreamName, StreamRecord } from "./records.ts";
import type { StreamsState } from "./state.ts";

const ARN = /^arn:aws[a-z-]*:dynamodb:([a-z0-9-]+):(\d{12}):table\/([a-zA-Z0-9_.-]{1,255})\/stream\/([\dT:.-]{1,40})$/;

export function arnOfStream([account, region, table, label]: StreamName): string {
  return `arn:aws:dynamodb:${region}:${account}:table/${table}/stream/${label}`;
}

/** The only shard of a stream. Its id tells when the stream began, as AWS's do. */
export function shardOf(stream: StreamName): string {
  const began = Date.parse(`${stream[3]}Z`);
  const mark = createHash("md5").update(arnOfStream(stream)).digest("hex").slice(0, 8);
  return `shardId-${String(began).padStart(20, "0")}-${mark}`;
}

/** Reads a stream's ARN; nothing when it is none. */
export function streamNameOf(arn: string): StreamName | undefined {
  const [, region, account, table, label] = ARN.exec(arn) ?? [];
  return region && account && table && label ? [account, region, table, label] : undefined;
}

/** The stream that a request names. Throws DynamoDB's errors where there is none. */
export function openStream(arn: string, { streams }: StreamsState): StreamRecord {
  const name = streamNameOf(arn);
  if (!name) throw invalid("Invalid StreamArn");
  const stream = streams.get(...name);
  if (!stream) throw notFound(`Stream: ${arn} not found`);
  return stream;
}
