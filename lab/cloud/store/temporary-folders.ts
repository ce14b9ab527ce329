import { mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmdirSync } from "node:fs";
import { lstat, readdir, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** `skylab-PID-START-NAMESPACE-RANDOM`: the process, when it started, and the namespace in which that number is its. */
const NAME = /^skylab-(\d+)-(\d+)-(\d+)-[A-Za-z0-9]{6}$/;

const HOUR = 3_600_000;

/** After how long without a sign of life the folder of a process that can't be seen from here is nobody's, in milliseconds. */
const ABANDONED = 24 * HOUR;

let root: string | undefined;
let removing: Promise<void> | undefined;

/** Makes a temporary folder of this process, for its user alone. Who makes it removes it; what a killed lab left, the next one. */
export function makeTemporaryFolder(kind: string): string {
  root ??= makeRoot();
  // Some hosts remove what is old.
  mkdirSync(root, { recursive: true, mode: 0o700 });
  return mkdtempSync(join(root, `${kind}-`));
}

/** Removes the temporary folders of labs that are gone without having done so, once in a process. Never rejects. */
export function removeOrphans(): Promise<void> {
  removing ??= readdir(tmpdir()).then(
    async (names) => {
      for (const name of names) await removeOrphan(name).catch(() => undefined);
    },
    () => undefined,
  );
  return removing;
}

function makeRoot(): string {
  const folder = mkdtempSync(join(tmpdir(), `skylab-${process.pid}-${startOf(process.pid)}-${ownNamespace()}-`));
  setInterval(() => utimes(folder, new Date(), new Date()).catch(() => undefined), HOUR).unref();
  process.once("exit", () => {
    try {
      rmdirSync(folder);
    } catch {
      // Something is in it, or it is gone: the next lab sees.
    }
  });
  return folder;
}

/** Nothing of another user's, and nothing that a link leads to. */
async function removeOrphan(name: string): Promise<void> {
  const [, pid, start, namespace] = NAME.exec(name) ?? [];
  if (pid === undefined) return;
  const folder = join(tmpdir(), name);
  const entry = await lstat(folder);
  if (!entry.isDirectory() || entry.uid !== (process.getuid?.() ?? entry.uid)) return;
  const isOurs = namespace === ownNamespace();
  const lives = isOurs ? isAlive(Number(pid), start as string) : Date.now() - entry.mtimeMs < ABANDONED;
  if (!lives) await rm(folder, { recursive: true, force: true });
}

/** Whether that process still is the one that started then: numbers are used again. */
function isAlive(pid: number, start: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Another user's process can't be signalled, and lives.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  return startOf(pid) === start;
}

/** When a process started, in ticks since the host did; 0 where the host does not tell. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The second field is the program's name, with whatever characters are in it; the start is the 22nd.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "0";
  } catch {
    return "0";
  }
}

function ownNamespace(): string {
  try {
    return /\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0] ?? "0";
  } catch {
    return "0";
  }
}
