import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Launch } from "./process-group.ts";

const UNSHARE = "/usr/bin/unshare";
const FLAGS = ["--user", "--map-current-user", "--mount", "--keep-caps", "/bin/sh", "-c"];

/** Hides the first folder, shows the second one as /opt where there is one, and becomes the rest of its words. */
const SCRIPT = `mount -t tmpfs none "$0" && { [ -z "$1" ] || mount --bind "$1" /opt; } && shift && exec "$@"`;

/**
 * A file system of a function's own, where the host offers it (Linux, with user namespaces for everybody): the lab's state
 * is not in it, and a folder can be seen as `/opt`. Elsewhere processes start as they are.
 *
 * It keeps functions from reading what they should not by accident; it is no boundary for hostile code.
 */
export class Namespace {
  readonly #hidden: string | undefined;
  #works: boolean | undefined;

  /** @param hidden the folder that functions don't see */
  constructor(hidden: string | undefined) {
    this.#hidden = hidden && resolve(hidden);
  }

  /** A launch in such a file system. */
  around(launch: Launch, opt = ""): Launch {
    // What is not there is to fail as what it is.
    if (!this.#isOffered() || (launch.command.includes("/") && !existsSync(launch.command))) return launch;
    const args = [...FLAGS, SCRIPT, this.#hidden as string, opt, launch.command, ...launch.args];
    return { ...launch, command: UNSHARE, args };
  }

  #isOffered(): boolean {
    if (process.platform !== "linux" || this.#hidden === undefined) return false;
    this.#works ??= spawnSync(UNSHARE, [...FLAGS, SCRIPT, this.#hidden, "", "true"], { stdio: "ignore" }).status === 0;
    return this.#works;
  }
}
