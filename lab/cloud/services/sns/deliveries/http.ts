import { request as httpRequest, type OutgoingHttpHeaders } from "node:http";
import { request as httpsRequest } from "node:https";
import { AwsError } from "../../../errors.ts";

/** How long an endpoint may take to answer, in milliseconds. It is a real server: the lab's time does not count. */
const PATIENCE = 15_000;

/** What is posted to an endpoint. */
export interface Post {
  readonly url: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string;
  /** Aborted when the lab closes. */
  readonly signal: AbortSignal;
}

/** Posts a message. Rejects unless the endpoint answers that it took it: with the status that it has answered, or 503. */
export function post({ url, headers, body, signal }: Post): Promise<void> {
  const send = url.toLowerCase().startsWith("https:") ? httpsRequest : httpRequest;
  const bytes = Buffer.from(body);
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => reject(new AwsError("EndpointUnreachable", error.message, 503));
    const options = {
      method: "POST",
      headers: { ...headers, "Content-Length": bytes.length },
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
    };
    const request = send(new URL(url), options, (response) => {
      // Nobody reads what it says.
      response.destroy();
      const status = response.statusCode ?? 503;
      if (status >= 200 && status < 300) resolve();
      // What is wrong with a request stays wrong; an endpoint that is busy, or elsewhere for now, may take it later.
      else reject(new AwsError("EndpointRefused", `The endpoint answered ${status}`, status < 400 ? 503 : status));
    });
    request.once("error", failed);
    request.end(bytes);
  });
}
