/** A list that came from JSON. */
class JsonList extends Array<unknown> {}

/** The value; a list as one that came from JSON. */
export function fromJson(value: unknown): unknown {
  return Array.isArray(value) && !(value instanceof JsonList) ? JsonList.from(value) : value;
}

/** JSON as templates see it. */
export function parsedJson(text: string): unknown {
  return JSON.parse(text, (_key, value) => fromJson(value));
}

/**
 * A value as a template writes it: a map as `{name=Rex, tags=["a"]}`, a template's own list as `[1, a]`, one from JSON as JSON.
 * It calls itself, and not JSON.stringify, so that a time limit can end it.
 */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "function") return "";
  if (typeof value !== "object" || value === null) return String(value);
  if (value instanceof JsonList) return jsonOf(value);
  if (Array.isArray(value)) return `[${value.map(textOf).join(", ")}]`;
  return `{${Object.entries(value)
    .map(([key, one]) => `${key}=${textOf(one)}`)
    .join(", ")}}`;
}

function jsonOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(jsonOf).join(",")}]`;
  const members = Object.entries(value).filter(([, one]) => one !== undefined && typeof one !== "function");
  return `{${members.map(([key, one]) => `${JSON.stringify(key)}:${jsonOf(one)}`).join(",")}}`;
}
