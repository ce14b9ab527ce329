import { execFile } from "node:child_process";
import { join } from "node:path";
import { packageFolder } from "../../lab/package.ts";

/** How a command ended, and what it printed. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The environment without anything that says where a lab is, or who calls it. */
const BARE = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_")));

/** Runs `lab` as it is built, to its end. Of the environment's variables for AWS it sees those that are given here alone. */
export function labCommand(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const main = join(packageFolder, "dist/lab/cli/main.js");
  const options = { env: { ...BARE, ...env }, timeout: 30_000, maxBuffer: 2 ** 24 };
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], options, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr }),
    );
  });
}
