import type { NormalizedSchema } from "@smithy/core/schema";
import { MalformedRequest } from "./errors.ts";
import { parametersOf } from "./form-parameters.ts";
import { setOwn } from "./plain-values.ts";
import type { Structure, WireRequest } from "./protocol.ts";
import { type Member, type Shape, shapeOf } from "./shape.ts";
import { TextReader } from "./text.ts";

const scalars = new TextReader({ http: false });

/** How a dialect of the query protocol names what it sends. */
export interface Names {
  member(member: Member): string;
  flat(shape: Shape): boolean;
}

export const queryNames: Names = {
  member: ({ xmlName }) => xmlName,
  flat: ({ isFlat }) => isFlat,
};

export const ec2Names: Names = {
  member: ({ ec2Name }) => ec2Name,
  flat: () => true,
};

/** How many parts a parameter's name may have: EC2's longest have a dozen. */
const DEEPEST = 32;

/** Reads a structure from dotted parameters, of the query and of a form in the body, and from what the address names. */
export function readForm(schema: NormalizedSchema, { labels, query, body }: WireRequest, names: Names): Structure {
  if (schema.isUnitSchema()) return {};
  const root = new Parameter("");
  for (const [name, value] of Object.entries(labels)) root.descendant(name).text = value;
  for (const [name, value] of query) root.descendant(name).text = value;
  for (const [name, value] of parametersOf(body as Buffer)) root.descendant(name).text = value;
  return structure(shapeOf(schema), root, names);
}

/** The parameters as a tree: `Tags.member.1.Key=a` is `{Tags: {member: {1: {Key: "a"}}}}`. */
class Parameter {
  readonly name: string;
  text = "";
  #children: Map<string, Parameter> | undefined;

  constructor(name: string) {
    this.name = name;
  }

  /** The child of that name, if it was sent. */
  child(name: string): Parameter | undefined {
    return this.#children?.get(name);
  }

  /** The one that a dotted name leads to. Throws a MalformedRequest for one that leads too deep. */
  descendant(path: string): Parameter {
    let parameter: Parameter = this;
    let begin = 0;
    for (let depth = 0; ; depth++) {
      if (depth === DEEPEST) throw new MalformedRequest("The name of a parameter has too many parts");
      const dot = path.indexOf(".", begin);
      parameter = parameter.#grow(dot < 0 ? path.slice(begin) : path.slice(begin, dot));
      if (dot < 0) return parameter;
      begin = dot + 1;
    }
  }

  #grow(name: string): Parameter {
    this.#children ??= new Map();
    let child = this.#children.get(name);
    if (!child) {
      child = new Parameter(name);
      this.#children.set(name, child);
    }
    return child;
  }

  /** Children named 1, 2, 3… in that order. */
  numbered(): Parameter[] {
    return [...(this.#children?.values() ?? [])]
      .filter(({ name }) => /^\d+$/.test(name))
      .sort((a, b) => Number(a.name) - Number(b.name));
  }
}

function structure(shape: Shape, parameter: Parameter, names: Names): Structure {
  const value: Structure = {};
  for (const member of shape.members) {
    const child = parameter.child(names.member(member));
    if (child) value[member.name] = read(member.shape, child, names);
  }
  return value;
}

function read(shape: Shape, parameter: Parameter, names: Names): unknown {
  if (shape.kind === "structure") return structure(shape, parameter, names);
  if (shape.kind === "list") return list(shape, parameter, names);
  if (shape.kind === "map") return map(shape, parameter, names);
  if (shape.kind === "string" && !shape.hasMediaType) return parameter.text;
  return scalars.read(shape.schema, parameter.text, parameter.name);
}

function list(shape: Shape, parameter: Parameter, names: Names): unknown[] {
  const { item, itemName = "member" } = shape;
  const wrapper = names.flat(shape) ? parameter : parameter.child(itemName);
  // Some clients flatten a list that the model wraps, and the services accept that.
  return (wrapper ?? parameter).numbered().map((child) => read(item, child, names));
}

function map(shape: Shape, parameter: Parameter, names: Names): Structure {
  const { item, keyName, itemName = "value" } = shape;
  const value: Structure = {};
  for (const entry of (names.flat(shape) ? parameter : parameter.child("entry"))?.numbered() ?? []) {
    setOwn(
      value,
      entry.child(keyName)?.text ?? "",
      read(item, entry.child(itemName) ?? new Parameter(itemName), names),
    );
  }
  return value;
}
