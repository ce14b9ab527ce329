import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import { readFrames, readLines } from "./log-frames.ts";
import { memoryOf } from "./memory.ts";
import { endGroup, holdGroup, LOG_FD } from "./process-group.ts";

/** How often the memory of a process is looked at, in milliseconds. */
const MEMORY_INTERVAL = 100;

/** An event that takes less, in milliseconds, can't fill memory that is worth a look after each. */
const BRIEF = 5;

/** Why a process is gone, in AWS's words. */
export interface Exit {
  /** Such as `Runtime.ExitError`. */
  readonly errorType: string;
  readonly message: string;
}

/** Whoever looks after a process. */
export interface ProcessListener {
  onLog(message: string): void;
  onExit(exit: Exit): void;
}

/** The process of an execution environment: its output, its memory, its end. */
export class RuntimeProcess {
  readonly #child: ChildProcess;
  #peak: number | undefined;
  #memoryWatch: NodeJS.Timeout | undefined;
  /** The most megabytes that it may use, while it works on an event. */
  #limit: number | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #watchedSince = 0;

  constructor(child: ChildProcess, listener: ProcessListener) {
    this.#child = child;
    const log = (message: string) => listener.onLog(message);
    readLines(child.stdout as Readable, log);
    readLines(child.stderr as Readable, log);
    readFrames(child.stdio[LOG_FD] as Readable, log);
    child.once("exit", (code, signal) => listener.onExit(exitOf(code, signal)));
    child.once("error", () => listener.onExit(noEntrypoint));
  }

  /** The most megabytes that it was seen to use, where that can be seen. */
  get peakMemory(): number | undefined {
    return this.#peak;
  }

  /** Looks at its memory now and then, and kills it when that is more than `limit` megabytes. */
  watchMemory(limit: number): void {
    this.#limit = limit;
    this.#watchedSince = performance.now();
    // It goes on until it finds that nobody watches: events may come more often than it looks.
    this.#memoryWatch ??= setInterval(() => this.#look(), MEMORY_INTERVAL).unref();
  }

  /** Looks a last time, unless it looked a moment ago and the event was brief. */
  unwatchMemory(): void {
    const now = performance.now();
    if (now - this.#lookedAt > MEMORY_INTERVAL || now - this.#watchedSince > BRIEF) this.#checkMemory();
    this.#limit = undefined;
  }

  /** Stops it from running, or lets it run again. */
  hold(signal: "SIGSTOP" | "SIGCONT"): void {
    holdGroup(this.#child, signal);
  }

  /** Kills it with all that it started. */
  end(): void {
    clearInterval(this.#memoryWatch);
    endGroup(this.#child);
  }

  #look(): void {
    if (this.#limit !== undefined) {
      this.#checkMemory();
    } else {
      clearInterval(this.#memoryWatch);
      this.#memoryWatch = undefined;
    }
  }

  #checkMemory(): void {
    this.#lookedAt = performance.now();
    const memory = memoryOf(this.#child.pid as number);
    if (!memory) return;
    this.#peak = Math.max(this.#peak ?? 0, memory.peak);
    if (memory.now > (this.#limit ?? Number.POSITIVE_INFINITY)) this.end();
  }
}

const noEntrypoint: Exit = {
  errorType: "Runtime.InvalidEntrypoint",
  message: "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]",
};

function exitOf(code: number | null, signal: NodeJS.Signals | null): Exit {
  const errorType = "Runtime.ExitError";
  if (code === 0) return { errorType, message: "Runtime exited without providing a reason" };
  const how = signal ? `signal: ${signalNames[signal] ?? signal}` : `exit status ${code}`;
  return { errorType, message: `Runtime exited with error: ${how}` };
}

/** Signals as the platform names them. */
const signalNames: Partial<Record<NodeJS.Signals, string>> = {
  SIGKILL: "killed",
  SIGTERM: "terminated",
  SIGABRT: "aborted",
  SIGSEGV: "segmentation fault",
  SIGTRAP: "trace/breakpoint trap",
};
