import { Readable } from "node:stream";
import { EventStreamCodec, type MessageHeaders } from "@smithy/core/event-streams";
import type { NormalizedSchema } from "@smithy/core/schema";
import type { Structure } from "./protocol.ts";

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === "string" ? bytes : Buffer.from(bytes as Uint8Array).toString("utf8")),
  (text) => Buffer.from(text),
);

/** Writes a structure as the protocol's bodies have it. */
type WriteBody = (schema: NormalizedSchema, value: unknown) => string;

/**
 * A body that is a stream of events: each is a message of its own, framed as `application/vnd.amazon.eventstream`.
 * https://smithy.io/2.0/aws/amazon-eventstream.html
 *
 * @param union The schema of all events
 * @param events Each with one member of the union
 * @param initial What else the operation answers, where the protocol has no other place for it
 */
export function eventStream(
  union: NormalizedSchema,
  events: AsyncIterable<Structure>,
  contentType: string,
  write: WriteBody,
  initial?: string,
): Readable {
  async function* messages() {
    if (initial !== undefined) {
      const headers = {
        ":content-type": text(contentType),
        ":event-type": text("initial-response"),
        ":message-type": text("event"),
      };
      yield codec.encode({ headers, body: Buffer.from(initial) });
    }
    for await (const event of events) {
      const [[member, value] = ["", {}]] = Object.entries(event);
      const { headers, body } = messageOf(union.getMemberSchema(member), value as Structure, contentType, write);
      yield codec.encode({
        headers: { ...headers, ":event-type": text(member), ":message-type": text("event") },
        body,
      });
    }
  }
  return Readable.from(messages(), { objectMode: false });
}

const members = new WeakMap<NormalizedSchema, EventMember | null>();

/** The member of a structure that is a stream of events. */
export interface EventMember {
  readonly name: string;
  readonly schema: NormalizedSchema;
}

/** The member of a structure that is a stream of events; nothing when it has none. */
export function eventMember(structure: NormalizedSchema): EventMember | null {
  let known = members.get(structure);
  if (known === undefined) {
    known = null;
    for (const [name, schema] of structure.structIterator()) if (isEventStream(schema)) known = { name, schema };
    members.set(structure, known);
  }
  return known;
}

/** Whether a schema is that of a stream of events. */
export function isEventStream(schema: NormalizedSchema): boolean {
  return schema.isUnionSchema() && schema.isStreaming();
}

function messageOf(schema: NormalizedSchema, value: Structure, contentType: string, write: WriteBody) {
  for (const [name, member] of schema.structIterator()) {
    if (!("eventPayload" in member.getMergedTraits())) continue;
    const bytes = value[name] as Uint8Array | string | undefined;
    const type = member.isStringSchema() ? "text/plain" : "application/octet-stream";
    return { headers: { ":content-type": text(type) }, body: Buffer.from(bytes ?? "") };
  }
  return { headers: { ":content-type": text(contentType) }, body: Buffer.from(write(schema, value)) };
}

function text(value: string): MessageHeaders[string] {
  return { type: "string", value };
}
