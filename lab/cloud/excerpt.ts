import type { Exchange } from "./service.ts";
import type { Span } from "./span.ts";

/** The longest text, the most members and the deepest level that an excerpt keeps. */
const LONGEST = 2048;
const MOST = 50;
const DEEPEST = 8;

/** Members that hold secrets, whatever operation they belong to. */
const SECRET =
  /^(secretaccesskey|sessiontoken|(old|new)?password|tokencode|authenticationcode\d|webidentitytoken|samlassertion|base32stringseed|authorization|x-amz-security-token|cookie|set-cookie|x-api-key|x-lab-token)$/i;

/**
 * What the trace keeps of an input, an answer or headers: plain JSON of a bounded size, without secrets. Bodies are only counted,
 * unless they are short texts.
 */
export function excerpt(value: unknown, level = 0): unknown {
  if (typeof value === "string") return value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
  if (typeof value !== "object" || value === null) return typeof value === "bigint" ? String(value) : value;
  if (value instanceof Date) return value;
  if (value instanceof Uint8Array) return textOf(value);
  if (level >= DEEPEST) return "…";
  if (Array.isArray(value)) {
    const kept = value.slice(0, MOST).map((one) => excerpt(one, level + 1));
    return value.length > MOST ? [...kept, `… and ${value.length - MOST} more`] : kept;
  }
  const prototype = Object.getPrototypeOf(value);
  // A stream, or another thing that is no data.
  if (prototype !== Object.prototype && prototype !== null) return "(a stream)";
  return membersOf(value as Record<string, unknown>, level);
}

/** The HTTP side of a request, as the trace keeps it. */
export function httpExcerpt({
  method,
  path,
  rawQuery,
  headers,
}: Pick<Exchange, "method" | "path" | "rawQuery" | "headers">): NonNullable<Span["http"]> {
  // What is secret in a presigned URL would outlive its use here.
  const query = rawQuery.replaceAll(/(X-Amz-(?:Signature|Security-Token)|Signature)=[^&]*/gi, "$1=(secret)");
  return { method, path, query, headers: excerpt(headers) };
}

function membersOf(value: Record<string, unknown>, level: number): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  let count = 0;
  for (const name in value) {
    if (value[name] === undefined) continue;
    count += 1;
    if (count > MOST) {
      kept["…"] = "more";
      break;
    }
    // Parameter Store's secrets are called values, as all others are.
    const isSecret = SECRET.test(name) || (name === "Value" && value.Type === "SecureString");
    kept[name] = isSecret ? "(secret)" : excerpt(value[name], level + 1);
  }
  return kept;
}

/** Short bytes that are a text, as that text; of all others their number. */
function textOf(bytes: Uint8Array): string {
  const size = `(${bytes.length} bytes)`;
  if (bytes.length > LONGEST) return size;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return size;
  }
}
