import type { NormalizedSchema } from "@smithy/core/schema";

/** A value that fits a schema, with every member set; a shape inside itself is left out the second time. */
export function sampleOf(schema: NormalizedSchema, path: readonly string[] = []): unknown {
  if (schema.isStructSchema()) return structure(schema, path);
  if (schema.isListSchema())
    return present([sampleOf(schema.getValueSchema(), path), sampleOf(schema.getValueSchema(), path)]);
  if (schema.isMapSchema()) {
    const value = sampleOf(schema.getValueSchema(), path);
    return value === undefined ? {} : { one: value, two: value };
  }
  return scalar(schema);
}

function structure(schema: NormalizedSchema, path: readonly string[]): unknown {
  const name = schema.getName(true) ?? "";
  if (path.includes(name)) return undefined;
  const value: Record<string, unknown> = {};
  for (const [member, memberSchema] of schema.structIterator()) {
    const sample = sampleOf(memberSchema, [...path, name]);
    if (sample === undefined) continue;
    value[member] = sample;
    // Of a union there is one member.
    if (schema.isUnionSchema()) break;
  }
  return value;
}

function scalar(schema: NormalizedSchema): unknown {
  if (schema.isStringSchema()) return "some <text> & 'more'";
  if (schema.isBooleanSchema()) return true;
  if (schema.isNumericSchema()) return 7;
  if (schema.isBigIntegerSchema()) return 7n;
  // Seconds, since not every format has room for less.
  if (schema.isTimestampSchema()) return new Date("2026-11-20T22:30:00Z");
  if (schema.isBlobSchema()) return new Uint8Array([0, 1, 254, 255]);
  if (schema.isDocumentSchema()) return { a: [1, "two", true] };
  return undefined;
}

function present(items: unknown[]): unknown[] {
  return items.filter((item) => item !== undefined);
}
