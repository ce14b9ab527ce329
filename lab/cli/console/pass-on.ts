import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { pipeline } from "node:stream/promises";
import type { SigningCredentials } from "../../cloud/auth/key-pair.ts";
import { sign } from "../../cloud/auth/sign.ts";
import { readSignature } from "../../cloud/auth/signature-header.ts";
import { sha256 } from "../../cloud/auth/sigv4.ts";
import { json } from "../../cloud/control/answer.ts";
import { collect } from "../../cloud/door/http.ts";
import type { Exchange } from "../../cloud/service/service.ts";

/** Where calls go, and as whom. */
export interface Destination {
  /** By default AWS's own, by service and region. */
  readonly endpoint: string | undefined;
  /** The key that the page signs with: calls with any other are not its. */
  readonly accessKey: string;
  readonly credentials: SigningCredentials;
}

/** Headers that belong to the page's connection, or to its own signature. */
const OWN =
  /^(host|connection|authorization|origin|referer|cookie|sec-.*|x-amz-date|x-amz-content-sha256|x-amz-security-token|accept-encoding)$/;

/** Passes a call of the page on to the cloud, signed with real credentials. */
export async function passOn(exchange: Exchange, { endpoint, accessKey, credentials }: Destination): Promise<void> {
  const { method, path, headers, request, response } = exchange;
  const signature = readSignature(exchange, true);
  if (signature?.accessKeyId !== accessKey)
    return await json(exchange, 403, { message: "Only the console's own calls are passed on" });
  // A request line may name another server altogether: `GET http://host/`.
  if (!path.startsWith("/")) return await json(exchange, 400, { message: "A path begins with a slash" });
  const { service, region } = signature;
  const { protocol, hostname, port, host } = new URL(endpoint ?? awsEndpoint(service, region));
  // Bodies of S3 pass through as they come; all others are small, and their signatures cover them.
  const body = service === "s3" ? undefined : await collect(request);
  const rawQuery = unsigned(exchange.rawQuery);
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN.test(name)));
  const payloadHash = body ? sha256(body) : "UNSIGNED-PAYLOAD";
  const passed = (protocol === "https:" ? httpsRequest : httpRequest)({
    // The path is sent as it came, never resolved: `//host/` and `/\host/` are paths of this server, and lead to no other.
    hostname: hostname.replace(/^\[|\]$/g, ""),
    port,
    path: path + (rawQuery && `?${rawQuery}`),
    method,
    headers: sign(
      { method, path, rawQuery, headers: { ...kept, host } },
      { credentials, region, service, payloadHash },
    ),
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    passed.once("response", resolve).once("error", reject);
  });
  if (body) passed.end(body);
  else await pipeline(request, passed);
  const answer = await answered;
  response.writeHead(answer.statusCode ?? 502, answer.headers);
  await pipeline(answer, response);
}

/** The query without what signs a presigned URL. */
function unsigned(rawQuery: string): string {
  const own = /^X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Signature|Security-Token|Content-Sha256)=/i;
  return rawQuery
    .split("&")
    .filter((part) => !own.test(part))
    .join("&");
}

/** https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html */
function awsEndpoint(service: string, region: string): string {
  if (!/^[a-z0-9-]+$/.test(service) || !/^[a-z0-9-]+$/.test(region)) throw new Error(`no endpoint for ${service}`);
  if (service === "iam") return "https://iam.amazonaws.com";
  return `https://${service === "ecr" ? "api.ecr" : service}.${region}.amazonaws.com`;
}
