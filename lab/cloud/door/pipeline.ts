import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { type Authenticated, authenticate } from "../auth/authenticate.ts";
import { authorize } from "../auth/authorize.ts";
import type { Caller } from "../auth/caller.ts";
import { Bytes } from "../bytes.ts";
import type { Cloud, LoadedService, ServiceName } from "../cloud.ts";
import { notImplemented } from "../errors.ts";
import { limitOf } from "../service/limits.ts";
import type { Address, Context, Exchange, HttpFacts, Service } from "../service/service.ts";
import { excerpt, httpExcerpt } from "../trace/excerpt.ts";
import type { Span } from "../trace/span.ts";
import { checkInput, decodeInput } from "../wire/decode.ts";
import { withoutEmpty } from "../wire/empty-members.ts";
import { internalFailure, tooLarge, wireError, withStatus } from "../wire/errors.ts";
import type { OperationModel, ProtocolName, ServiceModel } from "../wire/model.ts";
import type { Structure, WireError } from "../wire/protocol.ts";
import { loadedProtocol, loadProtocol } from "../wire/protocols.ts";
import { shapeOf } from "../wire/shape.ts";
import { collectWithin, decompressed, httpFacts, isSmall, respond } from "./http.ts";
import {
  calledService,
  identify,
  isNamedInBody,
  isUnsigned,
  missingToken,
  protocolOf,
  type Target,
  targetOf,
} from "./identify.ts";

/** An AWS API request's way through the cloud, from the socket and back to it. Errors of every step are written out here. */
export async function serveApiCall(cloud: Cloud, exchange: Exchange): Promise<void> {
  const { requestId, headers, response } = exchange;
  const { trace } = cloud;
  let loaded: LoadedService | undefined;
  const signed = calledService(exchange);
  const span = trace.begin({
    id: requestId,
    service: signed,
    operation: "",
    caller: "",
    account: "",
    at: cloud.clock.now(),
  });
  const facts = httpFacts(exchange);
  span.http = httpExcerpt(exchange);
  try {
    span.parent ??= trace.spanOf(headers["x-amzn-trace-id"])?.id;
    const name = identify(exchange);
    loaded = (typeof name === "string" && cloud.loaded(name)) || (await cloud.service(await name));
    const found = loaded;
    if (found.definition.server !== undefined) facts.responseHeaders.server = found.definition.server;
    await trace.run(span, () => answer(cloud, exchange, found, facts, span));
  } catch (error) {
    const failure = wireError(error, loaded?.model);
    span.error = failure.code;
    // A client that went away in the middle of its request is no fault of the lab's.
    if (failure.status === 500 && !exchange.request.socket.destroyed)
      cloud.log(`${span.service} ${span.operation} failed: ${(error as Error).stack ?? error}`);
    if (response.headersSent) return void response.destroy();
    await refuse(exchange, loaded?.model, failure, facts, cloud);
    span.output = { message: failure.message };
  } finally {
    span.status = response.statusCode;
    trace.end(span);
    if (loaded) noteCall(cloud, loaded, span, exchange);
  }
}

/** Tells the audit of a call whose caller is known. */
function noteCall({ calls }: Cloud, loaded: LoadedService, span: Span, { identity, request, headers }: Exchange): void {
  if (!identity || span.isQuiet || !calls.wants(loaded, span.operation)) return;
  const { caller, accessKey } = identity;
  const from = { address: request.socket.remoteAddress ?? "", agent: headers["user-agent"] ?? "" };
  calls.note({ loaded, span, caller, accessKey, from });
}

/** Writes an error. One that can't be written is a fault of the lab's, and told as such: no connection just ends. */
async function refuse(
  exchange: Exchange,
  model: ServiceModel | undefined,
  failure: WireError,
  { responseHeaders }: HttpFacts,
  cloud: Cloud,
): Promise<void> {
  const protocol = await loadProtocol(protocolOf(exchange, model));
  const write = async (error: WireError, extra: Record<string, string>) =>
    await respond(exchange, protocol.encodeError(error, model, exchange.requestId), extra);
  await write(failure, responseHeaders)
    // The headers that the service added may be what HTTP can't carry.
    .catch(() => write(failure, {}))
    .catch(async (error: Error) => {
      cloud.log(`${failure.code} could not be answered: ${error.stack}`);
      if (exchange.response.headersSent) exchange.response.destroy();
      else await write(internalFailure(), {});
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
  // Nothing waits here for what is known already: each turn of the event loop's queue costs as much as a step.
  const { definition, model } = loaded;
  const served = definition.serve?.(exchange, loaded.state, cloud);
  if (served && (await served)) return;

  const address = definition.address?.(exchange);
  const protocolName = protocolOf(exchange, model);
  const protocol = loadedProtocol(protocolName) ?? (await loadProtocol(protocolName));
  const arrived = received(exchange, loaded, protocolName, address);
  const { operation, labels, body: collected } = arrived instanceof Promise ? await arrived : arrived;
  span.operation = operation.name;
  if (isLook(exchange, operation.name)) span.isQuiet = true;

  const identity = authenticate(exchange, {
    credentials: cloud.credentials,
    now: cloud.clock.now(),
    protocol: protocolName,
    body: collected,
    wholePath: address?.wholePath,
  });
  exchange.identity = identity;
  span.caller = identity.caller.arn;
  span.account = identity.caller.account;

  const verified = collected && !operation.streams && definition.verifyBody?.(operation.name, collected, http);
  if (verified) await verified;
  const opened = bodyOf(exchange, operation, identity, collected, http.trailers);
  const body = opened instanceof Promise ? await opened : opened;
  const plain = body instanceof Buffer ? decompressed(exchange, body, limitOf(definition, operation.name)) : body;
  if (!plain) throw refusal(definition, protocolName, operation.name);
  const { query, headers, requestId } = exchange;
  const input = decodeInput(
    protocolName,
    protocol,
    operation,
    { query, headers, labels, body: plain },
    definition.headerProblems,
  );
  const { caller, region = cloud.region } = identity;
  span.region = region;
  span.input = excerpt(input, shapeOf(operation.input), definition.secrets);
  const context = {
    cloud,
    state: loaded.state,
    caller,
    account: caller.account,
    region,
    requestId,
    http,
  };
  const performed = perform(loaded, operation, input, context);
  const shape = shapeOf(operation.output);
  const output = withoutEmpty(
    performed instanceof Promise ? await performed : performed,
    shape,
    definition.leftOutWhenEmpty,
  );
  span.output = excerpt(output, shape, definition.secrets);
  const { status, headers: usual, body: answered } = protocol.encode(operation, output, model, requestId);
  const answer = { status: http.status ?? status, headers: usual, body: answered };
  const sent = respond(exchange, answer, http.responseHeaders);
  if (sent) await sent;
}

/**
 * The operation that a request asks for, and its body unless that is read as a stream. Nothing of the body is read for a
 * call that must be signed and is not, and no more than the operation takes in.
 */
function received(
  exchange: Exchange,
  { definition, model }: LoadedService,
  protocol: ProtocolName,
  address: Address | undefined,
): Promise<Received> | Received {
  const isAnonymous = isUnsigned(exchange) && definition.unsigned !== "all";
  if (isAnonymous && !definition.unsigned) throw missingToken(protocol);
  const isLate = isNamedInBody(protocol, exchange);
  const early = isLate ? undefined : targetOf(exchange, model, protocol, address, undefined);
  const streams = early?.operation.streams !== undefined && !isSmall(exchange);
  const limit = limitOf(definition, early?.operation.name);
  const complete = (body: Buffer | undefined): Received => {
    const { operation, labels } =
      early ?? targetOf(exchange, model, protocol, address, body && decompressed(exchange, body, limit));
    const { name } = operation;
    if (isAnonymous && !definition.unsigned?.includes(name)) throw missingToken(protocol);
    if (!streams && (!body || body.length > limitOf(definition, name))) throw refusal(definition, protocol, name);
    return { operation, labels, body };
  };
  const body = streams ? undefined : bodyWithin(exchange, limit);
  return body instanceof Promise ? body.then(complete) : complete(body);
}

/** What a request asks for, and its body unless that is read as a stream. */
type Received = Target & { readonly body: Buffer | undefined };

/** The body; nothing when it is larger. */
function bodyWithin({ form, request }: Exchange, limit: number): Promise<Buffer | undefined> | Buffer | undefined {
  if (form === undefined) return collectWithin(request, limit);
  return form === "too large" || form.length > limit ? undefined : form;
}

/** A body is larger than an operation takes in. */
export function refusal(definition: Service, protocol: ProtocolName, operation: string): Error {
  const limit = limitOf(definition, operation);
  return definition.limits?.refusal?.(operation, limit) ?? tooLarge(protocol, operation, limit);
}

/** Whether the console or the `lab` command only looks at something, which would push what happened out of the trace. */
function isLook({ headers }: Exchange, operation: string): boolean {
  const agent = headers["x-amz-user-agent"];
  return (
    agent !== undefined &&
    /\bskylab-(console|cli)\b/.test(String(agent)) &&
    /^(Get|List|Describe|Head|Filter|Lookup|Simulate)/.test(operation)
  );
}

/** What the protocol reads the input from: bytes, or a stream for an operation that streams. */
function bodyOf(
  exchange: Exchange,
  { streams }: OperationModel,
  { open, opened }: Authenticated,
  collected: Buffer | undefined,
  trailers: Record<string, string>,
): Promise<Readable> | Readable | Buffer {
  if (!collected) return open(exchange.request, trailers);
  if (!streams) return collected;
  const body = opened(collected, trailers);
  return body instanceof Promise ? body.then((bytes) => new Bytes(bytes)) : new Bytes(body);
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
    const { secrets } = loaded.definition;
    const isNoted = !span.isQuiet && cloud.calls.wants(loaded, operation);
    span.input = excerpt(input, shapeOf(model.input), secrets);
    checkInput(loaded.model.protocol, model, input as Structure);
    try {
      const output = await perform(loaded, model, streamed(model, input as Structure), context);
      span.output = excerpt(output, shapeOf(model.output), secrets);
      return output;
    } catch (error) {
      span.error = (error as Error).name;
      span.output = { message: (error as Error).message };
      throw withStatus(error, loaded.model);
    } finally {
      if (isNoted) cloud.calls.note({ loaded, span, caller });
    }
  });
}

/** authorize → handle. What a handler answers at once is not waited for. */
export function perform(
  loaded: LoadedService,
  operation: OperationModel,
  input: Structure,
  context: Context,
): Promise<Structure> | Structure {
  const { definition, model } = loaded;
  const { name, operations } = definition;
  const { protocol, queryCompatible } = model;
  authorize({ definition, operation, input, context, protocol, queryCompatible });
  const handler = (operations as Record<string, (input: Structure, context: Context) => unknown>)[operation.name];
  if (!handler) throw notImplemented(name, operation.name);
  const output = handler(input, context);
  return (output instanceof Promise ? output.then((late) => late ?? {}) : (output ?? {})) as Structure;
}

/** Inside the cloud a body may be given as text or bytes; the handler always reads a stream. */
function streamed({ streams }: OperationModel, input: Structure): Structure {
  if (!streams) return input;
  const body = input[streams] ?? "";
  if (body instanceof Readable) return input;
  const bytes = typeof body === "string" ? Buffer.from(body) : Buffer.from(body as Uint8Array);
  return { ...input, [streams]: new Bytes(bytes) };
}
