import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Folders } from "./function.ts";
import type { Launch } from "./process-group.ts";

const UNSHARE = "/usr/bin/unshare";
const FLAGS = ["--user", "--map-current-user", "--mount", "--keep-caps", "/bin/sh", "-c"];

/**
 * Hides the first folder, and makes /var/task. Nobody but root may make folders in /var: there is another /var in its place,
 * with all that is in the real one.
 */
const PREPARE = `
mount -t tmpfs none "$0" && mount --rbind /var /mnt && mount -t tmpfs none /var &&
for old in /mnt/*; do
  new="/var/\${old##*/}"
  if [ -L "$old" ]; then cp -P "$old" "$new"
  elif [ -d "$old" ]; then mkdir "$new" && mount --rbind "$old" "$new"
  fi
done
mkdir -p /var/task /var/node_modules /var/lang/bin && umount -l /mnt`;

/** The same, for a process that becomes a function later: then it shows the function's folders itself. */
const AWAIT = `${PREPARE} && exec "$@"`;

/**
 * Shows the second folder as /opt, the third one as /var/task, the fourth one beside it, where Node.js looks for packages, and
 * the program that follows as the Python of AWS's runtimes, with which scripts in layers begin. Then it becomes the rest of its
 * words, in /var/task.
 */
const SHOW = `${PREPARE} && mount --bind "$1" /opt && mount --bind "$2" /var/task && mount --bind "$3" /var/node_modules &&
cd /var/task && ln -s "$4" /var/lang/bin/python && ln -s python /var/lang/bin/python3 && shift 4 && exec "$@"`;

/** Where AWS has a function's folders. */
const SHOWN: Folders = { task: "/var/task", opt: "/opt", packages: "/var/node_modules" };

/**
 * A file system of a function's own, where the host offers it (Linux, with user namespaces for everybody): the lab's state is
 * not in it, and the function's folders are where AWS has them. Elsewhere processes start as they are.
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

  /** Where a function finds its folders. */
  seen(folders: Folders): Folders {
    return this.#hidden && this.#isOffered() ? SHOWN : folders;
  }

  /** A launch without sight of the lab's state, of a process that may show a function's folders later. */
  hiding(launch: Launch): Launch {
    return this.#hidden && this.#isOffered() ? entered(launch, AWAIT, this.#hidden) : launch;
  }

  /** A launch that sees the function's folders at /var/task and /opt as well, and this Python at /var/lang/bin. */
  showing(launch: Launch, { task, opt, packages }: Folders, python = "/usr/bin/python3"): Launch {
    // What is not there is to fail as what it is.
    if (!this.#hidden || !existsSync(launch.command) || !this.#isOffered()) return launch;
    return entered(launch, SHOW, this.#hidden, opt, task, packages, python);
  }

  #isOffered(): boolean {
    if (process.platform !== "linux") return false;
    const rehearsal = [...FLAGS, SHOW, this.#hidden as string, "/usr", "/usr", "/usr", "python", "true"];
    this.#works ??= spawnSync(UNSHARE, rehearsal, { stdio: "ignore" }).status === 0;
    return this.#works;
  }
}

function entered(launch: Launch, script: string, ...words: string[]): Launch {
  return { ...launch, command: UNSHARE, args: [...FLAGS, script, ...words, launch.command, ...launch.args] };
}
