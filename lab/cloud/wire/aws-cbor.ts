import { cbor, tag } from "@smithy/core/cbor";
import type { NormalizedSchema } from "@smithy/core/schema";
import { checkCbor } from "./cbor-check.ts";
import { MalformedRequest } from "./errors.ts";
import { type Format, readValue, setOwn } from "./plain-values.ts";
import type { Protocol, Structure } from "./protocol.ts";
import { type Shape, shapeOf } from "./shape.ts";

export const CBOR_CONTENT_TYPE = "application/x-amz-cbor-1.1";

/** The tag of a time: seconds by the standard, but milliseconds in this protocol. */
const TIME = 1;

const format: Format = {
  name: ({ name }) => name,
  scalar: ({ kind }, value) => (kind === "timestamp" ? dateOf(value) : value),
};

/**
 * What the SDK for Java speaks to Kinesis: AWS JSON with bodies in CBOR. There is no specification of it; the SDK's own reader and
 * writer are the source: https://github.com/aws/aws-sdk-java-v2/tree/master/core/protocols/aws-cbor-protocol
 */
export const awsCbor: Protocol = {
  decode: ({ input }, { body }) => (input.isUnitSchema() ? {} : read(input, body as Buffer)),

  encode({ output }, value, _model, requestId) {
    const plain = output.isUnitSchema() ? {} : plainOf(shapeOf(output), value);
    return { status: 200, headers: headers(requestId), body: cbor.serialize(plain) };
  },

  encodeError(error, _model, requestId) {
    const members = error.schema ? (plainOf(shapeOf(error.schema), error.fields) as Structure) : error.fields;
    const body = cbor.serialize({ ...members, __type: error.code, message: error.message });
    return { status: error.status, headers: headers(requestId), body };
  },
};

function headers(requestId: string): Record<string, string> {
  return { "content-type": CBOR_CONTENT_TYPE, "x-amzn-requestid": requestId };
}

function read(schema: NormalizedSchema, body: Buffer): Structure {
  if (body.length === 0) return {};
  checkCbor(body);
  try {
    return readValue(shapeOf(schema), cbor.deserialize(body), format) as Structure;
  } catch (error) {
    throw new MalformedRequest((error as Error).message);
  }
}

/** A value as the codec writes it. */
function plainOf(shape: Shape, value: unknown): unknown {
  if (value === undefined || value === null) return value;
  if (value instanceof Date) return tag({ tag: TIME, value: value.getTime() });
  if (shape.kind === "list") return (value as unknown[]).map((item) => plainOf(shape.item, item));
  if (shape.kind !== "structure" && shape.kind !== "map") return value;
  const plain: Structure = {};
  if (shape.kind === "map") {
    for (const [key, item] of Object.entries(value)) setOwn(plain, key, plainOf(shape.item, item));
    return plain;
  }
  for (const { name, shape: inner } of shape.members) {
    const item = plainOf(inner, (value as Structure)[name]);
    if (item !== undefined && item !== null) plain[name] = item;
  }
  return plain;
}

/** A time as it was sent: tagged or not, in milliseconds. What is none is left to the comparison with the model. */
function dateOf(value: unknown): unknown {
  if (value instanceof Date) return new Date(value.getTime() * 1000);
  if (typeof value === "number") return new Date(value);
  const tagged = value as { readonly tag?: unknown; readonly value?: unknown } | null;
  return tagged?.tag === TIME && typeof tagged.value === "number" ? new Date(tagged.value) : value;
}
