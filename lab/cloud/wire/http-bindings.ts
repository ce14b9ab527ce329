import { ToStringShapeSerializer } from "@smithy/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";
import type { Binding } from "./bindings.ts";
import type { OperationModel } from "./model.ts";
import { setOwn } from "./plain-values.ts";
import type { Structure, WireRequest } from "./protocol.ts";
import { shapeOf } from "./shape.ts";
import { TextReader } from "./text.ts";

// Headers default to HTTP dates, query parameters and labels to date-times, as Smithy's HTTP bindings say.
const reader = new TextReader({ http: true });
const writer = new ToStringShapeSerializer({ httpBindings: true, timestampFormat: { useTrait: true, default: 5 } });

/** Where the members of an input come from, by place: an operation may have forty, and a request brings five of them. */
class BoundMembers {
  readonly labels: readonly Binding[];
  /** By the header's name. */
  readonly headers: ReadonlyMap<string, Binding>;
  readonly prefixes: readonly Binding[];
  readonly query: readonly Binding[];
  readonly queries: readonly Binding[];

  constructor(bindings: readonly Binding[]) {
    const at = (place: Binding["in"]) => bindings.filter((binding) => binding.in === place);
    this.labels = at("label");
    this.headers = new Map(at("header").map((binding) => [binding.name, binding]));
    this.prefixes = at("headers");
    this.query = at("query");
    this.queries = at("queries");
  }
}

const boundMembers = new WeakMap<readonly Binding[], BoundMembers>();

function boundMembersOf({ inputBindings }: OperationModel): BoundMembers {
  let bound = boundMembers.get(inputBindings);
  if (!bound) {
    bound = new BoundMembers(inputBindings);
    boundMembers.set(inputBindings, bound);
  }
  return bound;
}

/** Reads the members of an input that travel outside of the body. */
export function readBoundMembers(operation: OperationModel, { headers, query, labels }: WireRequest): Structure {
  const bound = boundMembersOf(operation);
  const input: Structure = {};
  for (const { member, schema } of bound.labels) {
    const label = labels[member];
    if (label !== undefined) input[member] = readText(schema, label, member);
  }
  for (const name in headers) {
    const binding = bound.headers.get(name);
    const value = headers[name];
    if (binding && value !== undefined) input[binding.member] = readText(binding.schema, String(value), name);
  }
  for (const { member, name } of bound.prefixes) {
    const found = prefixed(name, headers);
    if (found) input[member] = found;
  }
  if (query.size > 0) {
    for (const { member, name, schema } of bound.query)
      if (query.has(name)) input[member] = readQuery(schema, query.getAll(name), name);
  }
  for (const { member, schema } of bound.queries) input[member] = otherParameters(schema, query, operation);
  return input;
}

/** Most are plain texts, which the SDK's reader takes many steps to tell. */
function readText(schema: NormalizedSchema, text: string, name: string): unknown {
  const { kind, hasMediaType } = shapeOf(schema);
  return kind === "string" && !hasMediaType ? text : reader.read(schema, text, name);
}

function readQuery(schema: NormalizedSchema, values: string[], name: string): unknown {
  if (!schema.isListSchema()) return readText(schema, values[0] as string, name);
  return values.map((value) => readText(schema.getValueSchema(), value, name));
}

function prefixed(prefix: string, headers: WireRequest["headers"]): Record<string, string> | undefined {
  let found: Record<string, string> | undefined;
  for (const name in headers) {
    if (!name.startsWith(prefix)) continue;
    found ??= {};
    setOwn(found, name.slice(prefix.length), String(headers[name]));
  }
  return found;
}

function otherParameters(
  schema: NormalizedSchema,
  query: URLSearchParams,
  { inputBindings, literals }: OperationModel,
) {
  const bound = new Set(inputBindings.filter((b) => b.in === "query").map((b) => b.name));
  const found: Structure = {};
  const lists = schema.getValueSchema().isListSchema();
  for (const name of query.keys()) {
    if (!bound.has(name) && !literals.has(name)) setOwn(found, name, lists ? query.getAll(name) : query.get(name));
  }
  return found;
}

/** Writes the members of an output that travel as headers, and finds the status that a member sets. */
export function writeBoundMembers(
  bindings: readonly Binding[],
  output: Structure,
): { headers: Record<string, string>; status: number | undefined } {
  const bound = membersOf(bindings);
  const headers: Record<string, string> = {};
  let status: number | undefined;
  for (const member in output) {
    const value = output[member];
    if (value === undefined || value === null) continue;
    const binding = bound.get(member);
    if (!binding) continue;
    const { in: place, name, schema } = binding;
    if (place === "header") headers[name] = format(schema, value);
    else if (place === "headers") for (const key in value) headers[name + key] = String((value as Structure)[key]);
    else if (place === "status") status = value as number;
  }
  return { headers, status };
}

const members = new WeakMap<readonly Binding[], ReadonlyMap<string, Binding>>();

/** Those members that travel outside of the body, by name. */
function membersOf(bindings: readonly Binding[]): ReadonlyMap<string, Binding> {
  let bound = members.get(bindings);
  if (!bound) {
    const outside = bindings.filter((b) => b.in === "header" || b.in === "headers" || b.in === "status");
    bound = new Map(outside.map((binding) => [binding.member, binding]));
    members.set(bindings, bound);
  }
  return bound;
}

function format(schema: NormalizedSchema, value: unknown): string {
  if (typeof value === "string") {
    const { kind, hasMediaType } = shapeOf(schema);
    if (kind === "string" && !hasMediaType) return value;
  }
  writer.write(schema, value);
  return writer.flush();
}
