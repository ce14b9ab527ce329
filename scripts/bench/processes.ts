import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A server in a process of its own, so that it does not share a core's event loop with the load. */
export interface ServerProcess {
  readonly endpoint: string;
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

/** Starts a server that prints its endpoint on its first line. */
export async function startServer(command: string, args: readonly string[]): Promise<ServerProcess> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const endpoint = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child
      .once("error", reject)
      .once("exit", (code) => reject(new Error(`${command} ${args.join(" ")} ended with ${code}`)));
  });
  const stop = async () => {
    child.kill();
    await ended;
  };
  return { endpoint, child, stop };
}

/** Starts an empty lab of a build, by the folder that holds `lab/cli/main.js`. */
export const startLabOf = (build: string): Promise<ServerProcess> =>
  startServer(process.execPath, [join(build, "lab/cli/main.js"), "cloud", "--port", "0", "--ephemeral"]);

/** Runs a command to its end and answers the milliseconds that it took. */
export async function timeCommand(
  command: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<number> {
  const begun = performance.now();
  const child = spawn(command, args, { ...options, stdio: ["ignore", "ignore", "ignore"] });
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}`);
  return performance.now() - begun;
}
