import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Folders } from "./function.ts";
import type { Launch } from "./process-group.ts";

const UNSHARE = "/usr/bin/unshare";
const FLAGS = ["--user", "--map-current-user", "--mount", "--keep-caps", "/bin/sh", "-c"];

/** Hides the first folder, and becomes the rest of its words. */
const HIDE = `mount -t tmpfs none "$0" && exec "$@"`;

/**
 * Hides the first folder; shows the second one as /opt, the third one as /var/task, and the program that follows as the
 * Python of AWS's runtimes, with which scripts in layers begin. Nobody but root may make folders in /var: there is another
 * /var in its place, with all that is in the real one. Then it becomes the rest of its words.
 */
const SHOW = `
mount -t tmpfs none "$0" && mount --bind "$1" /opt && mount --rbind /var /mnt && mount -t tmpfs none /var &&
for old in /mnt/*; do
  new="/var/\${old##*/}"
  if [ -L "$old" ]; then cp -P "$old" "$new"
  elif [ -d "$old" ]; then mkdir "$new" && mount --rbind "$old" "$new"
  fi
done
mkdir -p /var/task /var/lang/bin && mount --bind "$2" /var/task &&
ln -s "$3" /var/lang/bin/python && ln -s python /var/lang/bin/python3 && umount -l /mnt && shift 3 && exec "$@"`;

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

  /** A launch without sight of the lab's state. */
  hiding(launch: Launch): Launch {
    return this.#hidden && this.#isOffered() ? entered(launch, HIDE, this.#hidden) : launch;
  }

  /** A launch that sees the function's folders at /var/task and /opt as well, and this Python at /var/lang/bin. */
  showing(launch: Launch, { task, opt }: Folders, python = "/usr/bin/python3"): Launch {
    // What is not there is to fail as what it is.
    if (!this.#hidden || !existsSync(launch.command) || !this.#isOffered()) return launch;
    return entered(launch, SHOW, this.#hidden, opt, task, python);
  }

  #isOffered(): boolean {
    if (process.platform !== "linux") return false;
    const rehearsal = [...FLAGS, SHOW, this.#hidden as string, "/usr", "/usr", "python", "true"];
    this.#works ??= spawnSync(UNSHARE, rehearsal, { stdio: "ignore" }).status === 0;
    return this.#works;
  }
}

function entered(launch: Launch, script: string, ...words: string[]): Launch {
  return { ...launch, command: UNSHARE, args: [...FLAGS, script, ...words, launch.command, ...launch.args] };
}
