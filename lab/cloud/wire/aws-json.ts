import type { NormalizedSchema } from "@smithy/core/schema";
import { eventMember, eventStream } from "./event-stream.ts";
import { Json } from "./json.ts";
import type { Protocol, Structure, WireError } from "./protocol.ts";

const json = new Json({ jsonName: false });

/**
 * AWS JSON 1.0 and 1.1: a POST whose X-Amz-Target names the operation, with JSON both ways.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export function awsJson(version: "1.0" | "1.1"): Protocol {
  const contentType = `application/x-amz-json-${version}`;
  return {
    decode: ({ input }, { body }) => (input.isUnitSchema() ? {} : json.read(input, body as Buffer)),

    encode({ output }, value, _model, requestId) {
      const headers = { "content-type": contentType, "x-amzn-requestid": requestId };
      if (output.isUnitSchema()) return { status: 200, headers, body: "{}" };
      const events = eventMember(output);
      if (!events) return { status: 200, headers, body: json.write(output, value) };
      const { [events.name]: stream, ...others } = value;
      headers["content-type"] = "application/vnd.amazon.eventstream";
      const write = (schema: NormalizedSchema, event: unknown) => json.write(schema, event);
      const [source, initial] = [stream as AsyncIterable<Structure>, json.write(output, others)];
      return { status: 200, headers, body: eventStream(events.schema, source, contentType, write, initial) };
    },

    encodeError(error, model, requestId) {
      const headers: Record<string, string> = { "content-type": contentType, "x-amzn-requestid": requestId };
      if (model?.queryCompatible) headers["x-amzn-query-error"] = `${error.queryCode};${error.fault}`;
      // JSON 1.0 services send the shape's full id, 1.1 services its name; clients read both.
      const type = version === "1.0" && error.schema ? (error.schema.getName(true) as string) : error.code;
      return { status: error.status, headers, body: JSON.stringify({ __type: type, ...jsonErrorFields(error) }) };
    },
  };
}

/** The members of an error in JSON. AWS spells the message in lower case except where the model does otherwise. */
export function jsonErrorFields(error: WireError): Record<string, unknown> {
  const members = error.schema
    ? (JSON.parse(json.write(error.schema, error.fields)) as Record<string, unknown>)
    : { ...error.fields };
  const spelled = "Message" in members ? "Message" : "message";
  return { ...members, [spelled]: error.message };
}
