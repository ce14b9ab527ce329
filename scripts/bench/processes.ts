import { spawn } from "node:child_process";

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
