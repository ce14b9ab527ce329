import type { SourceRecord } from "../../../delivery/source.ts";
import type { PipeEvent } from "./pipe-event.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * A record of a source as pipes hand it on: as functions get it, but that what is a record's of a data stream lies at the top.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-kinesis.html
 */
export function eventOf({ event }: SourceRecord): PipeEvent {
  const { kinesis, ...rest } = event as Fields & { readonly kinesis?: Fields };
  const value: Fields = kinesis ? { ...kinesis, ...rest } : rest;
  return { value, readable: { ...value, ...carried(value, "as it is") } };
}

/** A record as filters see it: what it carries is read, and text where it is not JSON. */
export function filteredOf({ event }: SourceRecord): unknown {
  const { kinesis, ...rest } = event as Fields & { readonly kinesis?: Fields };
  const value: Fields = kinesis ? { ...kinesis, ...rest } : rest;
  return { ...value, ...carried(value, "as text") };
}

/** The id by which the answer of a target names an event: AWS's `messageId` or `eventID`. */
export function idOf(value: unknown): string | undefined {
  const { messageId, eventID } = (value ?? {}) as { readonly messageId?: unknown; readonly eventID?: unknown };
  const id = messageId ?? eventID;
  return typeof id === "string" ? id : undefined;
}

/** What an event carries. Data that is not JSON stays in Base64 for templates. */
function carried({ body, data, eventSource }: Fields, otherwise: "as it is" | "as text"): Fields {
  if (eventSource === "aws:sqs" && typeof body === "string") return { body: parsed(body) ?? body };
  if (eventSource !== "aws:kinesis" || typeof data !== "string") return {};
  const text = Buffer.from(data, "base64").toString();
  return { data: parsed(text) ?? (otherwise === "as text" ? text : data) };
}

/** What a text says as JSON; nothing when it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
