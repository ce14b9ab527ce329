import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import type { Clock } from "../../../time/clock.ts";
import type { Answer } from "./answer.ts";
import { answered, type Ending, exited, timedOut } from "./ending.ts";
import { type ExtensionListener, Extensions, type ShutdownReason } from "./extensions.ts";
import type { Invocation, Outcome, RunnableFunction } from "./function.ts";
import { Initialisation } from "./initialisation.ts";
import { Job } from "./job.ts";
import type { Namespace } from "./namespace.ts";
import type { NodePool } from "./node-pool.ts";
import { type PlatformLog, platformLog } from "./platform-log.ts";
import type { Reaper } from "./reaper.ts";
import { Rest, type Restful } from "./rest.ts";
import type { Runtime, RuntimeListener } from "./runtime.ts";
import { RuntimeApi } from "./runtime-api.ts";
import { RuntimeChannel } from "./runtime-channel.ts";
import { type Exit, type ProcessListener, RuntimeProcess } from "./runtime-process.ts";
import { isCustom, startRuntime } from "./runtimes.ts";
import { Scratch } from "./scratch.ts";
import { variablesOf } from "./variables.ts";

/** What an environment needs of the lab. */
export interface Host {
  readonly clock: Clock;
  /** Where the cloud answers. */
  readonly endpoint: () => string;
  readonly pool: NodePool;
  readonly namespace: Namespace;
  readonly reaper: Reaper;
  /** Tells whoever runs the lab something, once. */
  readonly note: (text: string) => void;
}

/**
 * One process of a function with its Runtime API. It initialises once, then works on one event at a time until it ends:
 * by a crash, a timeout, or because the executor has no more use for it.
 */
export class Environment implements RuntimeListener, ProcessListener, ExtensionListener, Restful {
  readonly #fn: RunnableFunction;
  readonly #host: Host;
  /** Random, and a part of its log stream's name: all its processes have that among their variables. */
  readonly #mark = randomBytes(16).toString("hex");
  readonly #token = randomBytes(16).toString("hex");
  readonly #logStream: string;
  readonly #platform: PlatformLog;
  readonly #scratch = new Scratch();
  readonly #extensions: Extensions;
  readonly #api: RuntimeApi;
  #runtime: Runtime;
  /** Resolves when its process is gone, or when it ended without one. */
  readonly gone: Promise<void>;
  #isGone!: () => void;
  #child: ChildProcess | undefined;
  #process: RuntimeProcess | undefined;
  #ended = false;
  #ending: Promise<void> | undefined;
  readonly #rest = new Rest(this);
  /** When the credentials in its environment variables expire. */
  #expires = 0;
  #init: Initialisation | undefined;
  #job: Job | undefined;
  #cancelTimeout = () => {};

  constructor(fn: RunnableFunction, host: Host) {
    this.#fn = fn;
    this.#host = host;
    const { name: functionName, version: functionVersion, handler } = fn;
    this.#extensions = new Extensions(this, { functionName, functionVersion, handler });
    this.#api = new RuntimeApi(this, this.#extensions, isCustom(fn.runtime) ? undefined : this.#token);
    this.#runtime = this.#api;
    this.#logStream = logStreamName(host.clock.date(), fn.version, this.#mark);
    this.#platform = platformLog(fn.logging, () => host.clock.date());
    this.gone = new Promise<void>((resolve) => {
      this.#isGone = resolve;
    }).then(() => this.#scratch.remove());
  }

  /** The function's version, by its qualified ARN. */
  get id(): string {
    return this.#fn.id;
  }

  /** Whether it can work on an event of this revision of its function. */
  fits({ revision, timeout }: RunnableFunction): boolean {
    const until = this.#host.clock.now() + timeout * 1000;
    return !this.#ended && revision === this.#fn.revision && until < this.#expires;
  }

  /**
   * Starts the process and waits until the runtime asks for its first event, or has failed, or `limit` milliseconds were
   * not enough: then it answers false, and `run` tells why. Rejects when code or credentials of the function can't be had.
   */
  async initialise(limit: number, phase: "init" | "invoke"): Promise<boolean> {
    const init = await this.#start().catch((error) => {
      void this.end();
      throw error;
    });
    const cancel = this.#after(limit, () => {
      this.#initialised(timedOut(this.#fn));
      void this.end();
    });
    await init.over;
    cancel();
    if (!init.failure) return true;
    const { status = "error", errorType } = init.failure;
    const duration = status === "timeout" ? limit : init.duration;
    this.#say(this.#platform.initReport(duration, phase, status, status === "error" ? errorType : undefined));
    return false;
  }

  /** Rests until the next event. A function under the inspector does not: a person looks into it. */
  rest(): void {
    if (!this.#isInspected) this.#rest.begin();
  }

  /** Stops all of it from running, or lets it run again. */
  hold(signal: "SIGSTOP" | "SIGCONT"): void {
    if (this.#ended && signal === "SIGSTOP") return;
    this.#process?.hold(signal);
    this.#extensions.hold(signal);
  }

  /** Works on an event. Answers undefined when the process ended before it got to see the event. */
  run(invocation: Invocation): Promise<Outcome | undefined> {
    const job = new Job(invocation);
    this.#job = job;
    this.#rest.end();
    this.#cancelTimeout = this.#after(this.#fn.timeout * 1000, () => this.#timeOut(job));
    if (this.#init?.failure) {
      this.#begin(job);
      this.#finish(job, this.#init.failure);
    } else if (this.#ended) {
      this.#abandon(job);
    } else if (this.isReady) {
      this.#deliver(job);
    }
    return job.outcome;
  }

  /** Ends the process with all that it started, and waits until it is gone. Only the first reason counts. */
  end(reason: ShutdownReason = "spindown"): Promise<void> {
    this.#ending ??= this.#end(reason);
    return this.#ending;
  }

  async #end(reason: ShutdownReason): Promise<void> {
    this.#ended = true;
    this.#rest.end();
    if (this.#process) this.#process.end();
    else this.#isGone();
    await Promise.all([this.#extensions.end(reason).finally(() => this.#api.close()), this.gone]);
    this.#host.reaper.end(this.#mark);
  }

  /** Does something at a time limit. A function under the inspector has none: a person reads while it stands still. */
  #after(limit: number, action: () => void): () => void {
    return this.#isInspected ? () => {} : this.#host.clock.after(limit, action);
  }

  get #isInspected(): boolean {
    return this.#fn.variables.NODE_OPTIONS?.includes("--inspect") ?? false;
  }

  /** Whether the runtime and all extensions wait for an event. */
  get isReady(): boolean {
    return this.#runtime.asking && this.#extensions.ready;
  }

  onNext(): void {
    if (!this.isReady) return;
    if (this.#init?.underWay) this.#initialised();
    else if (this.#job && !this.#job.started) this.#deliver(this.#job);
    else this.#rest.onReady();
  }

  onExtensionsReady(): void {
    this.onNext();
  }

  onExtensionFailure(errorType: string): void {
    const exit = { errorType, message: "An extension ended or failed" };
    if (this.#init?.underWay) this.#initialised(exited(exit));
    else if (this.#job?.started) this.#finish(this.#job, exited(exit));
    else if (this.#job) this.#abandon(this.#job);
    void this.end("failure");
  }

  onAnswer(answer: Answer): void {
    if (this.#job) this.#finish(this.#job, answered(answer));
  }

  onInitError(answer: Answer): undefined {
    if (this.#init?.underWay) this.#initialised(answered(answer));
  }

  onLog(message: string): void {
    // JSON has no line feed of its own.
    const isOpen = this.#fn.logging.format === "JSON" && !message.endsWith("\n");
    this.#job?.record(isOpen ? `${message}\n` : message);
    this.#fn.log(this.#logStream, message);
  }

  onExit(exit: Exit): void {
    this.#isGone();
    void this.end("failure");
    if (this.#init?.underWay) this.#initialised(exited(exit));
    else if (this.#job?.started) this.#finish(this.#job, exited(exit));
    else if (this.#job) this.#abandon(this.#job);
  }

  async #start(): Promise<Initialisation> {
    const fn = this.#fn;
    const [folders, session] = await Promise.all([fn.folders(), fn.credentials()]);
    const runtimeApi = await this.#api.listen();
    if (this.#ended) throw new Error("The lab is closing");
    const endpoint = this.#host.endpoint();
    const tmp = this.#scratch.make();
    // A debugger finds the sources by their real paths.
    const seen = this.#isInspected ? folders : this.#host.namespace.seen(folders);
    const variables = variablesOf(fn, {
      tmp,
      runtimeApi,
      folders: seen,
      session,
      endpoint,
      logStream: this.#logStream,
    });
    this.#expires = session.expires;
    this.#init = new Initialisation();
    this.#host.reaper.begin(this.#mark);
    this.#extensions.start(folders, variables, this.#host);
    const assignment = { variables, folders, seen, endpoint, token: this.#token };
    const { child, version, note, pipe } = await startRuntime(fn, assignment, this.#host);
    if (pipe) this.#runtime = new RuntimeChannel(pipe, this);
    if (version) this.#say(this.#platform.initStart(version));
    if (note) this.#host.note(note);
    this.#child = child;
    this.#process = new RuntimeProcess(child, this);
    // It was ended while its process was being started, which nobody else knows of.
    if (this.#ended) this.#process.end();
    return this.#init;
  }

  #initialised(failure?: Ending): void {
    this.#ended ||= failure !== undefined;
    this.#extensions.close();
    for (const child of [this.#child, ...this.#extensions.children]) {
      if (child) this.#host.reaper.know(this.#mark, child);
    }
    if (!failure) this.#say(this.#extensions.lines);
    this.#init?.end(failure);
  }

  #begin(job: Job): void {
    job.start();
    this.#say(this.#platform.start(job.invocation.requestId, this.#fn.version));
  }

  /** Logs what the platform has to say. */
  #say(lines: readonly string[]): void {
    for (const line of lines) this.onLog(line);
  }

  #deliver(job: Job): void {
    this.#begin(job);
    this.#process?.watchMemory(this.#fn.memory);
    const deadline = Date.now() + this.#fn.timeout * 1000;
    try {
      this.#extensions.invoke(job.invocation, deadline);
      this.#runtime.send(job.invocation, deadline);
    } catch (error) {
      // The event can't be handed over: that is the invoker's to know, and the process may be in any state.
      this.#release(job);
      job.fail(error as Error);
      void this.end("failure");
    }
  }

  #timeOut(job: Job): void {
    if (job.started) this.#finish(job, timedOut(this.#fn));
    else this.#abandon(job);
    void this.end("timeout");
  }

  #finish(job: Job, ending: Ending): void {
    if (!this.#release(job)) return;
    // What the function wrote before it answered is there to be read, but maybe not read yet.
    setImmediate(() => {
      const { memory } = this.#fn;
      const usage = { memory, memoryUsed: this.#process?.peakMemory, initDuration: this.#init?.takeDuration() };
      this.#say(this.#platform.report(job.report(ending, usage, this.#host.clock.date())));
      this.#job = undefined;
      job.finish(ending, usage.initDuration);
    });
  }

  #abandon(job: Job): void {
    if (!this.#release(job)) return;
    this.#job = undefined;
    job.abandon();
  }

  /** Stops watching an event that is over. Answers false when it was over before. */
  #release(job: Job): boolean {
    this.#cancelTimeout();
    this.#process?.unwatchMemory();
    return job.end();
  }
}

/** A stream per environment, such as `2026/11/20/[$LATEST]0123456789abcdef0123456789abcdef`. */
function logStreamName(date: Date, version: string, mark: string): string {
  return `${date.toISOString().slice(0, 10).replaceAll("-", "/")}/[${version}]${mark}`;
}
