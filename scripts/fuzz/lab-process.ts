import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { packageFolder } from "../../lab/package.ts";
import { descendants, leftRunning } from "./processes.ts";
import type { Watched } from "./watch.ts";

/** Whether the lab runs as it was built, or from its sources. */
export type Build = "dist" | "sources";

/** Something the lab wrote to its log: one line, or a line with the stack under it. */
export interface LogEntry {
  readonly at: number;
  readonly text: string;
}

/** A lab in a process of its own, watched from inside. */
export class LabProcess {
  readonly endpoint: URL;
  readonly log: LogEntry[] = [];
  readonly blocks: Extract<Watched, { kind: "block" }>[] = [];
  readonly ended: Promise<string>;
  peakMemory = 0;
  /** How the process ended, once it has. */
  end: string | undefined;
  readonly #child: ChildProcess;
  #holding: readonly string[] = [];

  private constructor(child: ChildProcess, endpoint: string, errors: string[]) {
    this.#child = child;
    // One that is busy without end does not hear that its parent is gone.
    const end = () => child.kill("SIGKILL");
    process.once("exit", end);
    child.once("close", () => process.off("exit", end));
    this.endpoint = new URL(endpoint);
    const note = (line: string) => this.#note(line);
    errors.forEach(note);
    createInterface({ input: child.stderr as NodeJS.ReadableStream }).on("line", note);
    child.on("message", (message: Watched) => {
      if (message.kind === "block") this.blocks.push(message);
      else if (message.kind === "stuck") this.#holding = message.resources;
      else this.peakMemory = Math.max(this.peakMemory, message.rss);
    });
    this.ended = new Promise((resolve) => {
      child.once("close", (code, signal) => {
        this.end = signal ?? `exit code ${code}`;
        resolve(this.end);
      });
    });
  }

  /** Starts `lab cloud` and waits until it answers. */
  static async start(build: Build, state: readonly string[] = ["--ephemeral"]): Promise<LabProcess> {
    const tsx = ["--import", "tsx"];
    const program = build === "dist" ? "dist/lab/cli/main.js" : "lab/cli/main.ts";
    const watch = ["--import", join(packageFolder, "scripts/fuzz/watch.ts")];
    const args = [...tsx, ...watch, join(packageFolder, program), "cloud", "--port", "0", ...state];
    const child = spawn(process.execPath, args, { cwd: packageFolder, stdio: ["ignore", "pipe", "pipe", "ipc"] });
    const errors: string[] = [];
    const early = (data: Buffer) => errors.push(...data.toString().split("\n").filter(Boolean));
    child.stderr?.on("data", early);
    const endpoint = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout as NodeJS.ReadableStream }).once("line", resolve);
      child.once("exit", (code, signal) =>
        reject(new Error(`The lab ended with ${code ?? signal}: ${errors.join("\n")}`)),
      );
    });
    child.stderr?.off("data", early);
    return new LabProcess(child, endpoint, errors);
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  /** Ends the lab as SIGTERM does, and tells what it left running. */
  async stop(): Promise<string[]> {
    const processes = descendants(this.pid);
    this.#child.kill("SIGTERM");
    const late = setTimeout(() => this.#child.kill("SIGKILL"), 20_000);
    const end = await this.ended;
    clearTimeout(late);
    const left = await leftRunning(processes);
    return end === "SIGKILL"
      ? [`the lab itself, which SIGTERM did not end within 20 s (${[...new Set(this.#holding)]})`, ...left]
      : left;
  }

  /** Kills the lab without a warning; answers what ran below it. */
  async kill(): Promise<ReturnType<typeof descendants>> {
    const processes = descendants(this.pid);
    this.#child.kill("SIGKILL");
    await this.ended;
    return processes;
  }

  #note(text: string): void {
    const last = this.log.at(-1);
    // The frames of a stack belong to the line above them.
    if (last && /^\s+at |^\s{2,}/.test(text))
      this.log[this.log.length - 1] = { at: last.at, text: `${last.text}\n${text}` };
    else this.log.push({ at: Date.now(), text });
  }
}
