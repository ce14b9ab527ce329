import type { CORSConfiguration, CORSRule } from "@aws-sdk/client-s3";
import { respond } from "../../../door/http.ts";
import { AwsError } from "../../../errors.ts";
import type { Exchange } from "../../../service/service.ts";
import { invalidRequest, malformedXml } from "../errors.ts";
import type { Bucket } from "../records.ts";
import type { S3 } from "../state.ts";
import { configuration, notConfigured } from "./configuration.ts";

const cors = configuration<CORSConfiguration>(
  "Cors",
  notConfigured("NoSuchCORSConfiguration", "The CORS configuration does not exist"),
);

export const putBucketCors: S3["PutBucketCors"] = (input, context) => {
  const { CORSRules = [] } = input.CORSConfiguration;
  if (CORSRules.length === 0 || CORSRules.length > 100) throw malformedXml();
  for (const rule of CORSRules) checkRule(rule);
  return cors.put(context, input, { CORSRules });
};

export const getBucketCors: S3["GetBucketCors"] = (input, context) => cors.get(context, input);

export const deleteBucketCors: S3["DeleteBucketCors"] = (input, context) => cors.delete(context, input);

type Request = Pick<Exchange, "headers" | "method">;

/** The headers that a browser's cross-origin request gets, or nothing when no rule of the bucket allows it. */
export function corsHeaders(
  bucket: Bucket | undefined,
  { headers, method }: Request,
): Record<string, string> | undefined {
  const { origin } = headers;
  if (origin === undefined || !bucket) return undefined;
  const preflight = method === "OPTIONS";
  const asked = preflight ? String(headers["access-control-request-method"] ?? "") : method;
  const wanted = preflight ? names(headers["access-control-request-headers"]) : [];
  const rule = cors.of(bucket)?.CORSRules?.find((candidate) => allows(candidate, origin, asked, wanted));
  if (!rule) return undefined;
  const anyone = rule.AllowedOrigins?.includes("*");
  const answer: Record<string, string> = {
    "access-control-allow-origin": anyone ? "*" : origin,
    "access-control-allow-methods": (rule.AllowedMethods ?? []).join(", "),
    vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
  };
  if (!anyone) answer["access-control-allow-credentials"] = "true";
  if (wanted.length > 0) answer["access-control-allow-headers"] = wanted.join(", ");
  if (rule.ExposeHeaders?.length) answer["access-control-expose-headers"] = rule.ExposeHeaders.join(", ");
  if (rule.MaxAgeSeconds !== undefined) answer["access-control-max-age"] = String(rule.MaxAgeSeconds);
  return answer;
}

/** Tells the browser that another origin may read the answer: on the response itself, so that errors carry it, too. */
export function allowOrigin(exchange: Exchange, bucket: Bucket | undefined): void {
  const allowed = corsHeaders(bucket, exchange) ?? {};
  for (const header in allowed) exchange.response.setHeader(header, allowed[header] as string);
}

/** Answers a preflight, or throws. https://docs.aws.amazon.com/AmazonS3/latest/API/RESTOPTIONSobject.html */
export async function preflight(exchange: Exchange, bucket: Bucket | undefined, hasKey: boolean): Promise<void> {
  const { headers } = exchange;
  const method = String(headers["access-control-request-method"] ?? "null");
  if (headers.origin === undefined)
    throw new AwsError("BadRequest", "Insufficient information. Origin request header needed.");
  if (!METHODS.includes(method)) throw new AwsError("BadRequest", `Invalid Access-Control-Request-Method: ${method}`);
  const allowed = corsHeaders(bucket, exchange);
  if (allowed) return await respond(exchange, { status: 200, headers: allowed });
  const reason = !bucket
    ? "Bucket not found"
    : cors.of(bucket)
      ? "This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec."
      : "CORS is not enabled for this bucket.";
  throw new AwsError("AccessForbidden", `CORSResponse: ${reason}`, 403, {
    Method: method,
    ResourceType: hasKey ? "OBJECT" : "BUCKET",
  });
}

const METHODS = ["GET", "PUT", "HEAD", "POST", "DELETE"];

function allows(rule: CORSRule, origin: string, method: string, headers: readonly string[]): boolean {
  const { AllowedOrigins = [], AllowedMethods = [], AllowedHeaders = [] } = rule;
  return (
    AllowedMethods.includes(method) &&
    AllowedOrigins.some((pattern) => matches(pattern, origin)) &&
    headers.every((name) => AllowedHeaders.some((pattern) => matches(pattern.toLowerCase(), name)))
  );
}

/** A pattern holds at most one asterisk. */
function matches(pattern: string, text: string): boolean {
  const [head = "", tail] = pattern.split("*");
  if (tail === undefined) return pattern === text;
  return text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail);
}

function names(header: string | string[] | undefined): string[] {
  return String(header ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
}

function checkRule({ AllowedMethods = [], AllowedOrigins = [], AllowedHeaders = [] }: CORSRule): void {
  if (AllowedMethods.length === 0 || AllowedOrigins.length === 0) throw malformedXml();
  const unknown = AllowedMethods.find((method) => !METHODS.includes(method));
  if (unknown !== undefined)
    throw invalidRequest(`Found unsupported HTTP method in CORS config. Unsupported method is ${unknown}`);
  const origin = AllowedOrigins.find((pattern) => pattern.split("*").length > 2);
  if (origin !== undefined) throw invalidRequest(`AllowedOrigin "${origin}" can not have more than one wildcard.`);
  const header = AllowedHeaders.find((pattern) => pattern.split("*").length > 2);
  if (header !== undefined) throw invalidRequest(`AllowedHeader "${header}" can not have more than one wildcard.`);
}
