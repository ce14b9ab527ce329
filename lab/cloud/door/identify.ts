import { authorizationOf, scopeOf } from "../auth/signature-header.ts";
import type { ServiceName } from "../cloud.ts";
import { AwsError } from "../errors.ts";
import type { Address, Exchange } from "../service/service.ts";
import { absent, type ServiceEntry, services } from "../services/index.ts";
import { parameterNamed } from "../wire/form-parameters.ts";
import type { OperationModel, ProtocolName, ServiceModel } from "../wire/model.ts";
import { matchRoute } from "../wire/routes.ts";
import { collectWithin } from "./http.ts";
import { IN_FORM, Recogniser, type Signs } from "./recognition.ts";

const registry: Readonly<Record<ServiceName, ServiceEntry>> = services;
const recogniser = new Recogniser(registry);

/** The name of the service that a request calls: what it is signed for, or else the service that takes such unsigned calls. */
export function calledService(exchange: Exchange): string {
  const signs = signsOf(exchange);
  if (signs.signed !== "") return signs.signed;
  const found = recogniser.find(signs);
  return typeof found === "string" ? found : "";
}

/** The name that a request is signed for; empty when it is not signed. */
function signedService(exchange: Exchange): string {
  const credential = authorizationOf(exchange)?.parts.get("Credential");
  if (credential?.endsWith("/aws4_request")) {
    const { service } = scopeOf(credential);
    if (service !== "") return service;
  }
  return exchange.query.get("X-Amz-Credential")?.split("/")[3] ?? "";
}

/**
 * The service that a request is for: found once, and from its form only where nothing else tells. Throws, or rejects with,
 * NotImplemented, by name, for one that the lab does not have.
 */
export function identify(exchange: Exchange): ServiceName | Promise<ServiceName> {
  if (exchange.service) return exchange.service;
  const found = recogniser.find(signsOf(exchange));
  if (found === IN_FORM) return identifyByForm(exchange);
  return named(exchange, found);
}

/** The largest form that is read before its service is known, in bytes. */
const LARGEST_FORM = 2 * 1024 * 1024;

async function identifyByForm(exchange: Exchange): Promise<ServiceName> {
  const form = await collectWithin(exchange.request, LARGEST_FORM);
  exchange.form = form ?? "too large";
  const version = (form && parameterNamed("Version", form)) ?? "";
  const found = recogniser.find({ ...signsOf(exchange), version });
  return named(exchange, found === IN_FORM ? undefined : found);
}

/** What a request shows of itself. It is read once. */
function signsOf(exchange: Exchange): Signs {
  exchange.signs ??= readSigns(exchange);
  return exchange.signs;
}

function readSigns(exchange: Exchange): Signs {
  const { headers, query, path } = exchange;
  return {
    signed: signedService(exchange),
    path,
    host: headers.host ?? "",
    target: targetName(exchange),
    isForm: isForm(headers["content-type"]),
    version: query.get("Version") ?? undefined,
  };
}

/** What X-Amz-Target names before the dot, which CBOR has in its path; empty where it names nothing. */
function targetName({ headers, path }: Exchange): string | undefined {
  const target = headers["x-amz-target"];
  if (target !== undefined) return String(target).split(".")[0];
  return headers["smithy-protocol"] === undefined ? undefined : (path.split("/")[2] ?? "");
}

function named(exchange: Exchange, found: ServiceName | undefined): ServiceName {
  if (found) {
    exchange.service = found;
    return found;
  }
  const { signed } = signsOf(exchange);
  if (signed === "") throw missingToken("awsJson1_1");
  const operation = String(exchange.headers["x-amz-target"] ?? exchange.path);
  throw new AwsError("NotImplemented", `Skylab does not implement the service ${signed} yet (${operation}).`, 501);
}

/** The service whose data plane a request is for, by its path or its host. */
export function dataPlaneNamed(path: string, host: string): ServiceName | undefined {
  return recogniser.planeOf(path, host);
}

/** The service whose requests are signed for a name; where several share it, the one that takes what the others do not. */
export function serviceSignedAs(name: string): ServiceName | undefined {
  return recogniser.signedAs(name);
}

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

/**
 * The protocol of a request. Services with paths of their own, and those of forms, speak no other; those of JSON are spoken to in
 * several: the request says in which.
 */
export function protocolOf(exchange: Exchange, model?: ServiceModel): ProtocolName {
  const { headers, query } = exchange;
  const usual = model?.protocol ?? usualProtocol(exchange);
  if (usual === "restXml" || usual === "ec2Query" || (model && usual === "restJson1")) return usual;
  if (model && usual === "awsQuery") return usual;
  if (headers["smithy-protocol"] === "rpc-v2-cbor") return "rpcv2Cbor";
  const contentType = headers["content-type"] ?? "";
  if (headers["x-amz-target"]) {
    if (contentType.includes("cbor")) return "awsCbor1_1";
    return contentType.includes("json-1.0") ? "awsJson1_0" : "awsJson1_1";
  }
  return isForm(contentType) || query.has("Action") ? "awsQuery" : usual;
}

/** What is spoken where no model says it: by a service that is not loaded yet, or that the lab does not have. */
function usualProtocol(exchange: Exchange): ProtocolName {
  const signs = signsOf(exchange);
  const found = exchange.service ?? recogniser.find(signs);
  return (typeof found === "string" ? registry[found].protocol : absent.get(signs.signed)) ?? "restJson1";
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
  return { operation, labels: address?.labels ?? {} };
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
