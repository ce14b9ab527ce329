import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Executor, type ExecutorOptions } from "../../../../lab/cloud/services/lambda/executor/executor.ts";
import type { Invocation, RunnableFunction } from "../../../../lab/cloud/services/lambda/executor/function.ts";
import { Clock } from "../../../../lab/cloud/time/clock.ts";

/** What a test gets from a function that it runs on an executor of its own. */
export class Bench {
  readonly clock = new Clock();
  readonly executor: Executor;
  /** What functions logged, event by event. */
  readonly events: string[] = [];
  /** The same without the line feeds at the end. */
  readonly log: string[] = [];
  readonly #logged = new EventEmitter();
  readonly #folder = mkdtempSync(join(tmpdir(), "skylab-test-"));

  constructor(options: Partial<ExecutorOptions> = {}) {
    this.executor = new Executor({ clock: this.clock, endpoint: () => "http://127.0.0.1:1", pool: 0, ...options });
  }

  /** A function whose code is these files: by path, or one that is the whole `index.mjs`. */
  function(code: string | Record<string, string>, changes: Partial<RunnableFunction> = {}): RunnableFunction {
    const id = randomUUID();
    const folder = join(this.#folder, id, "task");
    const opt = join(this.#folder, id, "opt");
    for (const path of [folder, opt]) mkdirSync(path, { recursive: true });
    for (const [path, text] of Object.entries(typeof code === "string" ? { "index.mjs": code } : code)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text, { mode: 0o755 });
    }
    return {
      id,
      revision: "1",
      name: "app",
      version: "$LATEST",
      runtime: "nodejs20.x",
      handler: "index.handler",
      memory: 256,
      timeout: 30,
      region: "eu-west-1",
      logGroup: "/aws/lambda/app",
      logging: { format: "Text", applicationLevel: "INFO", systemLevel: "INFO" },
      variables: {},
      folders: async () => ({ task: folder, opt, packages: opt }),
      credentials: async () => ({
        accessKeyId: "ASIAEXAMPLE",
        secretAccessKey: "secret",
        sessionToken: "token",
        expires: this.clock.now() + 3_600_000,
      }),
      log: (_stream, message) => {
        this.events.push(message);
        this.log.push(message.replace(/\t?\n$/, ""));
        this.#logged.emit("line");
      },
      ...changes,
    };
  }

  /** Invokes a function. The answer's payload is parsed. */
  async invoke(fn: RunnableFunction, event: unknown = {}, changes: Partial<Invocation> = {}) {
    const { payload, errorType, tail } = await this.executor.invoke(fn, {
      requestId: randomUUID(),
      payload: Buffer.from(JSON.stringify(event)),
      arn: `arn:aws:lambda:eu-west-1:000000000000:function:${fn.name}`,
      traceId: "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0",
      ...changes,
    });
    return { answer: JSON.parse(payload.toString()), errorType, tail: tail.toString() };
  }

  /** Waits until the function has logged this many lines that hold the text. */
  async logged(text: string, times = 1): Promise<void> {
    while (this.log.filter((line) => line.includes(text)).length < times) {
      await new Promise((resolve) => this.#logged.once("line", resolve));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async close(): Promise<void> {
    await this.executor.close();
    this.clock.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Whether a process lives. One that has ended, but that nobody has asked how, does not. */
export function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !(process.platform === "linux" && /\) Z /.test(readFileSync(`/proc/${pid}/stat`, "latin1")));
  } catch {
    return false;
  }
}

/** Waits until a process is gone. */
export async function ended(pid: number): Promise<void> {
  while (lives(pid)) await new Promise((resolve) => setTimeout(resolve, 5));
}
