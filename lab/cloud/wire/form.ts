import type { NormalizedSchema } from "@smithy/core/schema";
import type { Structure, WireRequest } from "./protocol.ts";
import { TextReader } from "./text.ts";

const scalars = new TextReader({ http: false });

/** How a dialect of the query protocol names what it sends. */
export interface Names {
  member(schema: NormalizedSchema, member: string): string;
  flat(schema: NormalizedSchema): boolean;
}

interface Traits {
  xmlName?: string;
  xmlFlattened?: 1;
  ec2QueryName?: string;
}

export const queryNames: Names = {
  member: (schema, member) => (schema.getMemberTraits() as Traits).xmlName ?? member,
  flat: (schema) => (schema.getMergedTraits() as Traits).xmlFlattened === 1,
};

export const ec2Names: Names = {
  member(schema, member) {
    const { ec2QueryName, xmlName } = schema.getMemberTraits() as Traits;
    const name = xmlName ?? member;
    return ec2QueryName ?? name.charAt(0).toUpperCase() + name.slice(1);
  },
  flat: () => true,
};

/** Reads a structure from dotted parameters, of the query and of a form in the body. */
export function readForm(schema: NormalizedSchema, { query, body }: WireRequest, names: Names): Structure {
  if (schema.isUnitSchema()) return {};
  const root = new Parameter("");
  for (const parameters of [query, new URLSearchParams((body as Buffer).toString("utf8"))]) {
    for (const [name, value] of parameters) {
      const parameter = name.split(".").reduce((parent, part) => parent.child(part), root);
      parameter.text = value;
    }
  }
  return structure(schema, root, names);
}

/** The parameters as a tree: `Tags.member.1.Key=a` is `{Tags: {member: {1: {Key: "a"}}}}`. */
class Parameter {
  readonly name: string;
  text = "";
  readonly children = new Map<string, Parameter>();

  constructor(name: string) {
    this.name = name;
  }

  child(name: string): Parameter {
    let child = this.children.get(name);
    if (!child) {
      child = new Parameter(name);
      this.children.set(name, child);
    }
    return child;
  }

  /** Children named 1, 2, 3… in that order. */
  numbered(): Parameter[] {
    return [...this.children.values()]
      .filter(({ name }) => /^\d+$/.test(name))
      .sort((a, b) => Number(a.name) - Number(b.name));
  }
}

function structure(schema: NormalizedSchema, parameter: Parameter, names: Names): Structure {
  const value: Structure = {};
  for (const [member, memberSchema] of schema.structIterator()) {
    const child = parameter.children.get(names.member(memberSchema, member));
    if (child) value[member] = read(memberSchema, child, names);
  }
  return value;
}

function read(schema: NormalizedSchema, parameter: Parameter, names: Names): unknown {
  if (schema.isStructSchema()) return structure(schema, parameter, names);
  if (schema.isListSchema()) return list(schema, parameter, names);
  if (schema.isMapSchema()) return map(schema, parameter, names);
  return scalars.read(schema, parameter.text, parameter.name);
}

function list(schema: NormalizedSchema, parameter: Parameter, names: Names): unknown[] {
  const item = schema.getValueSchema();
  const itemName = (item.getMergedTraits() as Traits).xmlName ?? "member";
  const wrapper = names.flat(schema) ? parameter : parameter.children.get(itemName);
  // Some clients flatten a list that the model wraps, and the services accept that.
  return (wrapper ?? parameter).numbered().map((child) => read(item, child, names));
}

function map(schema: NormalizedSchema, parameter: Parameter, names: Names): Record<string, unknown> {
  const keyName = (schema.getKeySchema().getMergedTraits() as Traits).xmlName ?? "key";
  const valueSchema = schema.getValueSchema();
  const valueName = (valueSchema.getMergedTraits() as Traits).xmlName ?? "value";
  const entries = (names.flat(schema) ? parameter : parameter.child("entry")).numbered();
  return Object.fromEntries(
    entries.map((entry) => [entry.child(keyName).text, read(valueSchema, entry.child(valueName), names)]),
  );
}
