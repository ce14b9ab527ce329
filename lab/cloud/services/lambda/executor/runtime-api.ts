import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Answer, MAX_ANSWER, MAX_STREAM, tooLarge } from "./answer.ts";
import type { Extensions } from "./extensions.ts";
import type { Invocation, ResponseSink } from "./function.ts";
import { bodyOf, guarded, reply } from "./reply.ts";
import type { Runtime, RuntimeListener } from "./runtime.ts";

const PREFIX = "/2018-06-01/runtime/";

/** With this header the lab's Python runtime shows that it is the one of the environment. */
const TOKEN = "lambda-runtime-skylab-token";

/**
 * The Lambda Runtime API of one execution environment, on a loopback port of its own: runtimes are given a host and port
 * only, so the port is what tells environments apart. Any function can try another's port, so the lab's Python runtime shows a
 * token besides, and its Node.js runtime uses a pipe; custom runtimes can't, since AWS's contract has none.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export class RuntimeApi implements Runtime {
  readonly #listener: RuntimeListener;
  readonly #extensions: Pick<Extensions, "serve">;
  readonly #token: string | undefined;
  readonly #server = createServer((request, response) => {
    void guarded(response, () => this.#extensions.serve(request, response) ?? this.#serve(request, response));
  });
  #asking: ServerResponse | undefined;
  #current: Invocation | undefined;

  /** @param token What the runtime shows with each request; absent where it can't. */
  constructor(listener: RuntimeListener, extensions: Pick<Extensions, "serve">, token?: string) {
    this.#token = token;
    this.#listener = listener;
    this.#extensions = extensions;
    // A handler may work for 15 minutes between two requests on the same connection.
    this.#server.keepAliveTimeout = 0;
    this.#server.requestTimeout = 0;
  }

  /** Starts listening. Returns `host:port`, as AWS_LAMBDA_RUNTIME_API holds it. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      // It listens for as long as the server lives: one that nobody listens for would end the lab.
      this.#server.on("error", reject).listen(0, "127.0.0.1", resolve);
    });
    this.#server.unref();
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get asking(): boolean {
    return this.#asking !== undefined;
  }

  send(invocation: Invocation, deadline: number): void {
    const response = this.#asking as ServerResponse;
    this.#asking = undefined;
    this.#current = invocation;
    response.writeHead(200, {
      "Content-Type": "application/json",
      "Content-Length": invocation.payload.length,
      "Lambda-Runtime-Aws-Request-Id": invocation.requestId,
      "Lambda-Runtime-Deadline-Ms": deadline,
      "Lambda-Runtime-Invoked-Function-Arn": invocation.arn,
      "Lambda-Runtime-Trace-Id": invocation.traceId,
      // Node.js writes headers as Latin-1; AWS puts the bytes of UTF-8 there.
      ...(invocation.clientContext && {
        "Lambda-Runtime-Client-Context": Buffer.from(invocation.clientContext).toString("latin1"),
      }),
    });
    response.end(invocation.payload);
  }

  /** Stops listening and drops the runtime's connections. */
  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const route = `${request.method} ${request.url?.startsWith(PREFIX) ? request.url.slice(PREFIX.length) : ""}`;
    const [, id, kind] = /^POST invocation\/([^/]+)\/(response|error)$/.exec(route) ?? [];
    if (this.#token !== undefined && request.headers[TOKEN] !== this.#token) {
      const errorMessage = "This is the Runtime API of another execution environment";
      reply(response, 403, { errorType: "AccessDenied", errorMessage });
    } else if (route === "GET invocation/next") {
      this.#next(response);
    } else if (route === "POST init/error") {
      await take(request, response, (answer) => this.#listener.onInitError(answer));
    } else if (kind && id === this.#current?.requestId) {
      await this.#answer(this.#current as Invocation, request, response);
    } else if (kind) {
      refuseId(response);
    } else {
      reply(response, 404, { errorType: "InvalidRequest", errorMessage: `No such path: ${request.url}` });
    }
  }

  /** An event has one answer: the first that is whole, or the first that begins when it is streamed. */
  async #answer(invocation: Invocation, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (isStreamed(request) && invocation.stream) {
      this.#current = undefined;
      await takeStream(request, response, invocation.stream, (answer) => this.#listener.onAnswer(answer));
      return;
    }
    await take(request, response, (answer) => {
      if (this.#current !== invocation) return "late";
      this.#current = undefined;
      this.#listener.onAnswer(answer);
      return;
    });
  }

  #next(response: ServerResponse): void {
    if (this.#asking) {
      reply(response, 403, {
        errorType: "InvalidStateTransition",
        errorMessage: "The runtime waits for an event already",
      });
      return;
    }
    this.#asking = response;
    response.once("close", () => {
      if (this.#asking === response) this.#asking = undefined;
    });
    this.#listener.onNext();
  }
}

/** Reads the body of an answer, hands it on and acknowledges it, unless it comes too late. */
async function take(
  request: IncomingMessage,
  response: ServerResponse,
  accept: (answer: Answer) => "late" | undefined,
): Promise<void> {
  const payload = await bodyOf(request, MAX_ANSWER);
  if (accept(answerOf(request, payload)) === "late") return refuseId(response);
  if (payload) return reply(response, 202, { status: "OK" });
  const errorMessage = `Exceeded maximum allowed payload size (${MAX_ANSWER} bytes).`;
  reply(response, 413, { errorType: "RequestEntityTooLarge", errorMessage });
}

function answerOf(request: IncomingMessage, payload: Buffer | undefined): Answer {
  if (!payload) return tooLarge;
  const failed = request.url?.endsWith("/error");
  const errorType = String(request.headers["lambda-runtime-function-error-type"] ?? "Runtime.Unknown");
  return failureOf(request) ?? { payload, ...(failed && { errorType }) };
}

function refuseId(response: ServerResponse): void {
  reply(response, 400, { errorType: "InvalidRequestID", errorMessage: "Invalid request ID" });
}

function isStreamed({ headers }: IncomingMessage): boolean {
  return headers["lambda-runtime-function-response-mode"] === "streaming";
}

/** Hands an answer on as it comes. Rejects when it breaks off. */
async function takeStream(
  request: IncomingMessage,
  response: ServerResponse,
  sink: ResponseSink,
  accept: (answer: Answer) => void,
): Promise<void> {
  const out = sink(String(request.headers["content-type"]));
  let size = 0;
  request.on("data", (chunk: Buffer) => {
    size += chunk.length;
    // More than that ends the function's connection, and so the function.
    if (size > MAX_STREAM) request.destroy();
  });
  // The function goes on when whoever reads its answer went away.
  out.once("close", () => request.resume());
  request.pipe(out, { end: false });
  await once(request, "end");
  accept(failureOf(request) ?? { payload: Buffer.alloc(0) });
  reply(response, 202, { status: "OK" });
}

/** The error with which a streamed answer ended, when it did. */
function failureOf({ trailers }: IncomingMessage): Answer | undefined {
  const errorType = trailers["lambda-runtime-function-error-type"];
  if (errorType === undefined) return undefined;
  return { errorType, payload: Buffer.from(trailers["lambda-runtime-function-error-body"] ?? "", "base64") };
}
