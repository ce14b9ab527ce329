import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DockerWouldDo } from "./failure.ts";

/** Programs that work on the files of the stage they are started in, as long as they are given no other paths. */
const PROGRAMS = new Set(
  "npm npx yarn pnpm node tsc esbuild pip pip3 python python3 mkdir cp mv rm touch echo chmod ls cat true".split(" "),
);

/**
 * Runs a command of a Dockerfile on this machine, inside of the stage's folder. There is no container around it: what
 * would reach beyond the stage is refused.
 */
export async function runCommand(
  text: string,
  { root, workdir, variables }: { root: string; workdir: string; variables: Readonly<Record<string, string>> },
): Promise<void> {
  check(text);
  const task = join(root, "var/task");
  const command = text.replaceAll(/\/var\/task(?=[/\s"']|$)/g, task);
  const { PATH = "" } = process.env;
  const env = { ...variables, PATH, HOME: tmpdir(), LAMBDA_TASK_ROOT: task };
  const child = spawn(command, { cwd: join(root, workdir), env, shell: true, stdio: ["ignore", 2, 2] });
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code !== 0) throw new Error(`RUN ${text} ended with ${code}`);
}

function check(text: string): void {
  for (const part of text.split(/&&|\|\||[;|&\n]/)) {
    const words = part.trim().split(/\s+/);
    const program = words.find((word) => !/^\w+=/.test(word)) ?? "";
    if (!PROGRAMS.has(program)) throw new DockerWouldDo(`RUN ${text} (${program || "nothing"} on this machine)`);
  }
  const paths = text.replaceAll(/\/var\/task(?=[/\s"']|$)/g, "");
  if (/(^|[\s="':>])(\/|~)/.test(paths) || /(^|[\s/="'])\.\.($|[\s/"'])|\$\(|`/.test(paths)) {
    throw new DockerWouldDo(`RUN ${text} (it reaches beyond /var/task)`);
  }
}
