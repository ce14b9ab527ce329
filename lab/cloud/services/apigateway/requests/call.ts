import type { Cloud } from "../../../cloud.ts";
import { respond } from "../../../door/http.ts";
import type { Exchange } from "../../../service/service.ts";
import { excerpt, httpExcerpt } from "../../../trace/excerpt.ts";
import type { Span } from "../../../trace/span.ts";
import type { Home } from "../shared/homes.ts";
import type { ApiAddress } from "./address.ts";
import { type Answer, message } from "./answers.ts";
import { extendedId } from "./context.ts";

/** A request that is for an API. */
export interface ApiCall<State> {
  readonly exchange: Exchange;
  readonly address: ApiAddress;
  readonly home: Home;
  readonly state: State;
  readonly cloud: Cloud;
  readonly span: Span;
}

/** Answers a request to a deployed API, and traces it. */
export async function answerTraced(
  {
    exchange,
    address,
    home,
    cloud,
  }: Pick<ApiCall<unknown>, "exchange" | "address" | "cloud"> & { readonly home: Home | undefined },
  serve: (span: Span) => Promise<Answer>,
): Promise<void> {
  const { requestId: id, method } = exchange;
  const operation = `${method} ${address.path}`;
  const account = home?.account ?? "";
  const span = { id, service: "execute-api", operation, caller: "anonymous", account, at: cloud.clock.now() };
  await cloud.trace.record(span, async (recorded) => {
    recorded.http = httpExcerpt(exchange);
    const answer = await serve(recorded);
    // An API's own mappings may say a status that ends no request: its client would wait for another answer.
    const { status, headers, body, stream } = answer.status < 200 ? message(500, "Internal server error") : answer;
    recorded.status = status;
    recorded.output = { headers: excerpt(headers), body: excerpt(body) };
    const ids = { "x-amzn-requestid": id, "x-amz-apigw-id": extendedId(id) };
    await respond(exchange, {
      status,
      headers: { ...ids, ...headers } as Record<string, string>,
      body: stream ?? body,
    });
  });
}
