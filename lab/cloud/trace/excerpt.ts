import { isUtf8 } from "node:buffer";
import type { Exchange } from "../service/service.ts";
import { setOwn } from "../wire/plain-values.ts";
import type { Shape } from "../wire/shape.ts";
import type { Span } from "./span.ts";

/** The longest text, the most members, the deepest level, and the most values in all that an excerpt keeps. */
const LONGEST = 2048;
const MOST = 50;
const DEEPEST = 8;
const LARGEST = 1000;

/** Members, headers and parameters that hold secrets, whatever operation they belong to, in lower case. */
const SECRETS: ReadonlySet<string> = new Set([
  "secretaccesskey",
  "sessiontoken",
  "password",
  "oldpassword",
  "newpassword",
  "tokencode",
  "authenticationcode1",
  "authenticationcode2",
  "webidentitytoken",
  "samlassertion",
  "base32stringseed",
  "authorization",
  "cookie",
  "set-cookie",
  "signature",
  "x-amz-signature",
  "x-amz-security-token",
  "x-amz-server-side-encryption-customer-key",
  "x-amz-copy-source-server-side-encryption-customer-key",
  "x-api-key",
  "x-lab-token",
]);

/**
 * What the trace keeps of an input, an answer or headers: plain JSON of a bounded size, without secrets. Bodies are only counted,
 * unless they are short texts.
 * @param shape what the model says of the value: what it calls sensitive is hidden
 * @param secrets more names of members that are
 */
export function excerpt(value: unknown, shape?: Shape, secrets: readonly string[] = []): unknown {
  return keep(value, shape, { left: LARGEST, level: 0, secrets });
}

/** What may be kept still. */
interface Room {
  /** Values. */
  left: number;
  level: number;
  readonly secrets: readonly string[];
}

function keep(value: unknown, shape: Shape | undefined, room: Room): unknown {
  if (shape?.isSensitive && value !== undefined && value !== null) return "(secret)";
  if (typeof value === "string") return shortened(value);
  if (typeof value !== "object" || value === null) return typeof value === "bigint" ? String(value) : value;
  if (value instanceof Date) return value;
  if (value instanceof Uint8Array) return textOf(value);
  if (room.level >= DEEPEST || room.left <= 0) return "…";
  room.level += 1;
  const kept = partsOf(value, shape, room);
  room.level -= 1;
  return kept;
}

function partsOf(value: object, shape: Shape | undefined, room: Room): unknown {
  if (Array.isArray(value)) return itemsOf(value, shape, room);
  const prototype = Object.getPrototypeOf(value);
  // A stream, or another thing that is no data.
  if (prototype !== Object.prototype && prototype !== null) return "(a stream)";
  return membersOf(value as Record<string, unknown>, shape, room);
}

function itemsOf(value: readonly unknown[], shape: Shape | undefined, room: Room): unknown[] {
  const most = Math.min(MOST, room.left);
  room.left -= most;
  const kept = value.slice(0, most).map((one) => keep(one, shape?.part(""), room));
  return value.length > most ? [...kept, `… and ${value.length - most} more`] : kept;
}

/** The HTTP side of a request, as the trace keeps it. */
export function httpExcerpt({
  method,
  path,
  rawQuery,
  headers,
}: Pick<Exchange, "method" | "path" | "rawQuery" | "headers">): NonNullable<Span["http"]> {
  // What is secret in a presigned URL would outlive its use here.
  const query = rawQuery === "" ? "" : rawQuery.split("&").map(withoutSecret).join("&");
  return new HttpExcerpt(method, shortened(path), shortened(query), headers);
}

/** Nobody looks at most requests: the excerpt of the headers is made when somebody does. */
class HttpExcerpt {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly #headers: Exchange["headers"];

  constructor(method: string, path: string, query: string, headers: Exchange["headers"]) {
    this.method = method;
    this.path = path;
    this.query = query;
    this.#headers = headers;
  }

  get headers(): unknown {
    return excerpt(this.#headers);
  }

  toJSON(): NonNullable<Span["http"]> {
    const { method, path, query, headers } = this;
    return { method, path, query, headers };
  }
}

function withoutSecret(parameter: string): string {
  const [name = ""] = parameter.split("=", 1);
  return SECRETS.has(name.slice(name.lastIndexOf(".") + 1).toLowerCase()) ? `${name}=(secret)` : parameter;
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function membersOf(value: Record<string, unknown>, shape: Shape | undefined, room: Room): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  let count = 0;
  for (const name in value) {
    if (value[name] === undefined) continue;
    count += 1;
    room.left -= 1;
    if (count > MOST || room.left < 0) {
      kept["…"] = "more";
      break;
    }
    // Parameter Store's secrets are called values, as all others are.
    const isSecret =
      SECRETS.has(name.toLowerCase()) ||
      room.secrets.includes(name) ||
      (name === "Value" && value.Type === "SecureString");
    setOwn(kept, name, isSecret ? "(secret)" : keep(value[name], shape?.part(name), room));
  }
  return kept;
}

/** Short bytes that are a text, as that text; of all others their number. */
function textOf(bytes: Uint8Array): string {
  if (bytes.length > LONGEST || !isUtf8(bytes)) return `(${bytes.length} bytes)`;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
}
