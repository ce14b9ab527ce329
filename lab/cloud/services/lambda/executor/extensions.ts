import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { accessSync, constants, readdirSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { Host } from "./environment.ts";
import type { Folders, Invocation } from "./function.ts";
import { readLines } from "./log-frames.ts";
import { endGroup, holdGroup, launchGroup } from "./process-group.ts";
import { bodyOf, reply } from "./reply.ts";

const PREFIX = "/2020-01-01/extension/";

/** How long extensions may take to end when they are told to, in milliseconds. */
const SHUTDOWN_LIMIT = 2_000;

/** The longest request with which an extension registers, in bytes. */
const MAX_REGISTRATION = 64 * 1024;

/** As AWS's own emulator counts: https://github.com/aws/aws-lambda-runtime-interface-emulator */
const MOST_EXTENSIONS = 10;

/** Why an environment ends, as extensions are told. */
export type ShutdownReason = "spindown" | "timeout" | "failure";

/** Whoever looks after the extensions of an environment. */
export interface ExtensionListener {
  onLog(message: string): void;
  /** All extensions wait for an event. */
  onExtensionsReady(): void;
  /** One said that it failed, or its process ended. `errorType` is such as `Extension.Crash`. */
  onExtensionFailure(errorType: string): void;
}

interface Extension {
  readonly name: string;
  /** Absent of one that lives in the runtime's process. */
  readonly child?: ChildProcess;
  id?: string;
  events: readonly string[];
  /** The request with which it waits for an event. */
  waiting?: ServerResponse;
}

/**
 * The Lambda Extensions API of one execution environment. External extensions are the programs in `/opt/extensions`; others
 * register from within the runtime. An environment is ready for an event when its runtime and all extensions wait for one.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html
 */
export class Extensions {
  readonly #listener: ExtensionListener;
  readonly #about: object;
  readonly #extensions = new Map<string, Extension>();
  #ending = false;
  #closed = false;

  /** @param about What an extension is told of its function when it registers */
  constructor(listener: ExtensionListener, about: { functionName: string; functionVersion: string; handler: string }) {
    this.#listener = listener;
    this.#about = about;
  }

  /** Their processes. */
  get children(): ChildProcess[] {
    return [...this.#extensions.values()].flatMap(({ child }) => child ?? []);
  }

  /** Whether all of them wait for an event. */
  get ready(): boolean {
    return [...this.#extensions.values()].every(({ waiting }) => waiting !== undefined);
  }

  /** Starts the programs that the function's layers brought. */
  start(folders: Folders, variables: Readonly<Record<string, string>>, { namespace, reaper }: Host): void {
    const { opt } = folders;
    const { AWS_EXECUTION_ENV: _, _HANDLER: _handler, _LAMBDA_TELEMETRY_LOG_FD: _fd, ...own } = variables;
    for (const name of programsIn(join(opt, "extensions"))) {
      const launch = { command: join(opt, "extensions", name), args: [], folder: opt, variables: own };
      const child = launchGroup(namespace.showing(launch, folders), reaper);
      this.#extensions.set(name, { name, child, events: [] });
      for (const output of [child.stdout, child.stderr]) {
        readLines(output as Readable, (line) => this.#listener.onLog(line));
      }
      const gone = () => this.#failed("Extension.Crash");
      child.once("exit", gone).once("error", gone);
    }
  }

  /** Answers a request when it is one for this API. Undefined when it is not. */
  serve(request: IncomingMessage, response: ServerResponse): Promise<void> | undefined {
    const { method, url = "" } = request;
    if (url.startsWith("/2022-07-01/telemetry") || url.startsWith("/2020-08-15/logs")) {
      // What AWS's own emulator answers, so that extensions go on without.
      reply(response, 202, { errorType: "Telemetry.NotSupported", errorMessage: "Telemetry API is not supported" });
      return Promise.resolve();
    }
    if (!url.startsWith(PREFIX)) return undefined;
    const route = `${method} ${url.slice(PREFIX.length)}`;
    if (route === "POST register") return this.#register(request, response);
    this.#serveKnown(route, request, response);
    return Promise.resolve();
  }

  /** Takes no further extension: the environment is initialised. */
  close(): void {
    this.#closed = true;
  }

  /** Tells those who want to know of an event. */
  invoke({ requestId, arn, traceId }: Invocation, deadlineMs: number): void {
    const tracing = { type: "X-Amzn-Trace-Id", value: traceId };
    this.#tell("INVOKE", { deadlineMs, requestId, invokedFunctionArn: arn, tracing });
  }

  /** Tells those who want to know that the environment ends, gives them a little time for it, and ends them all. */
  async end(shutdownReason: ShutdownReason): Promise<void> {
    this.#ending = true;
    const told = this.#tell("SHUTDOWN", { shutdownReason, deadlineMs: Date.now() + SHUTDOWN_LIMIT });
    const waiting = told.flatMap(({ child }) => (child && isRunning(child) ? [child] : []));
    if (waiting.length > 0) {
      const ended = waiting.map((child) => new Promise((resolve) => child.once("exit", resolve)));
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise((resolve) => {
        timer = setTimeout(resolve, SHUTDOWN_LIMIT);
      });
      await Promise.race([Promise.all(ended), limit]);
      clearTimeout(timer);
    }
    this.kill();
  }

  /** Stops them from running, or lets them run again. */
  hold(signal: "SIGSTOP" | "SIGCONT"): void {
    for (const child of this.children) holdGroup(child, signal);
  }

  /** Ends them all now. */
  kill(): void {
    this.#ending = true;
    for (const child of this.children) endGroup(child);
  }

  async #register(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = String(request.headers["lambda-extension-name"] ?? "");
    const events = eventsOf(await bodyOf(request, MAX_REGISTRATION));
    // Only now: the same name may have been registered while the body came.
    const known = this.#extensions.get(name);
    const refuse = (errorType: string, errorMessage: string, status = 403) =>
      reply(response, status, { errorType, errorMessage });
    if (!name) return refuse("Extension.InvalidExtensionName", "Empty extension name", 400);
    if (!events) return refuse("InvalidRequestFormat", "The body is no JSON object with a list of events");
    if (this.#closed) return refuse("Extension.RegistrationClosed", "Extension registration closed already");
    if (known?.id) return refuse("Extension.AlreadyRegistered", "Extension already registered");
    if (!known && this.#extensions.size >= MOST_EXTENSIONS) {
      return refuse("Extension.TooManyExtensions", `Extension limit (${MOST_EXTENSIONS}) reached`);
    }
    // One in the runtime's process ends with it, and could not be told before.
    const allowed = known ? ["INVOKE", "SHUTDOWN"] : ["INVOKE"];
    const wrong = events.find((event) => !allowed.includes(event));
    if (wrong !== undefined) {
      return refuse(known ? "Extension.InvalidEventType" : "ShutdownEventNotSupportedForInternalExtension", wrong, 400);
    }
    const id = randomUUID();
    this.#extensions.set(name, { ...known, name, id, events: [...new Set(events)] });
    response.setHeader("Lambda-Extension-Identifier", id);
    reply(response, 200, this.#about);
  }

  #serveKnown(route: string, request: IncomingMessage, response: ServerResponse): void {
    const id = request.headers["lambda-extension-identifier"];
    const extension = [...this.#extensions.values()].find((one) => one.id !== undefined && one.id === id);
    request.resume();
    if (!id) {
      const errorMessage = "Missing Lambda-Extension-Identifier header";
      reply(response, 403, { errorType: "Extension.MissingExtensionIdentifier", errorMessage });
    } else if (!extension) {
      reply(response, 403, { errorType: "Extension.UnknownExtensionIdentifier", errorMessage: "Unknown extension" });
    } else if (route === "GET event/next") {
      this.#next(extension, response);
    } else if (route === "POST init/error" || route === "POST exit/error") {
      const errorType = String(request.headers["lambda-extension-function-error-type"] ?? "Extension.Unknown");
      reply(response, 202, { status: "OK" });
      this.#failed(errorType);
    } else {
      reply(response, 404, { errorType: "InvalidRequest", errorMessage: `No such path: ${request.url}` });
    }
  }

  #next(extension: Extension, response: ServerResponse): void {
    if (extension.waiting) {
      const errorMessage = "The extension waits for an event already";
      reply(response, 403, { errorType: "Extension.InvalidExtensionState", errorMessage });
      return;
    }
    extension.waiting = response;
    response.once("close", () => {
      if (extension.waiting === response) delete extension.waiting;
    });
    if (this.ready) this.#listener.onExtensionsReady();
  }

  /** What is logged of them when the environment is ready for the first time. */
  get lines(): string[] {
    return [...this.#extensions.values()].map(
      ({ name, events }) => `EXTENSION\tName: ${name}\tState: Ready\tEvents: [${events.join(", ")}]\n`,
    );
  }

  /** Sends an event to those who registered for it. */
  #tell(eventType: string, event: object): Extension[] {
    const interested = [...this.#extensions.values()].filter(({ events }) => events.includes(eventType));
    for (const extension of interested) {
      const { waiting } = extension;
      if (!waiting) continue;
      delete extension.waiting;
      waiting.setHeader("Lambda-Extension-Event-Identifier", randomUUID());
      reply(waiting, 200, { eventType, ...event });
    }
    return interested;
  }

  #failed(errorType: string): void {
    if (this.#ending) return;
    this.#ending = true;
    this.#listener.onExtensionFailure(errorType);
  }
}

/** The events for which an extension registers; undefined when the body can't be understood. */
function eventsOf(body: Buffer | undefined): readonly string[] | undefined {
  try {
    const registration: unknown = JSON.parse(String(body));
    if (typeof registration !== "object" || Array.isArray(registration)) return undefined;
    // AWS's emulator takes `null` for what is not there.
    const events = (registration as { events?: unknown } | null)?.events ?? [];
    return Array.isArray(events) && events.every((event) => typeof event === "string") ? events : undefined;
  } catch {
    return undefined;
  }
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

/** The programs in a folder, in the order of their names. */
function programsIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && isExecutable(join(folder, entry.name)))
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
