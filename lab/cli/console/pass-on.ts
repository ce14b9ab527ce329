import { request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import { request as httpsRequest } from "node:https";
import { pipeline } from "node:stream/promises";
import { readSignature } from "../../cloud/auth/signature-header.ts";
import { computeSignature, type Signature, sha256 } from "../../cloud/auth/sigv4.ts";
import { json } from "../../cloud/control/answer.ts";
import { collect } from "../../cloud/http.ts";
import type { Exchange } from "../../cloud/service.ts";

/** Credentials of the cloud that is looked at. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** Where calls go, and as whom. */
export interface Destination {
  /** AWS's own, by service and region, unless told. */
  readonly endpoint: string | undefined;
  /** The key that the page signs with: calls with any other are not its. */
  readonly accessKey: string;
  readonly credentials: Credentials;
}

/** Headers that belong to the page's connection, or to its own signature. */
const OWN =
  /^(host|connection|authorization|origin|referer|cookie|sec-.*|x-amz-date|x-amz-security-token|accept-encoding)$/;

/** Passes a call of the page on to the cloud, signed with real credentials. */
export async function passOn(exchange: Exchange, { endpoint, accessKey, credentials }: Destination): Promise<void> {
  const signature = readSignature(exchange, true);
  if (signature?.accessKeyId !== accessKey)
    return await json(exchange, 403, { message: "Only the console's own calls are passed on" });
  const { service } = signature;
  const base = new URL(endpoint ?? awsEndpoint(service, signature.region));
  const isS3 = service === "s3";
  // Bodies of S3 pass through as they come; all others are small, and their signatures cover them.
  const body = isS3 ? undefined : await collect(exchange.request);
  const rawQuery = unsigned(exchange.rawQuery);
  const headers = signedHeaders({ ...exchange, rawQuery }, signature, {
    host: base.host,
    hash: body ? sha256(body) : "UNSIGNED-PAYLOAD",
    credentials,
  });
  const url = new URL(exchange.path + (rawQuery && `?${rawQuery}`), base);
  const passed = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, { method: exchange.method, headers });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    passed.once("response", resolve).once("error", reject);
  });
  if (body) passed.end(body);
  else await pipeline(exchange.request, passed);
  const answer = await answered;
  exchange.response.writeHead(answer.statusCode ?? 502, answer.headers);
  await pipeline(answer, exchange.response);
}

function signedHeaders(
  { method, path, rawQuery, headers }: Pick<Exchange, "method" | "path" | "rawQuery" | "headers">,
  { region, service }: Signature,
  { host, hash, credentials }: { readonly host: string; readonly hash: string; readonly credentials: Credentials },
): OutgoingHttpHeaders {
  const timestamp = `${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "")}`;
  const own = Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN.test(name)));
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const all = {
    ...own,
    host,
    "x-amz-date": timestamp,
    "x-amz-content-sha256": hash,
    ...(sessionToken && { "x-amz-security-token": sessionToken }),
  };
  const names = Object.keys(all).filter((name) => /^(host|content-type|content-md5|x-amz-.*)$/.test(name));
  const day = timestamp.slice(0, 8);
  const signedNames = names.sort();
  const unsignedYet: Signature = {
    accessKeyId,
    day,
    region,
    service,
    signedHeaders: signedNames,
    signature: "",
    timestamp,
    token: sessionToken,
    expires: undefined,
  };
  const { signature } = computeSignature({ method, path, rawQuery, headers: all }, unsignedYet, secretAccessKey, hash);
  const scope = `${accessKeyId}/${day}/${region}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=${signedNames.join(";")}, Signature=${signature}`;
  return { ...all, authorization };
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
