import type { NormalizedSchema } from "@smithy/core/schema";
import { AwsError } from "../errors.ts";
import { type ServiceConstraints, violationMessage } from "./constraints.ts";
import type { ProtocolName, ServiceModel } from "./model.ts";
import type { WireError } from "./protocol.ts";
import type { Violations } from "./validate.ts";

/** A request's body or a parameter can't be read as the model says. The protocol decides how AWS words that. */
export class MalformedRequest extends Error {
  /** The header or query parameter at fault; nothing when it is the body. */
  readonly parameter: BadParameter | undefined;

  constructor(message: string, parameter?: BadParameter) {
    super(message);
    this.parameter = parameter;
  }
}

/** A header or query parameter that can't be read, or is missing. */
export interface BadParameter {
  readonly name: string;
  /** As it was sent; nothing when it was not. */
  readonly value?: string;
  /** What the service says of it. */
  readonly said?: string;
}

interface ErrorTraits {
  error?: "client" | "server";
  httpError?: number;
  awsQueryError?: [code: string, status: number];
}

/**
 * Makes a wire error of whatever a handler threw: AwsErrors as they are, with the status and the members of the service's model
 * when it names them, and anything else as AWS's InternalFailure, so that a fault of the lab never looks like the caller's.
 */
export function wireError(thrown: unknown, model: ServiceModel | undefined): WireError {
  if (thrown instanceof AwsError) return ofAwsError(thrown, model);
  // Of decodeURIComponent, which is only ever given what a caller sent.
  if (thrown instanceof URIError) return ofAwsError(badUri(), model);
  return internalFailure();
}

/** The HTTP status of an error: that which it was given, or that of the service's model, or 400. */
export function statusOf({ name, status }: AwsError, model: ServiceModel | undefined): number {
  if (status !== undefined) return status;
  const { httpError, awsQueryError, error } = traitsOf(model?.errors.get(name));
  // Some models have statuses for Query, which their services no longer speak: in JSON those answer 400.
  const ofQuery = model?.protocol === "awsQuery" ? awsQueryError?.[1] : undefined;
  return httpError ?? ofQuery ?? (error === "server" ? 500 : 400);
}

/** Gives an error its status, for those inside of the cloud whom it reaches: they do not know the model. */
export function withStatus(error: unknown, model: ServiceModel): unknown {
  return error instanceof AwsError ? Object.assign(error, { status: statusOf(error, model) }) : error;
}

function ofAwsError(error: AwsError, model: ServiceModel | undefined): WireError {
  const { name: code, message, fields } = error;
  const status = statusOf(error, model);
  const schema = model?.errors.get(code);
  const queryCode =
    traitsOf(schema).awsQueryError?.[0] ?? (model?.queryCompatible ? QUERY_CODES.get(code) : undefined) ?? code;
  return { code, message, status, fault: status < 500 ? "Sender" : "Receiver", fields, schema, queryCode };
}

/**
 * Services that spoke Query before JSON call errors that all services have by two names; no model says so. (SQS's as boto shows
 * them: `Code` and `QueryErrorCode`.)
 */
const QUERY_CODES: ReadonlyMap<string, string> = new Map([
  ["AccessDeniedException", "AccessDenied"],
  ["InvalidParameterValueException", "InvalidParameterValue"],
  ["MissingAuthenticationTokenException", "MissingAuthenticationToken"],
  ["MissingRequiredParameterException", "MissingParameter"],
  ["RequestEntityTooLargeException", "RequestEntityTooLarge"],
  ["UnknownOperationException", "InvalidAction"],
  ["ValidationException", "ValidationError"],
]);

function traitsOf(schema: NormalizedSchema | undefined): ErrorTraits {
  return (schema?.getMergedTraits() ?? {}) as ErrorTraits;
}

function badUri(): AwsError {
  return new AwsError("InvalidURI", "Couldn't parse the specified URI.");
}

/** A fault of the lab's own. */
export function internalFailure(): WireError {
  return {
    code: "InternalFailure",
    message: "The lab failed to process this request. Its log says why.",
    status: 500,
    fault: "Receiver",
    fields: {},
    schema: undefined,
    queryCode: "InternalFailure",
  };
}

const UNREAD: Violations = { missing: [], mistyped: [], broken: [] };

/**
 * AWS's error for an input that can't be read or does not fit the model; each protocol family words it in its own way.
 *
 * @param answer how the service answers broken constraints, where it differs
 */
export function badInput(
  protocol: ProtocolName,
  problem: MalformedRequest | Violations,
  { code, message = violationMessage }: Partial<ServiceConstraints> = {},
  operation = "",
): AwsError {
  const { missing, mistyped, broken } = problem instanceof MalformedRequest ? UNREAD : problem;
  const isReadable = broken.length > 0 && mistyped.length === 0;
  switch (protocol) {
    case "restXml":
      return badRestXml(problem instanceof MalformedRequest ? problem : undefined);
    case "ec2Query":
      if (missing[0]) return new AwsError("MissingParameter", `The request must contain the parameter ${missing[0]}`);
      return new AwsError("InvalidParameterValue", `Invalid value for parameter ${mistyped[0] ?? ""}`.trim());
    case "awsQuery":
      if (isReadable) return new AwsError(code ?? "ValidationError", message(broken, operation));
      return new AwsError("MalformedInput", `Could not read ${mistyped[0] ?? "the request"}`);
    default:
      if (isReadable) return new AwsError(code ?? "ValidationException", message(broken, operation));
      return new AwsError(
        "SerializationException",
        mistyped[0] ? `Unexpected type of value at '${mistyped[0]}'` : "Could not parse the request body",
      );
  }
}

/** AWS's error for a body that is larger than the operation takes in. */
export function tooLarge(protocol: ProtocolName, operation: string, limit: number): AwsError {
  switch (protocol) {
    case "restXml":
      return new AwsError("MaxMessageLengthExceeded", "Your request was too big.", 400, {
        MaxMessageLengthBytes: String(limit),
      });
    case "restJson1":
      return new AwsError(
        "RequestEntityTooLargeException",
        `Request must be smaller than ${limit} bytes for the ${operation} operation`,
        413,
      );
    case "awsQuery":
    case "ec2Query":
      return new AwsError("RequestEntityTooLarge", `HTTP content length exceeded ${limit} bytes.`, 413);
    default:
      return new AwsError("RequestEntityTooLargeException", `HTTP content length exceeded ${limit} bytes.`, 413);
  }
}

function badRestXml(problem: MalformedRequest | undefined): AwsError {
  const parameter = problem?.parameter;
  if (!parameter) {
    return new AwsError(
      "MalformedXML",
      "The XML you provided was not well-formed or did not validate against our published schema",
    );
  }
  const { name, value, said } = parameter;
  if (value === undefined) return new AwsError("InvalidRequest", problem?.message ?? "");
  return new AwsError("InvalidArgument", said ?? `Provided ${name} can't be read: ${value}`, 400, {
    ArgumentName: name,
    ArgumentValue: value,
  });
}
