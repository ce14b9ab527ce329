import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** A process, told from another one that has its number later by the time it started. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly started: string;
  readonly command: string;
}

/** How long processes have to end after their lab did, in milliseconds. */
const GRACE = 3_000;

/** The processes below one, as /proc tells; none where there is no /proc. */
export function descendants(pid: number): Process[] {
  const all = processes();
  const below = (parent: number): Process[] =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
  return below(pid);
}

/** Which of these still run when they have had time to end. They are ended then: a run leaves nothing behind itself. */
export async function leftRunning(known: readonly Process[]): Promise<string[]> {
  const until = Date.now() + GRACE;
  for (;;) {
    const running = new Set(processes().map(({ pid, started }) => `${pid} ${started}`));
    const left = known.filter(({ pid, started }) => running.has(`${pid} ${started}`));
    if (left.length > 0 && Date.now() < until) {
      await delay(50);
      continue;
    }
    for (const { pid } of left) end(pid);
    return left.map(({ pid, command }) => `${pid} ${command}`);
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself in the meantime.
  }
}

function processes(): Process[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => read(Number(name)) ?? []);
  } catch {
    return [];
  }
}

function read(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command may hold blanks and parentheses; what follows the last one does not.
    const [state, parent, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (state === "Z") return undefined;
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    return { pid, parent: Number(parent), started: rest[17] as string, command };
  } catch {
    return undefined;
  }
}
