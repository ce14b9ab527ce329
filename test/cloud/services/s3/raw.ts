import { type IncomingHttpHeaders, request } from "node:http";
import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** What to send. The path goes out as it is: nothing tidies it up. */
export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: Uint8Array | string;
}

/** Sends a request as it is, for what no client would send. */
export function send(endpoint: string, { method = "GET", path, headers, body = "" }: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(endpoint);
  const length = { "content-length": String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers: { ...length, ...headers } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: answer.statusCode as number, headers: answer.headers, text });
      });
    });
    sent.on("error", reject).end(body);
  });
}

const signer = new SignatureV4({
  service: "s3",
  region: "us-east-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
  sha256: Hash.bind(null, "sha256") as never,
  uriEscapePath: false,
});

/** Sends a request signed for the root of the default account. */
export async function sendSigned(endpoint: string, raw: RawRequest): Promise<RawAnswer> {
  const { protocol, hostname, host } = new URL(endpoint);
  const [path = "/", query = ""] = raw.path.split("?");
  const { headers } = await signer.sign({
    method: raw.method ?? "GET",
    protocol,
    hostname,
    path,
    query: Object.fromEntries(new URLSearchParams(query)),
    headers: { host, ...raw.headers },
    body: raw.body ?? "",
  });
  return await send(endpoint, { ...raw, headers });
}
