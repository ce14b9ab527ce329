/** What a deployed API answers. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string | Buffer;
}

/** An error of API Gateway itself. https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html */
export function message(status: number, text: string, type: string): Answer {
  return {
    status,
    headers: { "content-type": "application/json", "x-amzn-errortype": type },
    body: JSON.stringify({ message: text }),
  };
}

export const malformedProxyResponse = () => message(502, "Internal server error", "InternalServerErrorException");
export const timedOut = () => message(504, "Endpoint request timed out", "InternalServerErrorException");
export const internalError = () => message(500, "Internal server error", "InternalServerErrorException");

/** Whether a media type is one of an API's binary ones, which may hold wildcards. */
export function isBinary(contentType: string | undefined, binaryMediaTypes: readonly string[]): boolean {
  const type = (contentType ?? "application/json").split(";")[0]?.trim().toLowerCase() ?? "";
  return binaryMediaTypes.some((pattern) => {
    if (pattern === "*/*") return true;
    return pattern.endsWith("/*") ? type.startsWith(pattern.slice(0, -1)) : type === pattern.toLowerCase();
  });
}
