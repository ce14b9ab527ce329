import { JSONPath } from "jsonpath-plus";
import { withTimeLimit } from "../../../patterns/time-limit.ts";
import { memberOf } from "./context.ts";

/** Milliseconds that a path may take: `$..*..*..*` visits everything many times over. */
const LONGEST = 200;

/**
 * The part of a value that a JSON path names: one value where the path can name only one, a list where it may name several
 * (`$..name`, `$.pets[*]`, filters). Undefined when there is nothing.
 * Throws for what is no path, or takes too long.
 */
export function at(value: unknown, path: string): unknown {
  const whole = path.startsWith("$") ? path : `$.${path}`;
  if (whole === "$") return value;
  if (typeof value !== "object" || value === null) return undefined;
  // Most paths are names alone.
  if (/^\$(?:\.[a-zA-Z]\w*)+$/.test(whole)) return memberOf(value, whole.slice("$.".length));
  const search = () => JSONPath({ path: whole, json: value, eval: "safe", wrap: true }) as unknown[];
  const found = withTimeLimit(LONGEST, search);
  return isIndefinite(whole) ? found : found[0];
}

function isIndefinite(path: string): boolean {
  return /\.\.|\*|\[\?|\[[^[\]'"]*[,:]/.test(path);
}

/** A body as JSON; the text itself when it is not JSON. */
export function parsedBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
