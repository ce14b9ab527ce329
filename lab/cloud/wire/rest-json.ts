import type { Readable } from "node:stream";
import type { NormalizedSchema } from "@smithy/core/schema";
import { jsonErrorFields } from "./aws-json.ts";
import { bindingsOf, bodyOf, payloadOf } from "./bindings.ts";
import { eventStream, isEventStream } from "./event-stream.ts";
import { readBoundMembers, writeBoundMembers } from "./http-bindings.ts";
import { Json } from "./json.ts";
import type { Protocol, Structure } from "./protocol.ts";

const json = new Json({ jsonName: true });

/** REST with JSON bodies. https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html */
export const restJson: Protocol = {
  decode(operation, request) {
    const input = readBoundMembers(operation, request);
    const payload = payloadOf(operation.inputBindings);
    if (!payload) {
      const body = bodyOf(operation.input, operation.inputBindings);
      return body ? Object.assign(input, json.read(body, request.body as Buffer)) : input;
    }
    const value = readPayload(payload.schema, request.body);
    if (value !== undefined) input[payload.member] = value;
    return input;
  },

  encode(operation, output, _model, requestId) {
    const { headers, status } = writeBoundMembers(operation.outputBindings, output);
    headers["x-amzn-requestid"] = requestId;
    const payload = payloadOf(operation.outputBindings);
    const code = status ?? operation.http?.status ?? 200;
    if (payload) {
      const value = output[payload.member];
      if (isEventStream(payload.schema)) {
        if (value === undefined) return { status: code, headers };
        headers["content-type"] = "application/vnd.amazon.eventstream";
        const write = (schema: NormalizedSchema, event: unknown) => json.write(schema, event);
        const body = eventStream(payload.schema, value as AsyncIterable<Structure>, "application/json", write);
        return { status: code, headers, body };
      }
      const raw = payload.schema.isBlobSchema() || payload.schema.isStringSchema();
      if (!raw) headers["content-type"] ??= "application/json";
      return {
        status: code,
        headers,
        body: raw ? (value as Uint8Array | undefined) : json.write(payload.schema, value),
      };
    }
    const body = bodyOf(operation.output, operation.outputBindings);
    if (!body) return { status: code, headers };
    headers["content-type"] ??= "application/json";
    return { status: code, headers, body: json.write(body, output) };
  },

  encodeError(error, _model, requestId) {
    const bindings = error.schema ? bindingsOf(error.schema, "output") : [];
    const headers = {
      ...writeBoundMembers(bindings, error.fields).headers,
      "content-type": "application/json",
      "x-amzn-requestid": requestId,
      "x-amzn-errortype": error.code,
    };
    const schema = error.schema && bodyOf(error.schema, bindings);
    return { status: error.status, headers, body: JSON.stringify(jsonErrorFields({ ...error, schema })) };
  },
};

function readPayload(schema: Parameters<Json["read"]>[0], body: Buffer | Readable): unknown {
  if (!(body instanceof Uint8Array)) return body;
  if (schema.isBlobSchema()) return body.length > 0 ? body : undefined;
  if (schema.isStringSchema()) return body.length > 0 ? body.toString("utf8") : undefined;
  return body.length > 0 ? json.read(schema, body) : undefined;
}
