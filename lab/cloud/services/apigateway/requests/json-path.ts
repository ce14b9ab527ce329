import { JSONPath } from "jsonpath-plus";

/**
 * The part of a value that a JSON path names: one value where the path can name only one, a list where it may name several
 * (`$..name`, `$.pets[*]`, filters). Undefined when there is nothing.
 */
export function at(value: unknown, path: string): unknown {
  const whole = path.startsWith("$") ? path : `$.${path}`;
  if (whole === "$") return value;
  if (typeof value !== "object" || value === null) return undefined;
  const found = JSONPath({ path: whole, json: value, eval: "safe", wrap: true }) as unknown[];
  return isIndefinite(whole) ? found : found[0];
}

function isIndefinite(path: string): boolean {
  return /\.\.|\*|\[\?|\[[^\]'"]*[,:]/.test(path);
}

/** A body as JSON; the text itself when it is none. */
export function parsedBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
