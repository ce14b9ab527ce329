import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { lstat, rm, rmdir } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { makeTemporaryFolder } from "../cloud/store/temporary-folders.ts";
import type { Place } from "./run.ts";

const UNSHARE = "/usr/bin/unshare";
const FLAGS = ["--user", "--map-root-user", "--mount", "--pid", "--fork", "--kill-child"];

/** What of this machine is in the enclosure, to be read. */
const SYSTEM = ["bin", "etc", "lib", "lib32", "lib64", "libx32", "sbin", "usr"];
/** What is mounted there, or has to be, and is no part of an image when it is empty. */
const OWN = ["dev", "proc", "run", "tmp", "root"];

/**
 * Makes the first folder the root: the system's folders are mounted read-only in it (with all that is mounted below them),
 * its devices are its own, caches go to the second folder, at /run, and everything else of this machine is left behind. Then
 * a shell in the third folder runs the fourth word. It is in a further namespace: what was mounted here, nobody there can
 * change. The kernel's own settings can't be written, not even by root.
 */
const ENCLOSE = `
set -e
root="$1" scratch="$2" dir="$3" command="$4" tools="$5"
mount --make-rprivate /
mount --bind "$root" "$root"
cd "$root"
for name in ${SYSTEM.join(" ")}; do
  if [ -L "/$name" ]; then [ -L "$name" ] || cp -P "/$name" "$name"
  elif [ -d "/$name" ]; then mkdir -p "$name"; mount --rbind "/$name" "$name"
  fi
done
if [ -n "$tools" ]; then mkdir -p ".$tools"; mount --rbind "$tools" ".$tools"; fi
while read -r _ _ _ _ point options _; do
  case "$point" in "$root"/*) mount -o "remount,bind,ro,\${options#r?}" "$point";; esac
done < /proc/self/mountinfo
mkdir -p ${OWN.join(" ")}
mount -t proc -o nosuid,nodev,noexec none proc
mount --bind proc/sys proc/sys
mount -o remount,bind,ro,nosuid,nodev,noexec proc/sys
[ ! -e proc/sysrq-trigger ] || mount --bind /dev/null proc/sysrq-trigger
mount --bind "$scratch" run
mount -t tmpfs none dev
resolver="$(readlink -f /etc/resolv.conf || true)"
case "$resolver" in /run/*) mkdir -p ".\${resolver%/*}"; cp "$resolver" ".$resolver";; esac
for name in null zero full random urandom; do : > "dev/$name"; mount --bind "/dev/$name" "dev/$name"; done
ln -s /proc/self/fd dev/fd; ln -s fd/0 dev/stdin; ln -s fd/1 dev/stdout; ln -s fd/2 dev/stderr
mkdir run/.old
pivot_root . run/.old
umount -l /run/.old
rmdir /run/.old
cd "$dir"
exec unshare --user --map-root-user --mount /bin/sh -c "$command"
`;

/** The program and its words that run a shell's command in an enclosure. */
export function enclosed(text: string, { root, workdir }: Omit<Place, "variables">, scratch: string) {
  const words = ["/bin/sh", "-c", ENCLOSE, "sh", root, scratch, workdir, text, toolsFolder()];
  return [UNSHARE, [...FLAGS, ...words]] as const;
}

let works: boolean | undefined;

/** Whether this machine has enclosures: Linux, with user namespaces for everybody. */
export function hasEnclosure(): boolean {
  works ??= process.platform === "linux" && rehearse();
  return works;
}

function rehearse(): boolean {
  const folders = [1, 2].map(() => makeTemporaryFolder("run"));
  const [root = "", scratch = ""] = folders;
  try {
    const [command, args] = enclosed("true", { root, workdir: "/" }, scratch);
    return spawnSync(command, args, { stdio: "ignore" }).status === 0;
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}

/** The folder of this Node.js with its npm, where it is not the system's. Never a home, or the root. */
function toolsFolder(): string {
  const folder = dirname(dirname(process.execPath));
  const isSystem = folder === "/" || /^\/(usr|bin|opt)(\/|$)/.test(folder);
  return isSystem || homedir().startsWith(folder) ? "" : folder;
}

/** Removes what was made in a stage only to mount something there. */
export async function removeMountPoints(root: string, before: ReadonlySet<string>): Promise<void> {
  for (const name of [...SYSTEM, ...OWN].filter((name) => !before.has(name))) {
    const path = join(root, name);
    if ((await lstat(path).catch(() => undefined))?.isSymbolicLink()) await rm(path);
    else await removeEmpty(root, name);
  }
  await removeEmpty(root, toolsFolder());
}

/** Removes a folder, and those around it, as far as they are empty. */
async function removeEmpty(root: string, path: string): Promise<void> {
  if (path === "" || path === "." || path === "/") return;
  const isGone = await rmdir(join(root, path)).then(
    () => true,
    () => false,
  );
  if (isGone) await removeEmpty(root, dirname(path));
}
