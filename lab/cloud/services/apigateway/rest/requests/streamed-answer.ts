import { pipeline, type Readable } from "node:stream";
import type { Cloud } from "../../../../cloud.ts";
import { HeadReader } from "../../../../web/head-reader.ts";
import type { Answer } from "../../requests/answers.ts";
import { within } from "../../requests/invoke.ts";
import { headOf } from "../../requests/proxy.ts";
import { malformedProxyResponse } from "../../requests/refusals.ts";

/**
 * What a function streams, as an answer as soon as its head is there. An answer that takes longer than `timeout` (milliseconds)
 * ends there, as one whose function fails does: the client sees that it is not whole. Throws the refusal with 502 for a stream
 * that does not begin with a head.
 *
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
 */
export async function streamedAnswer(
  source: Readable,
  { cloud, timeout }: { readonly cloud: Cloud; readonly timeout: number },
): Promise<Answer | "late"> {
  let begin = (_: Answer) => {};
  let fail = (_: Error) => {};
  const begun = new Promise<Answer>((resolve, reject) => {
    begin = resolve;
    fail = reject;
  });
  const stream = new HeadReader((head) => begin({ ...withCookies(Object(head)), body: "", stream }));
  const stop = cloud.clock.after(timeout, () => void stream.destroy(new Error("The answer took too long")));
  pipeline(source, stream, (error) => {
    stop();
    if (error) fail(malformedProxyResponse());
  });
  return await within(cloud, timeout, begun);
}

type Head = Parameters<typeof headOf>[0] & { readonly cookies?: unknown };

function withCookies({ cookies, ...head }: Head): Pick<Answer, "status" | "headers"> {
  const { status, headers } = headOf(head);
  const given = Array.isArray(cookies) ? cookies.map(String) : [];
  return { status, headers: { ...headers, ...(given.length > 0 && { "set-cookie": given }) } };
}
