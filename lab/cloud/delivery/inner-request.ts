import { randomUUID } from "node:crypto";
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { Caller } from "../auth/caller.ts";
import { Bytes } from "../bytes.ts";
import type { Cloud, LoadedService } from "../cloud.ts";
import { decompressed, httpFacts } from "../door/http.ts";
import { identify, protocolOf, targetOf } from "../door/identify.ts";
import { perform, refusal } from "../door/pipeline.ts";
import { limitOf } from "../service/limits.ts";
import type { Exchange } from "../service/service.ts";
import { excerpt } from "../trace/excerpt.ts";
import type { Span } from "../trace/span.ts";
import { decodeInput } from "../wire/decode.ts";
import { wireError } from "../wire/errors.ts";
import type { WireResponse } from "../wire/protocol.ts";
import { loadProtocol } from "../wire/protocols.ts";
import { shapeOf } from "../wire/shape.ts";

/** An API request in a service's own protocol, made inside the cloud. */
export interface InnerRequest {
  /** The name that a request from outside would be signed for. */
  readonly service: string;
  readonly region: string;
  readonly caller: Caller;
  readonly method: string;
  /** Percent-encoded. */
  readonly path: string;
  /** Without the question mark. */
  readonly rawQuery: string;
  /** By lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * Has a service answer a request, for senders whose users write requests themselves. It goes the way of a request from outside
 * from decoding on, as `caller`: nothing is signed, and nothing goes through a socket. Errors are answers, too.
 */
export async function answerInside(cloud: Cloud, inner: InnerRequest): Promise<WireResponse> {
  const { service, region, caller } = inner;
  const { arn, account } = caller;
  const exchange = exchangeOf(inner);
  const id = exchange.requestId;
  const begun = { id, service, operation: "", caller: arn, account, at: cloud.clock.now(), region };
  return await cloud.trace.record(begun, async (span) => {
    let loaded: LoadedService | undefined;
    try {
      loaded = await cloud.service(await identify(exchange));
      return await answered(cloud, loaded, exchange, inner, span);
    } catch (error) {
      const failure = wireError(error, loaded?.model);
      span.error = failure.code;
      span.output = { message: failure.message };
      if (failure.status === 500) cloud.log(`${service} ${span.operation} failed: ${(error as Error).stack ?? error}`);
      const protocol = await loadProtocol(protocolOf(exchange, loaded?.model));
      return protocol.encodeError(failure, loaded?.model, id);
    } finally {
      if (loaded && !span.isQuiet && cloud.calls.wants(loaded, span.operation))
        cloud.calls.note({ loaded, span, caller });
    }
  });
}

/** decode → authorize → handle → encode */
async function answered(
  cloud: Cloud,
  loaded: LoadedService,
  exchange: Exchange,
  { caller, region, body }: InnerRequest,
  span: Span,
): Promise<WireResponse> {
  const { definition, model } = loaded;
  const address = definition.address?.(exchange);
  const protocolName = protocolOf(exchange, model);
  const protocol = await loadProtocol(protocolName);
  const { operation, labels } = targetOf(exchange, model, protocolName, address, body);
  const { name, streams } = operation;
  span.operation = name;
  const limit = limitOf(definition, name);
  const plain = streams ? body : decompressed(exchange, body, limit);
  if (!plain || body.length > limit) throw refusal(definition, protocolName, name);
  // The lab itself is where it comes from.
  const http = { ...httpFacts(exchange), sourceIp: "127.0.0.1" };
  if (!streams) await definition.verifyBody?.(name, body, http);
  const request = { ...exchange, labels, body: streams ? new Bytes(body) : plain };
  const input = decodeInput(protocolName, protocol, operation, request);
  span.input = excerpt(input, shapeOf(operation.input), definition.secrets);
  const { requestId } = exchange;
  const context = { cloud, state: loaded.state, caller, account: caller.account, region, requestId, http };
  const output = await perform(loaded, operation, input, context);
  span.output = excerpt(output, shapeOf(operation.output), definition.secrets);
  const { status, headers, ...rest } = protocol.encode(operation, output, model, requestId);
  return { ...rest, status: http.status ?? status, headers: { ...headers, ...http.responseHeaders } };
}

function exchangeOf(inner: InnerRequest): Exchange {
  const { service, region, headers, body } = inner;
  // A request is recognised by what it is signed for; nobody looks at the signature.
  const authorization = `AWS4-HMAC-SHA256 Credential=none/0/${region}/${service}/aws4_request`;
  return innerExchange({ ...inner, headers: { ...headers, "content-length": String(body.length), authorization } });
}

/** An exchange without a socket: its body is read as one from outside is, and nobody waits for its response. */
export function innerExchange({
  method,
  path,
  rawQuery,
  headers,
  body,
}: Pick<InnerRequest, "method" | "path" | "rawQuery" | "headers" | "body">): Exchange {
  const request = new IncomingMessage(new Socket());
  request.headers = { ...headers };
  request.rawHeaders = Object.entries(headers).flat();
  request.push(body);
  request.push(null);
  return {
    request,
    response: new ServerResponse(request),
    method,
    path,
    rawQuery,
    query: new URLSearchParams(rawQuery),
    headers: request.headers,
    requestId: randomUUID(),
  };
}
