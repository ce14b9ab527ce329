/** Whether a media type is one of an API's binary ones, which may hold wildcards. */
export function isBinary(contentType: string | undefined, binaryMediaTypes: readonly string[]): boolean {
  const type = (contentType ?? "application/json").split(";")[0]?.trim().toLowerCase() ?? "";
  return binaryMediaTypes.some((pattern) => {
    if (pattern === "*/*") return true;
    return pattern.endsWith("/*") ? type.startsWith(pattern.slice(0, -1)) : type === pattern.toLowerCase();
  });
}

/** Whether the client wants bytes: by the first type of its Accept header. */
export function wantsBinary(accept: string | undefined, binaryMediaTypes: readonly string[]): boolean {
  return isBinary(accept?.split(",")[0], binaryMediaTypes);
}

export type ContentHandling = "CONVERT_TO_BINARY" | "CONVERT_TO_TEXT" | undefined;

/**
 * A request's body as its backend gets it: bytes are text in base64 for a backend that wants text, and the other way round.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
 */
export function convertedRequest(body: Buffer, binary: boolean, handling: ContentHandling): Buffer {
  if (handling === "CONVERT_TO_BINARY" && !binary) return Buffer.from(body.toString("utf8"), "base64");
  if (handling === "CONVERT_TO_TEXT" && binary) return Buffer.from(body.toString("base64"));
  return body;
}

/** A backend's body as the client gets it. */
export function convertedResponse(body: Buffer, binary: boolean, wanted: boolean, handling: ContentHandling): Buffer {
  if (handling === "CONVERT_TO_BINARY") return binary ? body : Buffer.from(body.toString("utf8"), "base64");
  if (handling === "CONVERT_TO_TEXT") return binary ? Buffer.from(body.toString("base64")) : body;
  if (binary) return wanted ? body : Buffer.from(body.toString("base64"));
  return wanted ? Buffer.from(body.toString("utf8"), "base64") : body;
}
