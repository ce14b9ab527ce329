import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { labFolder } from "../../../../package.ts";
import type { Launch } from "./process-group.ts";

const MAIN = join(labFolder, "cloud/services/lambda/runtimes/python/main.py");

/** A Python of the host. */
export interface Python {
  readonly path: string;
  /** Such as `3.12.4`. */
  readonly version: string;
}

const found = new Map<string, Promise<Python | undefined>>();

/** Whether functions of a runtime run on the host's Python. */
export function isPython(runtime: string): boolean {
  return runtime.startsWith("python3");
}

/** The host's Python for a runtime: the same version when there is one, or else its `python3`. */
export function findPython(runtime: string): Promise<Python | undefined> {
  let python = found.get(runtime);
  if (!python) {
    python = ask(runtime).then((same) => same ?? ask("python3"));
    found.set(runtime, python);
  }
  return python;
}

/** How Python is started with the lab's runtime. */
export function pythonLaunch({ path }: Python, folder: string, variables: Readonly<Record<string, string>>): Launch {
  return { command: path, args: ["-u", MAIN], folder, variables };
}

/** What a command is may be decided by a script (pyenv's shims) that a function's environment would break. */
async function ask(command: string): Promise<Python | undefined> {
  const script = "import sys; print(sys.executable); print('.'.join(map(str, sys.version_info[:3])))";
  try {
    const { stdout } = await promisify(execFile)(command, ["-c", script]);
    const [path = "", version = ""] = stdout.split(/\r?\n/);
    return { path, version };
  } catch {
    return undefined;
  }
}
