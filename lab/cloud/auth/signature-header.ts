import type { Sender } from "../door/sender.ts";
import { AwsError } from "../errors.ts";
import { Recent } from "../recent.ts";
import type { Signature, SignedRequest } from "./sigv4.ts";

/** A request with its query read, as signatures need it. */
export interface AuthRequest extends SignedRequest {
  readonly query: URLSearchParams;
  readonly sender?: Sender | undefined;
  /** The service that it is for, once that is known. */
  readonly service?: string;
  /** The Authorization header, once it was read. */
  authorization?: Authorization;
}

/** An Authorization header of any kind, read as those of Version 4 are. */
export interface Authorization {
  readonly parts: ReadonlyMap<string, string>;
  /** A part that should not be there, or comes a second time. */
  readonly unexpected?: string;
}

const ALGORITHM = "AWS4-HMAC-SHA256";
const PARTS = ["Credential", "SignedHeaders", "Signature"];
const WEEK = 7 * 24 * 60 * 60;

/** The Version 4 signature of a request, from its header or its query; nothing when there is none. Throws when it is malformed. */
export function readSignature(request: AuthRequest, s3: boolean): Signature | undefined {
  const header = request.headers.authorization;
  if (header !== undefined) return readHeader(header, request, s3);
  return isPresigned(request) ? readQuery(request, s3) : undefined;
}

/** The parts of a request's Authorization header. It is read once: whoever asks finds the same. */
export function authorizationOf(request: Pick<AuthRequest, "headers" | "authorization">): Authorization | undefined {
  const header = request.headers.authorization;
  if (header === undefined) return undefined;
  request.authorization ??= partsOf(header);
  return request.authorization;
}

function partsOf(header: string): Authorization {
  const parts = new Map<string, string>();
  let start = header.indexOf(" ") + 1;
  while (start <= header.length) {
    const comma = header.indexOf(",", start);
    const end = comma < 0 ? header.length : comma;
    const part = header.slice(start, end).trim();
    const equals = part.indexOf("=");
    const name = equals < 0 ? part : part.slice(0, equals);
    if (!PARTS.includes(name) || parts.has(name)) return { parts, unexpected: name };
    parts.set(name, equals < 0 ? "" : part.slice(equals + 1));
    start = end + 1;
  }
  return { parts, unexpected: undefined };
}

/** Whether a request carries a Version 4 signature in its query. */
export function isPresigned({ query }: Pick<AuthRequest, "query">): boolean {
  return query.has("X-Amz-Algorithm");
}

function readHeader(header: string, request: AuthRequest, s3: boolean): Signature {
  if (!header.startsWith(`${ALGORITHM} `)) throw unsupported(header, s3);
  const { headers } = request;
  const { parts, unexpected } = authorizationOf(request) as Authorization;
  if (unexpected !== undefined)
    throw incomplete(`Authorization header has an unexpected '${unexpected}' parameter. Authorization=${header}`, s3);
  const missing = PARTS.find((name) => !parts.get(name));
  const timestamp = String(headers["x-amz-date"] ?? "");
  if (missing !== undefined)
    throw incomplete(`Authorization header requires '${missing}' parameter. Authorization=${header}`, s3);
  if (!isTimestamp(timestamp)) {
    if (s3) throw new AwsError("AccessDenied", "AWS authentication requires a valid Date or x-amz-date header", 403);
    throw incomplete(
      `Date must be in ISO-8601 'basic format'. Got '${timestamp}'. See http://en.wikipedia.org/wiki/ISO_8601`,
      s3,
    );
  }
  const scope = readScope(parts.get("Credential") as string, timestamp, (problem) => incomplete(problem, s3));
  if (s3 && !isRegion(scope.region)) throw wrongRegion("AuthorizationHeaderMalformed", MALFORMED, scope.region);
  return {
    accessKeyId: scope.accessKeyId,
    day: scope.day,
    region: scope.region,
    service: scope.service,
    signedHeaders: headerNames.get(parts.get("SignedHeaders") as string),
    signature: parts.get("Signature") as string,
    timestamp,
    token: headers["x-amz-security-token"] as string | undefined,
    expires: undefined,
  };
}

function readQuery({ query }: AuthRequest, s3: boolean): Signature {
  const parameter = (name: string) => query.get(name) ?? "";
  if (parameter("X-Amz-Algorithm") !== ALGORITHM)
    throw badQuery('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"');
  const needed = ["X-Amz-Credential", "X-Amz-Signature", "X-Amz-Date", "X-Amz-SignedHeaders", "X-Amz-Expires"];
  if (needed.some((name) => parameter(name) === "")) {
    throw badQuery(
      "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
    );
  }
  const timestamp = parameter("X-Amz-Date");
  if (!isTimestamp(timestamp)) throw badQuery("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  if (!/^-?\d+$/.test(parameter("X-Amz-Expires"))) throw badQuery("X-Amz-Expires should be a number");
  const expires = Number(parameter("X-Amz-Expires"));
  if (expires < 0) throw badQuery("X-Amz-Expires must be non-negative");
  if (expires > WEEK)
    throw badQuery(
      "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
    );
  const scope = readScope(parameter("X-Amz-Credential"), timestamp, (problem) =>
    s3 ? badQuery(problem) : incomplete(problem, s3),
  );
  if (s3 && !isRegion(scope.region))
    throw wrongRegion(BAD_QUERY, "Error parsing the X-Amz-Credential parameter", scope.region);
  return {
    accessKeyId: scope.accessKeyId,
    day: scope.day,
    region: scope.region,
    service: scope.service,
    signedHeaders: headerNames.get(parameter("X-Amz-SignedHeaders")),
    signature: parameter("X-Amz-Signature"),
    timestamp,
    token: query.get("X-Amz-Security-Token") ?? undefined,
    expires,
  };
}

/** The names of a list of signed headers. Most requests have the same. */
const headerNames = new Recent((list): readonly string[] => list.split(";"));

/** A credential and its scope, `ACCESS_KEY/DAY/REGION/SERVICE/aws4_request`; not `isWhole` where parts are missing. */
const scopes = new Recent((credential) => {
  const parts = credential.split("/");
  return {
    isWhole: parts.length >= 5 && parts.at(-1) === "aws4_request",
    accessKeyId: parts.slice(0, -4).join("/"),
    day: parts.at(-4) ?? "",
    region: parts.at(-3) ?? "",
    service: parts.at(-2) ?? "",
  };
});

/** The parts of a credential and its scope. */
export function scopeOf(credential: string): { readonly service: string } {
  return scopes.get(credential);
}

function readScope(credential: string, timestamp: string, refuse: (problem: string) => AwsError) {
  const scope = scopes.get(credential);
  const { isWhole, day } = scope;
  if (!isWhole)
    throw refuse(
      `Credential must have at least 5 slash-delimited elements, and end in aws4_request, got '${credential}'`,
    );
  if (timestamp.slice(0, 8) !== day)
    throw refuse(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day}' != '${timestamp.slice(0, 8)}', from '${timestamp}'.`,
    );
  return scope;
}

/** A time as signatures write it, such as `20261121T095000Z`, in milliseconds since the epoch. */
export function timeOf(timestamp: string): number {
  return times.get(timestamp);
}

/** All requests of a second carry the same. */
const times = new Recent((timestamp) =>
  Date.parse(timestamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z")),
);

/** Whether a text is such a time, and one that exists. */
export function isTimestamp(text: string): boolean {
  return text.length === 16 && /^\d{8}T\d{6}Z$/.test(text) && !Number.isNaN(timeOf(text));
}

const MALFORMED = "The authorization header is malformed";
const BAD_QUERY = "AuthorizationQueryParametersError";

/** Whether a name is one that regions have. All that exist answer at the lab's endpoint, and those that will. */
function isRegion(name: string): boolean {
  return /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/.test(name);
}

/** S3 tells the region that it expects; s3cmd signs for one called US until it is told. */
function wrongRegion(code: string, what: string, region: string): AwsError {
  const Region = "us-east-1";
  return new AwsError(code, `${what}; the region '${region}' is wrong; expecting '${Region}'`, 400, { Region });
}

function unsupported(header: string, s3: boolean): AwsError {
  const kind = header.split(" ")[0] ?? "";
  if (s3 && kind === "AWS")
    return new AwsError(
      "InvalidRequest",
      "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
    );
  return s3
    ? new AwsError("InvalidArgument", "Unsupported Authorization Type", 400, {
        ArgumentName: "Authorization",
        ArgumentValue: kind,
      })
    : new AwsError("IncompleteSignature", `Unsupported authorization type '${kind}'`, 403);
}

function incomplete(message: string, s3: boolean): AwsError {
  return s3
    ? new AwsError("AuthorizationHeaderMalformed", `${MALFORMED}; ${message}`)
    : new AwsError("IncompleteSignature", message, 403);
}

function badQuery(message: string): AwsError {
  return new AwsError(BAD_QUERY, message);
}
