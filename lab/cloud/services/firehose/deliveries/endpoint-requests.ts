import { request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import { request as httpsRequest } from "node:https";

/** How long an endpoint may take to answer, in milliseconds. It is a real server: the lab's time does not count. */
const PATIENCE = 180_000;
/** How long an answer may be, in bytes. */
const LONGEST_ANSWER = 2 ** 20;
/** How much of an error's message is kept. */
const LONGEST_MESSAGE = 8192;

/** What is posted to an endpoint. */
export interface EndpointRequest {
  readonly id: string;
  readonly url: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

/** The endpoint did not take a request. */
export class EndpointError extends Error {
  /** Such as `HttpEndpoint.DestinationException`. */
  readonly code: string;
  /** Trying again is no use. */
  readonly isFinal: boolean;

  constructor(code: string, message: string, isFinal = false) {
    super(message);
    this.code = `HttpEndpoint.${code}`;
    this.isFinal = isFinal;
  }
}

/**
 * Posts a request. Rejects with an EndpointError unless the endpoint answers, as it has to, that it took it.
 *
 * @param closing aborted when the lab closes
 */
export async function post(request: EndpointRequest, closing: AbortSignal): Promise<void> {
  const response = await answerTo(request, closing);
  const body = await bodyOf(response);
  const status = response.statusCode ?? 500;
  if (status === 200 && isAcknowledgement(body, response, request)) return;
  if (status === 200)
    throw new EndpointError(
      "InvalidResponseFromDestination",
      "The response received from the specified endpoint is invalid. See Troubleshooting HTTP Endpoints in the Firehose documentation for more information. Reason: the response must be JSON with the requestId of the request and a timestamp.",
    );
  const said = `The following response was received from the endpoint destination. ${status}: ${body.slice(0, LONGEST_MESSAGE)}`;
  throw new EndpointError("DestinationException", said, status === 413);
}

function answerTo({ url, headers, body }: EndpointRequest, closing: AbortSignal): Promise<IncomingMessage> {
  const send = url.toLowerCase().startsWith("https:") ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const options = {
      method: "POST",
      headers: { ...headers, "Content-Length": body.length },
      signal: AbortSignal.any([closing, AbortSignal.timeout(PATIENCE)]),
    };
    const request = send(new URL(url), options, resolve);
    request.once("error", (error) => reject(connectionError(error)));
    request.end(body);
  });
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > LONGEST_ANSWER)
        throw new EndpointError("ResponseTooLarge", "The response of the endpoint is larger than 1 MiB.");
      parts.push(part);
    }
  } catch (error) {
    response.destroy();
    throw error instanceof EndpointError ? error : connectionError(error as Error);
  }
  return Buffer.concat(parts).toString("utf8");
}

function isAcknowledgement(body: string, { headers }: IncomingMessage, { id }: EndpointRequest): boolean {
  if (!/^application\/json\b/i.test(headers["content-type"] ?? "")) return false;
  try {
    const { requestId, timestamp } = JSON.parse(body) as Partial<Record<string, unknown>>;
    return requestId === id && Number.isFinite(Number(timestamp ?? Number.NaN));
  } catch {
    return false;
  }
}

function connectionError(error: Error & { readonly code?: string }): EndpointError {
  if (error.name === "TimeoutError" || error.name === "AbortError")
    return new EndpointError("RequestTimeout", "The endpoint did not respond within 3 minutes.");
  if (error.code === "ECONNRESET")
    return new EndpointError("ConnectionReset", `The connection to the endpoint was reset: ${error.message}`);
  return new EndpointError("ConnectionFailed", `Firehose could not connect to the endpoint: ${error.message}`);
}
