import { CborCodec } from "@smithy/core/cbor";
import { checkCbor } from "./cbor-check.ts";
import { MalformedRequest } from "./errors.ts";
import type { Protocol, Structure } from "./protocol.ts";

const codec = new CborCodec();

/**
 * Smithy RPC v2 with CBOR bodies: POST /service/NAME/operation/OPERATION. Current botocore prefers it where a service
 * offers it. https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
 */
export const rpcCbor: Protocol = {
  decode({ input }, { body }) {
    if (input.isUnitSchema() || (body as Buffer).length === 0) return {};
    checkCbor(body as Buffer);
    try {
      return codec.createDeserializer().read(input, body as Buffer) as Structure;
    } catch (error) {
      throw new MalformedRequest((error as Error).message);
    }
  },

  encode({ output }, value, _model, requestId) {
    const body = output.isUnitSchema() ? undefined : write(output, value);
    return { status: 200, headers: headers(requestId), body };
  },

  encodeError(error, model, requestId) {
    const type = error.schema ? (error.schema.getName(true) as string) : error.code;
    const members = error.schema ? pick(error.fields, Object.keys(error.schema.getMemberSchemas())) : error.fields;
    const compatible: Record<string, string> = model?.queryCompatible
      ? { "x-amzn-query-error": `${error.queryCode};${error.fault}` }
      : {};
    // 15 is Smithy's schema constant for a document: any value.
    const body = write(15, { ...members, __type: type, message: error.message });
    return { status: error.status, headers: { ...headers(requestId), ...compatible }, body };
  },
};

function write(schema: Parameters<ReturnType<CborCodec["createSerializer"]>["write"]>[0], value: unknown): Uint8Array {
  const serializer = codec.createSerializer();
  serializer.write(schema, value);
  return serializer.flush();
}

function headers(requestId: string): Record<string, string> {
  return { "content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor", "x-amzn-requestid": requestId };
}

function pick(fields: Readonly<Record<string, unknown>>, names: string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]));
}
