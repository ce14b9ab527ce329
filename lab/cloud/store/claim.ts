import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { uptime } from "node:os";
import { join } from "node:path";
import { StoreError } from "./store-error.ts";

/** The file that names who uses the folder. */
export const CLAIM = "lab.pid";

/** The folders that this process has claimed. */
const claimed = new Set<string>();

/** How many of the units in which Linux tells when a process started make a second. */
const CLOCK_TICKS = 100;

/** `ps` tells when a process started in whole seconds, and clocks are corrected. In seconds. */
const TOLERANCE = 3;

/**
 * Claims a folder for this process, so that two labs never share one. A claim whose process has ended is taken over, even
 * when its number belongs to another program by now. Returns what gives the folder free again.
 */
export function claim(folder: string): () => void {
  checkFree(folder);
  const file = join(folder, CLAIM);
  if (claimed.has(folder)) throw new StoreError(`The state in ${folder} is in use by another cloud of this process.`);
  writeFileSync(file, `${process.pid} ${bootTime()} ${ownStart()}`);
  claimed.add(folder);
  return () => {
    claimed.delete(folder);
    rmSync(file, { force: true });
  };
}

/** Throws a StoreError when a lab of another process uses the folder. */
export function checkFree(folder: string): void {
  const holder = holderOf(join(folder, CLAIM));
  if (holder === undefined) return;
  throw new StoreError(
    `The state in ${folder} is in use by another lab (process ${holder}). Stop it, or choose another folder with --state.`,
  );
}

/** The process that a claim names, if it still runs. */
function holderOf(file: string): number | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const [pid = 0, boot = 0, start] = text.split(" ").map(Number);
  // A number may be another program's: after the machine started anew, in a copied folder, or when numbers began again.
  const sameBoot = Math.abs(boot - bootTime()) < 10;
  if (!Number.isSafeInteger(pid) || pid <= 0 || !sameBoot || pid === process.pid || !isRunning(pid)) return undefined;
  const isAnother = start !== undefined && Math.abs(startOf(pid) - start) > TOLERANCE;
  return isAnother ? undefined : pid;
}

/** When the machine started, in seconds since the epoch. */
function bootTime(): number {
  return Math.round(Date.now() / 1000 - uptime());
}

/** When this process started, in seconds since the epoch. */
function ownStart(): number {
  return Math.round(Date.now() / 1000 - process.uptime());
}

/** When a process started, in seconds since the epoch; NaN where nothing tells. */
function startOf(pid: number): number {
  if (process.platform === "linux") {
    // The name of the program, in parentheses, may have blanks and parentheses itself.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(")").at(-1)?.trim().split(" ") ?? [];
    return bootTime() + Number(fields[22 - 3]) / CLOCK_TICKS;
  }
  const env = { ...process.env, LC_ALL: "C", TZ: "UTC" };
  const { stdout } = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", env });
  return Date.parse(`${stdout?.trim()} UTC`) / 1000;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
