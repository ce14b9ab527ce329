import { AwsError } from "../errors.ts";
import { type Binding, bodyOf, payloadOf } from "./bindings.ts";
import { MalformedRequest } from "./errors.ts";
import { readBoundMembers, writeBoundMembers } from "./http-bindings.ts";
import type { Protocol, Structure } from "./protocol.ts";
import { writeXml, XML_DECLARATION, xmlDocument, xmlElement } from "./xml.ts";
import { readXml } from "./xml-reader.ts";

/** REST with XML bodies, as S3 speaks it. https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html */
export const restXml: Protocol = {
  decode(operation, request) {
    const input = readBoundMembers(operation, request);
    for (const needed of neededParameters(operation.inputBindings))
      if (input[needed.member] === undefined) throw missingParameter(needed);
    const payload = payloadOf(operation.inputBindings);
    const { body } = request;
    if (payload) {
      const value =
        !(body instanceof Uint8Array) || payload.schema.isBlobSchema() ? body : readPayload(payload.schema, body);
      if (value !== undefined) input[payload.member] = value;
      else if (payload.required) throw new AwsError("MissingRequestBodyError", "Request Body is empty");
      return input;
    }
    const members = bodyOf(operation.input, operation.inputBindings);
    if (members && (body as Buffer).length > 0) Object.assign(input, readXml(members, body as Buffer));
    return input;
  },

  encode(operation, output, model, requestId) {
    const { headers, status } = writeBoundMembers(operation.outputBindings, output);
    headers["x-amz-request-id"] = requestId;
    headers["x-amz-id-2"] = hostId(requestId);
    const code = status ?? operation.http?.status ?? 200;
    const payload = payloadOf(operation.outputBindings);
    if (payload && (payload.schema.isBlobSchema() || payload.schema.isStringSchema())) {
      return { status: code, headers, body: output[payload.member] as Uint8Array | undefined };
    }
    const schema = payload?.schema ?? bodyOf(operation.output, operation.outputBindings);
    const value = payload ? output[payload.member] : output;
    if (!schema || value === undefined) return { status: code, headers };
    headers["content-type"] = "application/xml";
    const body = xmlDocument((out) => writeXml(out, schema, value as Structure, model.xmlNamespace));
    return { status: code, headers, body };
  },

  encodeError(error, _model, requestId) {
    const headers = { "content-type": "application/xml", ...requestHeaders(requestId) };
    let body = xmlElement("Code", error.code) + xmlElement("Message", error.message);
    for (const [name, value] of Object.entries(error.fields)) {
      if (typeof value === "string" && /^[A-Z][\w-]*$/.test(name)) body += xmlElement(name, value);
    }
    body += xmlElement("RequestId", requestId) + xmlElement("HostId", hostId(requestId));
    return { status: error.status, headers, body: `${XML_DECLARATION}<Error>${body}</Error>` };
  },
};

const PARAMETERS: Readonly<Record<string, string>> = { header: "header", query: "query parameter" };

const needed = new WeakMap<readonly Binding[], readonly Binding[]>();

/** The headers and query parameters that an operation can't do without. */
function neededParameters(bindings: readonly Binding[]): readonly Binding[] {
  let found = needed.get(bindings);
  if (!found) {
    found = bindings.filter((b) => b.required && b.in in PARAMETERS);
    needed.set(bindings, found);
  }
  return found;
}

function missingParameter({ in: place, name }: Binding): MalformedRequest {
  return new MalformedRequest(`Missing required ${PARAMETERS[place]} for this request: ${name}`, { name });
}

function readPayload(schema: Parameters<typeof readXml>[0], body: Buffer): unknown {
  if (body.length === 0) return undefined;
  return schema.isStringSchema() ? body.toString("utf8") : readXml(schema, body);
}

function requestHeaders(requestId: string): Record<string, string> {
  return { "x-amz-request-id": requestId, "x-amz-id-2": hostId(requestId) };
}

/** S3's extended request id, which people quote to support. Here it carries no more than the request id. */
function hostId(requestId: string): string {
  return Buffer.from(`skylab/${requestId}`).toString("base64");
}
