import { NormalizedSchema } from "@smithy/core/schema";

/** Where a member of an input or output travels in an HTTP message. */
export interface Binding {
  readonly member: string;
  readonly schema: NormalizedSchema;
  readonly in: "body" | "payload" | "header" | "headers" | "query" | "queries" | "label" | "status";
  /** The header (lower case), header prefix (lower case) or query parameter. */
  readonly name: string;
  readonly required: boolean;
}

/** Smithy's HTTP binding traits of every member of a structure, or of those that it requires. */
export function bindingsOf(
  structure: NormalizedSchema,
  direction: "input" | "output",
  which: "all" | "required" = "all",
): Binding[] {
  if (!structure.isStructSchema()) return [];
  const required = requiredMembers(structure);
  const bindings: Binding[] = [];
  for (const [member, schema] of structure.structIterator()) {
    // They come first.
    if (which === "required" && !required.has(member)) break;
    const found = place(schema, member);
    // An answer has no path and no query: a shape that is used both ways keeps such members in its body there.
    const bodily = direction === "output" && (found.in === "query" || found.in === "queries" || found.in === "label");
    bindings.push({
      member,
      schema,
      required: required.has(member),
      ...(bodily ? { in: "body", name: member } : { ...found, name: sentName(found, member, structure) }),
    });
  }
  return bindings;
}

/**
 * The SDK shows some headers twice: `Expires` as a date, and as the text that came in a member `ExpiresString` of its own, whose
 * header no service sends. Here both stand for the one that is sent.
 */
function sentName(
  { in: place, name }: Pick<Binding, "in" | "name">,
  member: string,
  structure: NormalizedSchema,
): string {
  const shown = /^(.+)String$/.exec(member)?.[1];
  const isShownTwice = place === "header" && shown !== undefined && name === member.toLowerCase();
  return isShownTwice && shown in structure.getMemberSchemas() ? shown.toLowerCase() : name;
}

/** The names of a structure's required members: the schema lists them first and says how many they are. */
export function requiredMembers(structure: NormalizedSchema): Set<string> {
  const [, , , , names, , required] = structure.getSchema() as unknown as [
    0,
    0,
    0,
    0,
    string[],
    unknown[],
    number | undefined,
  ];
  return new Set(names.slice(0, required ?? 0));
}

function place(schema: NormalizedSchema, member: string): Pick<Binding, "in" | "name"> {
  const traits = schema.getMergedTraits() as {
    httpPayload?: 1;
    httpLabel?: 1;
    httpHeader?: string;
    httpPrefixHeaders?: string;
    httpQuery?: string;
    httpQueryParams?: 1;
    httpResponseCode?: 1;
  };
  if (traits.httpPayload) return { in: "payload", name: member };
  if (traits.httpLabel) return { in: "label", name: member };
  if (traits.httpHeader !== undefined) return { in: "header", name: traits.httpHeader.toLowerCase() };
  if (traits.httpPrefixHeaders !== undefined) return { in: "headers", name: traits.httpPrefixHeaders.toLowerCase() };
  if (traits.httpQuery !== undefined) return { in: "query", name: traits.httpQuery };
  if (traits.httpQueryParams) return { in: "queries", name: member };
  if (traits.httpResponseCode) return { in: "status", name: member };
  return { in: "body", name: member };
}

/** The binding of the member that is the whole body, if there is one. */
export function payloadOf(bindings: readonly Binding[]): Binding | undefined {
  if (!payloads.has(bindings))
    payloads.set(
      bindings,
      bindings.find((b) => b.in === "payload"),
    );
  return payloads.get(bindings);
}

const payloads = new WeakMap<readonly Binding[], Binding | undefined>();

const bodies = new WeakMap<readonly Binding[], NormalizedSchema | undefined>();

/** A structure of those members only that travel in the body, or nothing when none does. */
export function bodyOf(structure: NormalizedSchema, bindings: readonly Binding[]): NormalizedSchema | undefined {
  if (!bodies.has(bindings)) bodies.set(bindings, makeBody(structure, bindings));
  return bodies.get(bindings);
}

function makeBody(structure: NormalizedSchema, bindings: readonly Binding[]): NormalizedSchema | undefined {
  const members = bindings.filter((b) => b.in === "body");
  if (members.length === 0) return undefined;
  const [kind, namespace, name, traits] = structure.getSchema() as unknown as [number, string, string, object];
  const names = members.map((b) => b.member);
  const schemas = members.map((b) => b.schema);
  return NormalizedSchema.of([kind, namespace, name, traits, names, schemas] as never);
}
