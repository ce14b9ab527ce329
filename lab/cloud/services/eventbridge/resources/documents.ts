/** JSON that templates write as an object, or as text. */
export function textOf(value: unknown): string | undefined {
  return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
}

/** The same as an object. */
export function objectOf(text: string | undefined): unknown {
  return text === undefined ? undefined : JSON.parse(text);
}
