import type { ServiceName } from "./cloud.ts";
import { AwsError } from "./errors.ts";
import type { Address, Exchange } from "./service.ts";
import { services } from "./services/index.ts";
import { parameterNamed } from "./wire/form-parameters.ts";
import type { OperationModel, ProtocolName, ServiceModel } from "./wire/model.ts";
import { matchRoute } from "./wire/routes.ts";

/** The service, by the name it is signed for; of calls without a signature, the one that takes such. */
export function signedService({ headers, query }: Exchange): string {
  const scope = credentialIn(headers.authorization ?? "").split("/");
  if (scope.at(-1) === "aws4_request" && scope.at(-2)) return scope.at(-2) as string;
  const presigned = query.get("X-Amz-Credential")?.split("/")[3];
  if (presigned) return presigned;
  if (headers["x-amz-target"] || headers["smithy-protocol"]) return "";
  return unsigned[isForm(headers["content-type"]) ? "forms" : "others"];
}

function credentialIn(authorization: string): string {
  const begin = authorization.indexOf("Credential=");
  return begin < 0 ? "" : (authorization.slice(begin + "Credential=".length).split(/[,\s]/, 1)[0] ?? "");
}

/** The services that calls without a signature are for, by what they look like. */
const unsigned = { forms: "", others: "" };
for (const [service, entry] of Object.entries(services)) if ("unsigned" in entry) unsigned[entry.unsigned] = service;

/** Whether a request carries no signature of the kind that all services take. */
export function isUnsigned({ headers, query }: Exchange): boolean {
  return headers.authorization === undefined && !query.has("X-Amz-Algorithm");
}

/** Refuses a call that must be signed, and is not. https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html */
export function missingToken(protocol: ProtocolName): AwsError {
  switch (protocol) {
    case "restXml":
      return new AwsError("AccessDenied", "Access Denied", 403);
    case "awsQuery":
    case "ec2Query":
      return new AwsError("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
    default:
      return new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token", 403);
  }
}

/** Services that share a signing name with another one, and what the paths of their requests begin with. */
const sharing = Object.entries(services).flatMap(([service, entry]) =>
  "signed" in entry ? [{ service: service as ServiceName, ...entry.signed }] : [],
);

/** The lab's service for a signing name. Throws NotImplemented, by name, for one that it does not have. */
export function serviceNamed(signed: string, { headers, path }: Exchange): ServiceName {
  const shared = sharing.find(({ name, path: begin }) => name === signed && path.startsWith(begin));
  const own = shared?.service ?? (Object.hasOwn(services, signed) ? (signed as ServiceName) : undefined);
  if (own) return own;
  const operation = String(headers["x-amz-target"] ?? path);
  if (signed === "") throw missingToken("awsJson1_1");
  throw new AwsError("NotImplemented", `Skylab does not implement the service ${signed} yet (${operation}).`, 501);
}

/** The protocol of a request. Some services are spoken to in several: the request says which. */
export function protocolOf(exchange: Exchange, model?: ServiceModel): ProtocolName {
  const { headers, query } = exchange;
  const contentType = headers["content-type"] ?? "";
  if (headers["smithy-protocol"] === "rpc-v2-cbor") return "rpcv2Cbor";
  if (headers["x-amz-target"]) return contentType.includes("json-1.0") ? "awsJson1_0" : "awsJson1_1";
  const usual = model?.protocol ?? usualProtocol(signedService(exchange));
  const forms = isForm(contentType) || query.has("Action");
  const rest = model?.protocol === "restXml" || model?.protocol === "restJson1";
  return forms && !rest && usual !== "ec2Query" ? "awsQuery" : usual;
}

/** What a service speaks that the lab does not have: its client must be able to read that. */
function usualProtocol(signed: string): ProtocolName {
  if (signed === "ec2") return "ec2Query";
  return /^(s3|cloudfront$|route53$)/.test(signed) ? "restXml" : "restJson1";
}

/** What a request asks for: an operation of the model, and the labels that its address holds. */
export interface Target {
  readonly operation: OperationModel;
  readonly labels: Readonly<Record<string, string>>;
}

/** Whether the operation may be named in the body. */
export function isNamedInBody(protocol: ProtocolName, { query }: Exchange): boolean {
  return (protocol === "awsQuery" || protocol === "ec2Query") && !query.has("Action");
}

/** The operation that a request names, in the way of its protocol. The body is of use to those that are named in it. */
export function targetOf(
  exchange: Exchange,
  model: ServiceModel,
  protocol: ProtocolName,
  address: Address | undefined,
  body: Buffer | undefined,
): Target {
  if (protocol === "restXml" || protocol === "restJson1") return routed(exchange, model, address);
  const name = operationName(exchange, protocol, body);
  const operation = model.operations.get(name);
  const inForms = protocol === "awsQuery" || protocol === "ec2Query";
  if (!operation) throw new AwsError(inForms ? "InvalidAction" : "UnknownOperationException", unknown(name));
  return { operation, labels: {} };
}

function routed({ method, path, query, headers }: Exchange, model: ServiceModel, address: Address | undefined): Target {
  const found = matchRoute(model.routes, { method, path: address?.path ?? path, query, headers }, address?.labels);
  if (found) return found;
  if (model.protocol === "restXml") {
    throw new AwsError("MethodNotAllowed", "The specified method is not allowed against this resource.", 405, {
      Method: method,
    });
  }
  throw new AwsError("UnknownOperationException", unknown(`${method} ${path}`), 404);
}

function operationName({ path, query, headers }: Exchange, protocol: ProtocolName, body: Buffer | undefined): string {
  if (protocol === "rpcv2Cbor") return path.split("/").at(-1) ?? "";
  if (protocol === "awsQuery" || protocol === "ec2Query") {
    return query.get("Action") ?? (body && parameterNamed("Action", body)) ?? "";
  }
  return String(headers["x-amz-target"]).split(".").at(-1) ?? "";
}

function isForm(contentType: string | undefined): boolean {
  return contentType?.startsWith("application/x-www-form-urlencoded") === true;
}

function unknown(name: string): string {
  return `The operation ${name || "(none given)"} is not one that this service has.`;
}
