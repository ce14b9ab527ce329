import { ToStringShapeSerializer } from "@smithy/core/protocols";
import type { NormalizedSchema } from "@smithy/core/schema";
import type { Binding } from "./bindings.ts";
import type { OperationModel } from "./model.ts";
import { setOwn } from "./plain-values.ts";
import type { Structure, WireRequest } from "./protocol.ts";
import { TextReader } from "./text.ts";

// Headers default to HTTP dates, query parameters and labels to date-times, as Smithy's HTTP bindings say.
const reader = new TextReader({ http: true });
const writer = new ToStringShapeSerializer({ httpBindings: true, timestampFormat: { useTrait: true, default: 5 } });

/** Reads the members of an input that travel outside of the body. */
export function readBoundMembers(operation: OperationModel, request: WireRequest): Structure {
  const input: Structure = {};
  for (const binding of operation.inputBindings) {
    const value = readBound(binding, request, operation);
    if (value !== undefined) input[binding.member] = value;
  }
  return input;
}

function readBound(
  { in: place, name, member, schema }: Binding,
  { headers, query, labels }: WireRequest,
  operation: OperationModel,
) {
  switch (place) {
    case "label":
      return labels[member] === undefined ? undefined : reader.read(schema, labels[member], member);
    case "header":
      return headers[name] === undefined ? undefined : reader.read(schema, String(headers[name]), name);
    case "headers":
      return prefixed(name, headers);
    case "query":
      return query.has(name) ? readQuery(schema, query.getAll(name), name) : undefined;
    case "queries":
      return otherParameters(schema, query, operation);
    default:
      return undefined;
  }
}

function readQuery(schema: NormalizedSchema, values: string[], name: string): unknown {
  if (!schema.isListSchema()) return reader.read(schema, values[0] as string, name);
  return values.map((value) => reader.read(schema.getValueSchema(), value, name));
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
): { headers: Record<string, string>; status?: number } {
  const headers: Record<string, string> = {};
  let status: number | undefined;
  for (const { in: place, name, member, schema } of bindings) {
    const value = output[member];
    if (value === undefined || value === null) continue;
    if (place === "header") headers[name] = format(schema, value);
    else if (place === "headers") for (const [key, item] of Object.entries(value)) headers[name + key] = String(item);
    else if (place === "status") status = value as number;
  }
  return status === undefined ? { headers } : { headers, status };
}

function format(schema: NormalizedSchema, value: unknown): string {
  if (typeof value === "string" && schema.isStringSchema() && !schema.getMergedTraits().mediaType) return value;
  writer.write(schema, value);
  return writer.flush();
}
