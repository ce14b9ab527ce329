import type { NormalizedSchema } from "@smithy/core/schema";

/** What trips parsers, escapers and URLs. */
const TEXT = ` sömé <text> & "more" 'quotes' ]]> \t\n %20+ \\ é😀 `;
const HEADER_TEXT = `some "text", 'more'; a=1`;
const LABEL = "a/b c%2Fd+e?f#g&h=i;j:k@l!$'()*,[]~.é😀";

/** Members whose value the client looks at, or makes itself. */
const GIVEN: Readonly<Record<string, unknown>> = {
  ChecksumAlgorithm: "SHA256",
  ContentLength: 4,
  // The client derives these from keys that it alone knows.
  SSECustomerKey: undefined,
  SSECustomerKeyMD5: undefined,
  CopySourceSSECustomerKey: undefined,
  CopySourceSSECustomerKeyMD5: undefined,
};

/** A value that fits a schema, with every member set; a shape inside itself is left out the second time. */
export function sampleOf(schema: NormalizedSchema, path: readonly string[] = []): unknown {
  if (schema.isStructSchema()) return structure(schema, path);
  if (schema.isListSchema()) return list(schema, path);
  if (schema.isMapSchema()) return map(schema, path);
  return scalar(schema);
}

function structure(schema: NormalizedSchema, path: readonly string[]): unknown {
  const name = schema.getName(true) ?? "";
  if (path.includes(name)) return undefined;
  const value: Record<string, unknown> = {};
  for (const [member, memberSchema] of schema.structIterator()) {
    const sample = given(member, memberSchema) ? GIVEN[member] : sampleOf(memberSchema, [...path, name]);
    if (sample === undefined) continue;
    value[member] = sample;
    // Of a union there is one member.
    if (schema.isUnionSchema()) break;
  }
  return value;
}

function given(member: string, schema: NormalizedSchema): boolean {
  return Object.hasOwn(GIVEN, member) && !schema.isListSchema();
}

function list(schema: NormalizedSchema, path: readonly string[]): unknown[] {
  const item = schema.getValueSchema();
  if (inHeader(schema) && item.isStringSchema()) return ["a", "b, c", 'd "e"'];
  const value = sampleOf(item, path);
  return value === undefined ? [] : [value, value];
}

function map(schema: NormalizedSchema, path: readonly string[]): object {
  if (inHeader(schema)) return { one: HEADER_TEXT, "two-three": HEADER_TEXT };
  const value = sampleOf(schema.getValueSchema(), path);
  return value === undefined ? {} : { one: value, "two & <three>": value };
}

function scalar(schema: NormalizedSchema): unknown {
  if (schema.isStringSchema()) return text(schema);
  if (schema.isBooleanSchema()) return true;
  if (schema.isNumericSchema()) return 7;
  if (schema.isBigIntegerSchema()) return 7n;
  if (schema.isTimestampSchema()) return moment(schema);
  if (schema.isBlobSchema()) return new Uint8Array([0, 1, 254, 255]);
  if (schema.isDocumentSchema()) return { a: [1, "two", true, null, { b: 1.5 }] };
  return undefined;
}

function text(schema: NormalizedSchema): string {
  const traits = schema.getMergedTraits() as { mediaType?: string; httpLabel?: 1; xmlAttribute?: 1 };
  const { mediaType, httpLabel, xmlAttribute } = traits;
  // The client writes line breaks as they are, which XML takes for blanks in attributes.
  if (xmlAttribute) return TEXT.replace(/\s+/g, " ");
  if (mediaType) return '{"json": "text"}';
  if (httpLabel) return schema.getMemberName() === "Bucket" ? "bucket" : LABEL;
  return inHeader(schema) ? HEADER_TEXT : TEXT;
}

function moment(schema: NormalizedSchema): Date {
  // Six is Smithy's constant for HTTP dates, which have no fractions of seconds.
  const whole = inHeader(schema) || schema.getSchema() === 6;
  return new Date(whole ? "2026-11-20T22:30:00Z" : "2026-11-20T22:30:00.123Z");
}

function inHeader(schema: NormalizedSchema): boolean {
  const { httpHeader, httpPrefixHeaders } = schema.getMergedTraits() as Record<string, unknown>;
  return httpHeader !== undefined || httpPrefixHeaders !== undefined;
}
