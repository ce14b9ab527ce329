import type { ServerResponse } from "node:http";
import { PassThrough, type Writable } from "node:stream";
import { HeadReader } from "../../../web/head-reader.ts";
import { headV2 } from "../../../web/payload-v2.ts";

/** The type of a stream that begins with status and headers as JSON, and eight zero bytes. */
const WITH_HEAD = "application/vnd.awslambda.http-integration-response";

/**
 * Where a function's stream goes so that it becomes an HTTP response: its head is taken from the stream when it has one.
 * The response is begun with the first byte, and carries `headers` besides.
 */
export function intoResponse(
  contentType: string,
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
): Writable {
  const begin = (status: number, own: Record<string, string | string[]>) =>
    response.writeHead(status, { ...own, ...headers });
  const beginWith = (head: unknown) => {
    const { status, headers: own } = headV2(Object(head)) ?? { status: 502, headers: {} };
    begin(status, { "content-type": "application/octet-stream", ...own });
  };
  const body = contentType === WITH_HEAD ? new HeadReader(beginWith) : new PassThrough();
  if (contentType !== WITH_HEAD) begin(200, { "content-type": contentType });
  body.on("error", () => response.destroy());
  response.once("close", () => body.destroy());
  body.pipe(response);
  return body;
}
