import { createHash, createHmac } from "node:crypto";

/** What to sign, and how: everything may be what no client would send. */
export interface ByHand {
  readonly method?: string;
  readonly path: string;
  /** Besides those of the signature. */
  readonly query?: readonly (readonly [name: string, value: string])[];
  /** The host's is added. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly signed?: readonly string[];
  readonly service?: string;
  readonly region?: string;
  /** `20261129T183000Z` */
  readonly date: string;
  readonly day?: string;
  readonly expires?: string;
  readonly accessKeyId?: string;
  readonly secret?: string;
  readonly payload?: string;
}

/** A path and query with a Version 4 signature, written out as AWS's documentation has it, apart from the code that it tests. */
export function presignByHand(host: string, request: ByHand): string {
  const { method = "GET", path, query = [], signed = ["host"], date, payload = "UNSIGNED-PAYLOAD" } = request;
  const all = [
    ...query,
    ["X-Amz-Algorithm", "AWS4-HMAC-SHA256"],
    ["X-Amz-Credential", `${request.accessKeyId ?? "test"}/${scopeOf(request)}`],
    ["X-Amz-Date", date],
    ["X-Amz-Expires", request.expires ?? "300"],
    ["X-Amz-SignedHeaders", signed.join(";")],
  ].map(([name = "", value = ""]) => `${encode(name)}=${encode(value)}`);
  const canonical = [method, path, [...all].sort().join("&"), ...canonicalHeaders(host, request), payload].join("\n");
  return `${path}?${all.join("&")}&X-Amz-Signature=${signature(canonical, request)}`;
}

/** The same in a header. */
export function authorizeByHand(host: string, request: ByHand): string {
  const { method = "GET", path, query = [], signed = ["host", "x-amz-date"], payload = sha256("") } = request;
  const parameters = query.map(([name, value]) => `${encode(name)}=${encode(value)}`).sort();
  const lines = canonicalHeaders(host, { ...request, signed });
  const canonical = [method, path, parameters.join("&"), ...lines, payload].join("\n");
  const credential = `${request.accessKeyId ?? "test"}/${scopeOf(request)}`;
  return `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signed.join(";")}, Signature=${signature(canonical, request)}`;
}

/** A time as signatures write it. */
export function amzDate(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d+/g, "");
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function canonicalHeaders(host: string, { headers, signed = ["host"] }: ByHand): [lines: string, names: string] {
  const all: Record<string, string> = { host, ...headers };
  const value = (name: string) => (Object.hasOwn(all, name) ? all[name] : "");
  return [signed.map((name) => `${name}:${value(name)}\n`).join(""), signed.join(";")];
}

function scopeOf({ date, day = date.slice(0, 8), region = "us-east-1", service = "s3" }: ByHand): string {
  return `${day}/${region}/${service}/aws4_request`;
}

function signature(canonical: string, request: ByHand): string {
  const { secret = "test", date } = request;
  const scope = scopeOf(request);
  const key = scope.split("/").reduce((key: string | Buffer, part) => hmac(key, part), `AWS4${secret}`);
  return hmac(key, ["AWS4-HMAC-SHA256", date, scope, sha256(canonical)].join("\n")).toString("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
