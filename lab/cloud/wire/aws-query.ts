import { FromStringShapeDeserializer } from "@smithy/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";
import { MalformedRequest } from "./errors.ts";
import type { OperationModel, ServiceModel } from "./model.ts";
import type { Protocol, Structure, WireError, WireResponse } from "./protocol.ts";
import { members, XML_DECLARATION, xmlElement } from "./xml.ts";

/** AWS Query: a form with Action, Version and dotted parameters; XML back. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export const awsQuery: Protocol = {
  decode: (operation, request) => decode(operation, request.query, request.body as Buffer, queryNames),

  encode({ name, output }, value, model, requestId) {
    const result = output.isUnitSchema() ? "" : `<${name}Result>${members(output, value)}</${name}Result>`;
    const metadata = `<ResponseMetadata>${xmlElement("RequestId", requestId)}</ResponseMetadata>`;
    return answer(`<${name}Response xmlns="${model.xmlNamespace}">${result}${metadata}</${name}Response>`, requestId);
  },

  encodeError(error, model, requestId) {
    const body = `<Error>${xmlElement("Type", error.fault)}${errorElements(error)}</Error>${xmlElement("RequestId", requestId)}`;
    return answer(
      `<ErrorResponse xmlns="${model?.xmlNamespace ?? ""}">${body}</ErrorResponse>`,
      requestId,
      error.status,
    );
  },
};

/** EC2's variant: names of its own, lists always flat, no result wrapper. https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html */
export const ec2Query: Protocol = {
  decode: (operation, request) => decode(operation, request.query, request.body as Buffer, ec2Names),

  encode({ name, output }, value, model: ServiceModel, requestId) {
    const body = xmlElement("requestId", requestId) + (output.isUnitSchema() ? "" : members(output, value));
    return answer(`<${name}Response xmlns="${model.xmlNamespace}">${body}</${name}Response>`, requestId);
  },

  encodeError(error, _model, requestId) {
    const body = `<Errors><Error>${errorElements(error)}</Error></Errors>${xmlElement("RequestID", requestId)}`;
    return answer(`<Response>${body}</Response>`, requestId, error.status);
  },
};

function answer(body: string, requestId: string, status = 200): WireResponse {
  return {
    status,
    headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
    body: XML_DECLARATION + body,
  };
}

function errorElements({ schema, fields, queryCode, message }: WireError): string {
  const modelled = schema ? members(schema, { ...fields, message: undefined, Message: undefined }) : "";
  return xmlElement("Code", queryCode) + xmlElement("Message", message) + modelled;
}

/** How a dialect of the protocol names what it sends. */
interface Names {
  member(schema: NormalizedSchema, member: string): string;
  flat(schema: NormalizedSchema): boolean;
}

interface Traits {
  xmlName?: string;
  xmlFlattened?: 1;
  ec2QueryName?: string;
}

const queryNames: Names = {
  member: (schema, member) => (schema.getMemberTraits() as Traits).xmlName ?? member,
  flat: (schema) => (schema.getMergedTraits() as Traits).xmlFlattened === 1,
};

const ec2Names: Names = {
  member(schema, member) {
    const { ec2QueryName, xmlName } = schema.getMemberTraits() as Traits;
    const name = xmlName ?? member;
    return ec2QueryName ?? name.charAt(0).toUpperCase() + name.slice(1);
  },
  flat: () => true,
};

/** The parameters as a tree: `Tags.member.1.Key=a` is `{Tags: {member: {1: {Key: "a"}}}}`. */
class Node {
  text: string | undefined;
  readonly children = new Map<string, Node>();

  child(name: string): Node {
    const child = this.children.get(name) ?? new Node();
    this.children.set(name, child);
    return child;
  }

  /** Children named 1, 2, 3… in that order. */
  numbered(): Node[] {
    return [...this.children.keys()]
      .filter((key) => /^\d+$/.test(key))
      .sort((a, b) => Number(a) - Number(b))
      .map((key) => this.child(key));
  }
}

function decode({ input }: OperationModel, query: URLSearchParams, body: Buffer, names: Names): Structure {
  if (input.isUnitSchema()) return {};
  const root = new Node();
  for (const parameters of [query, new URLSearchParams(body.toString("utf8"))]) {
    for (const [name, value] of parameters) name.split(".").reduce((node, part) => node.child(part), root).text = value;
  }
  return structure(input, root, names);
}

function structure(schema: NormalizedSchema, node: Node, names: Names): Structure {
  const value: Structure = {};
  for (const [member, memberSchema] of schema.structIterator()) {
    const child = node.children.get(names.member(memberSchema, member));
    if (child) value[member] = read(memberSchema, child, names);
  }
  return value;
}

function read(schema: NormalizedSchema, node: Node, names: Names): unknown {
  if (schema.isStructSchema()) return structure(schema, node, names);
  if (schema.isListSchema()) return list(schema, node, names);
  if (schema.isMapSchema()) return map(schema, node, names);
  return scalar(schema, node.text ?? "");
}

function list(schema: NormalizedSchema, node: Node, names: Names): unknown[] {
  const item = schema.getValueSchema();
  const wrapper = names.flat(schema) ? node : node.children.get((item.getMergedTraits() as Traits).xmlName ?? "member");
  // Some clients flatten a list that the model wraps, and the services accept that.
  return (wrapper ?? node).numbered().map((child) => read(item, child, names));
}

function map(schema: NormalizedSchema, node: Node, names: Names): Record<string, unknown> {
  const keyName = (schema.getKeySchema().getMergedTraits() as Traits).xmlName ?? "key";
  const valueSchema = schema.getValueSchema();
  const valueName = (valueSchema.getMergedTraits() as Traits).xmlName ?? "value";
  const entries = (names.flat(schema) ? node : node.child("entry")).numbered();
  return Object.fromEntries(
    entries.map((entry) => [entry.child(keyName).text ?? "", read(valueSchema, entry.child(valueName), names)]),
  );
}

const fromString = new FromStringShapeDeserializer({
  httpBindings: false,
  timestampFormat: { useTrait: true, default: 5 },
});

function scalar(schema: NormalizedSchema, text: string): unknown {
  try {
    return fromString.read(schema, text);
  } catch (error) {
    throw new MalformedRequest((error as Error).message);
  }
}
