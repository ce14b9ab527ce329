import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { type Authenticated, authenticate } from "./auth/authenticate.ts";
import { authorize } from "./auth/authorize.ts";
import type { Caller } from "./auth/caller.ts";
import { Bytes } from "./bytes.ts";
import type { Cloud, LoadedService, ServiceName } from "./cloud.ts";
import { notImplemented } from "./errors.ts";
import { excerpt, httpExcerpt } from "./excerpt.ts";
import { collect, decompressed, httpFacts, isSmall, respond } from "./http.ts";
import { protocolOf, serviceNamed, signedService, targetOf } from "./identify.ts";
import type { Context, Exchange, HttpFacts } from "./service.ts";
import type { Span } from "./span.ts";
import { decodeInput } from "./wire/decode.ts";
import { wireError } from "./wire/errors.ts";
import type { OperationModel } from "./wire/model.ts";
import type { Structure } from "./wire/protocol.ts";
import { loadProtocol } from "./wire/protocols.ts";

/** An AWS API request's way through the cloud, from the socket and back to it. Errors of every step are written out here. */
export async function serveApiCall(cloud: Cloud, exchange: Exchange): Promise<void> {
  const { requestId } = exchange;
  let loaded: LoadedService | undefined;
  const signed = signedService(exchange);
  const begun = { id: requestId, service: signed, operation: "", caller: "", account: "", at: cloud.clock.now() };
  await cloud.trace.record(begun, async (span) => {
    const facts = httpFacts(exchange);
    span.http = httpExcerpt(exchange);
    try {
      span.parent ??= cloud.trace.spanOf(exchange.headers["x-amzn-trace-id"])?.id;
      loaded = await cloud.service(serviceNamed(signed, exchange));
      await answer(cloud, exchange, loaded, facts, span);
    } catch (error) {
      const failure = wireError(error, loaded?.model);
      span.error = failure.code;
      // A client that went away in the middle of its request is no fault of the lab's.
      if (failure.status === 500 && !exchange.request.socket.destroyed)
        cloud.log(`${span.service} ${span.operation} failed: ${(error as Error).stack ?? error}`);
      if (exchange.response.headersSent) return void exchange.response.destroy();
      const protocol = await loadProtocol(protocolOf(exchange, loaded?.model));
      await respond(exchange, protocol.encodeError(failure, loaded?.model, requestId), facts.responseHeaders);
      span.output = { message: failure.message };
    } finally {
      span.status = exchange.response.statusCode;
    }
  });
}

/** The steps: identify → authenticate → decode → authorize → handle → encode. */
async function answer(
  cloud: Cloud,
  exchange: Exchange,
  loaded: LoadedService,
  http: HttpFacts,
  span: Span,
): Promise<void> {
  const { definition, model } = loaded;
  const address = await definition.receive?.(exchange, loaded.state, cloud);
  if (address === "answered") return;

  const protocolName = protocolOf(exchange, model);
  const protocol = await loadProtocol(protocolName);
  const rest = protocolName === "restXml" || protocolName === "restJson1";
  const early = rest ? Buffer.alloc(0) : await collect(exchange.request);
  const { operation, labels } = targetOf(exchange, model, protocolName, address, decompressed(exchange, early));
  span.operation = operation.name;
  if (isLook(exchange, operation.name)) span.isQuiet = true;

  const streaming = operation.streams !== undefined && !isSmall(exchange);
  const collected = streaming ? undefined : rest ? await collect(exchange.request) : early;
  const identity = authenticate(exchange, {
    credentials: cloud.credentials,
    now: cloud.clock.now(),
    protocol: protocolName,
    body: collected,
    wholePath: address?.wholePath,
  });
  span.caller = identity.caller.arn;
  span.account = identity.caller.account;

  if (collected && !operation.streams) await definition.verifyBody?.(operation.name, collected, http);
  const body = await bodyOf(exchange, operation, identity, collected, http.trailers);
  const input = decodeInput(protocolName, protocol, operation, { ...exchange, labels, body });
  const { caller, region = cloud.region } = identity;
  span.region = region;
  span.input = excerpt(input);
  const context = {
    cloud,
    state: loaded.state,
    caller,
    account: caller.account,
    region,
    requestId: exchange.requestId,
    http,
  };
  const output = await perform(loaded, operation, input, context);
  span.output = excerpt(output);
  const encoded = protocol.encode(operation, output, model, exchange.requestId);
  await respond(exchange, { ...encoded, status: http.status ?? encoded.status }, http.responseHeaders);
}

/** Whether the console only looks at something, which would push what happened out of the trace. */
function isLook({ headers }: Exchange, operation: string): boolean {
  return (
    /^(Get|List|Describe|Head|Filter|Lookup|Simulate)/.test(operation) &&
    String(headers["x-amz-user-agent"] ?? "").includes("skylab-console")
  );
}

/** What the protocol reads the input from: bytes, or a stream for an operation that streams. */
async function bodyOf(
  exchange: Exchange,
  { streams }: OperationModel,
  { open, opened }: Authenticated,
  collected: Buffer | undefined,
  trailers: Record<string, string>,
): Promise<Buffer | Readable> {
  if (!collected) return open(exchange.request, trailers);
  return streams ? new Bytes(await opened(collected, trailers)) : decompressed(exchange, collected);
}

/** A call from one service to another: the same way, from authorize on. */
export interface InnerCall {
  readonly service: ServiceName;
  readonly operation: string;
  readonly input: object;
  readonly caller: Caller;
  readonly region: string;
}

export async function invoke(
  cloud: Cloud,
  { service, operation, input, caller, region }: InnerCall,
): Promise<Structure> {
  const loaded = await cloud.service(service);
  const model = loaded.model.operations.get(operation);
  if (!model) throw notImplemented(service, operation);
  const requestId = randomUUID();
  const { arn, account } = caller;
  const begun = { id: requestId, service, operation, caller: arn, account, at: cloud.clock.now(), region };
  const context = { cloud, state: loaded.state, caller, account, region, requestId };
  return await cloud.trace.record(begun, async (span) => {
    span.input = excerpt(input);
    const output = await perform(loaded, model, streamed(model, input as Structure), context);
    span.output = excerpt(output);
    return output;
  });
}

/** authorize → handle */
async function perform(
  loaded: LoadedService,
  operation: OperationModel,
  input: Structure,
  context: Context,
): Promise<Structure> {
  const { definition, model } = loaded;
  const { name, operations } = definition;
  authorize({ definition, operation, input, context, protocol: model.protocol });
  const handler = (operations as Record<string, (input: Structure, context: Context) => unknown>)[operation.name];
  if (!handler) throw notImplemented(name, operation.name);
  return ((await handler(input, context)) ?? {}) as Structure;
}

/** Inside the cloud a body may be given as text or bytes; the handler always reads a stream. */
function streamed({ streams }: OperationModel, input: Structure): Structure {
  if (!streams) return input;
  const body = input[streams] ?? "";
  if (body instanceof Readable) return input;
  const bytes = typeof body === "string" ? Buffer.from(body) : Buffer.from(body as Uint8Array);
  return { ...input, [streams]: new Bytes(bytes) };
}
