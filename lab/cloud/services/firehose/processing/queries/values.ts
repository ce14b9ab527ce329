/** A record does not fit its query. */
export class QueryError extends Error {}

/** How long texts and lists may become, and how much a value may hold that is looked at as a whole. */
const MOST = 100_000;

export function typeOf(value: unknown): string {
  if (value === null || value === undefined) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

export function isTrue(value: unknown): boolean {
  return value !== false && value !== null && value !== undefined;
}

export function textOf(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  throw new QueryError(`${what} needs a string, and not ${typeOf(value)}`);
}

export function numberOf(value: unknown, what: string): number {
  if (typeof value === "number") return value;
  throw new QueryError(`${what} needs a number, and not ${typeOf(value)}`);
}

/** A value as text: strings as they are, all others as JSON. */
export function asText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(bounded(value)) ?? "null");
}

/** A text or list that a query made. Throws where it is too long. */
export function notTooLong<T extends { readonly length: number }>(made: T): T {
  if (made.length > MOST * 10) throw new QueryError("a value becomes too large");
  return made;
}

/** A value that is looked at as a whole: a query can make one that holds itself many times over. */
export function bounded(value: unknown): unknown {
  let left = MOST;
  const visit = (one: unknown): void => {
    if (--left < 0) throw new QueryError("a value is too large");
    if (typeof one === "object" && one !== null) for (const member of Object.values(one)) visit(member);
  };
  visit(value);
  return value;
}

const ORDER = ["null", "boolean", "number", "string", "array", "object"];

/** Compares values as jq does: first by their types. Lists and objects are compared as JSON. */
export function compared(left: unknown, right: unknown): number {
  const types = ORDER.indexOf(typeOf(left)) - ORDER.indexOf(typeOf(right));
  if (types !== 0) return types;
  if (typeof left === "number" && typeof right === "number") return left - right;
  const [a, b] = [asText(left), asText(right)];
  return a < b ? -1 : Number(a > b);
}
