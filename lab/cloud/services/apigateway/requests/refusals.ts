import type { GatewayResponseType } from "@aws-sdk/client-api-gateway";

/** The status with which each kind of refusal is answered, unless an API has another; the defaults have none of their own. */
export const STATUSES: Readonly<Record<GatewayResponseType, number | undefined>> = {
  ACCESS_DENIED: 403,
  API_CONFIGURATION_ERROR: 500,
  AUTHORIZER_CONFIGURATION_ERROR: 500,
  AUTHORIZER_FAILURE: 500,
  BAD_REQUEST_BODY: 400,
  BAD_REQUEST_PARAMETERS: 400,
  DEFAULT_4XX: undefined,
  DEFAULT_5XX: undefined,
  EXPIRED_TOKEN: 403,
  INTEGRATION_FAILURE: 504,
  INTEGRATION_TIMEOUT: 504,
  INVALID_API_KEY: 403,
  INVALID_SIGNATURE: 403,
  MISSING_AUTHENTICATION_TOKEN: 403,
  QUOTA_EXCEEDED: 429,
  REQUEST_TOO_LARGE: 413,
  RESOURCE_NOT_FOUND: 404,
  THROTTLED: 429,
  UNAUTHORIZED: 401,
  UNSUPPORTED_MEDIA_TYPE: 415,
  WAF_FILTERED: 403,
};

export function isResponseType(type: string): type is GatewayResponseType {
  return Object.hasOwn(STATUSES, type);
}

/** What clients learn of the error from its header. */
const ERROR_TYPES: Partial<Record<GatewayResponseType, string>> = {
  ACCESS_DENIED: "AccessDeniedException",
  AUTHORIZER_CONFIGURATION_ERROR: "AuthorizerConfigurationException",
  AUTHORIZER_FAILURE: "AuthorizerConfigurationException",
  BAD_REQUEST_BODY: "BadRequestException",
  BAD_REQUEST_PARAMETERS: "BadRequestException",
  EXPIRED_TOKEN: "ExpiredTokenException",
  INVALID_API_KEY: "ForbiddenException",
  INVALID_SIGNATURE: "InvalidSignatureException",
  MISSING_AUTHENTICATION_TOKEN: "MissingAuthenticationTokenException",
  QUOTA_EXCEEDED: "LimitExceededException",
  REQUEST_TOO_LARGE: "RequestTooLargeException",
  THROTTLED: "TooManyRequestsException",
  UNAUTHORIZED: "UnauthorizedException",
  UNSUPPORTED_MEDIA_TYPE: "UnsupportedMediaTypeException",
};

/**
 * API Gateway itself refuses a request, or can't answer it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
export class Refusal extends Error {
  readonly type: GatewayResponseType;
  /** What a gateway response shows of it; some have none. */
  readonly text: string | null;
  /** What did not pass a validator. */
  readonly validation: string | undefined;
  /** Another status than the type's own. */
  readonly status: number | undefined;
  readonly errorType: string;

  constructor(
    type: GatewayResponseType,
    text: string | null,
    more: { validation?: string; status?: number; errorType?: string } = {},
  ) {
    super(text ?? type);
    this.type = type;
    this.text = text;
    this.validation = more.validation;
    this.status = more.status;
    this.errorType = more.errorType ?? ERROR_TYPES[type] ?? "InternalServerErrorException";
  }
}

export const internalError = () => new Refusal("API_CONFIGURATION_ERROR", "Internal server error");
export const malformedProxyResponse = () => new Refusal("DEFAULT_5XX", "Internal server error", { status: 502 });
export const timedOut = () => new Refusal("INTEGRATION_TIMEOUT", "Endpoint request timed out");
export const unsupportedMediaType = () => new Refusal("UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type");
export const unauthorized = () => new Refusal("UNAUTHORIZED", "Unauthorized");
/** The request came too often, by a limit of its stage, its plan or the account. */
export const throttled = () => new Refusal("THROTTLED", "Too Many Requests");
