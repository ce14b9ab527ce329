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

/** What it takes to trace a request. */
type Traced = Pick<ApiCall<unknown>, "exchange" | "address" | "cloud"> & { readonly home: Home | undefined };

/** Answers a request to a deployed API, and traces it. */
export async function answerTraced(call: Traced, serve: (span: Span) => Promise<Answer>): Promise<void> {
  await traced(call, serve, async ({ status, headers, body, stream }) => {
    const { exchange } = call;
    const id = exchange.requestId;
    const ids = { "x-amzn-requestid": id, "x-amz-apigw-id": extendedId(id) };
    await respond(exchange, {
      status,
      headers: { ...ids, ...headers } as Record<string, string>,
      body: stream ?? body,
    });
  });
}

/** Traces a request to a deployed API. Resolves to what is done with its answer, within the trace. */
export async function traced<T>(
  { exchange, address, home, cloud }: Traced,
  serve: (span: Span) => Promise<Answer>,
  take: (answer: Answer) => Promise<T>,
): Promise<T> {
  const { requestId: id, method } = exchange;
  const operation = `${method} ${address.path}`;
  const account = home?.account ?? "";
  const span = { id, service: "execute-api", operation, caller: "anonymous", account, at: cloud.clock.now() };
  return await cloud.trace.record(span, async (recorded) => {
    recorded.http = httpExcerpt(exchange);
    const given = await serve(recorded);
    // An API's own mappings may say a status that ends no request: its client would wait for another answer.
    const answer = given.status < 200 ? message(500, "Internal server error") : given;
    recorded.status = answer.status;
    recorded.output = { headers: excerpt(answer.headers), body: excerpt(answer.body) };
    return await take(answer);
  });
}
