import { readdirSync, readFileSync } from "node:fs";

/** What the kernel counts a process's time in; it is 100 Hz to every program on Linux. */
const MICROSECONDS_PER_TICK = 10_000;

/** Mebibytes: PSS counts a page that several processes share by its share, RSS as a whole in each. */
export interface Memory {
  readonly pss: number;
  readonly rss: number;
}

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
}

/** Whether this machine says what a process and its descendants use. */
export const measured: boolean = statOf(process.pid) !== undefined;

/**
 * The processor time that a process and all of its descendants have used, ended ones included, in microseconds; undefined
 * where there is no /proc.
 */
export function cpuOf(root: number): number | undefined {
  if (!measured) return undefined;
  return tree(root).reduce((sum, { ticks }) => sum + ticks, 0) * MICROSECONDS_PER_TICK;
}

/** The memory that a process and all of its descendants fill; undefined where there is no /proc. */
export function memoryOf(root: number): Memory | undefined {
  if (!measured) return undefined;
  return tree(root).reduce((sum, { pid }) => added(sum, memoryOfOne(pid)), { pss: 0, rss: 0 });
}

/** The processes that descend from this one, and itself. */
export function descendants(root: number): number[] {
  return tree(root).map(({ pid }) => pid);
}

const added = (a: Memory, b: Memory): Memory => ({ pss: a.pss + b.pss, rss: a.rss + b.rss });

/** The memory of one process; nothing when it has ended meanwhile. */
export function memoryOfOne(pid: number): Memory {
  const text = read(`/proc/${pid}/smaps_rollup`) ?? "";
  const mebibytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? 0) / 1024;
  return { pss: mebibytes("Pss"), rss: mebibytes("Rss") };
}

function tree(root: number): Stat[] {
  const all = readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? (statOf(Number(name)) ?? []) : []));
  const found = all.filter(({ pid }) => pid === root);
  // The list grows while it is walked: children of children are found, too.
  for (const { pid } of found) found.push(...all.filter(({ parent }) => parent === pid));
  return found;
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the name in brackets may hold anything, brackets included. */
function statOf(pid: number): Stat | undefined {
  const text = read(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  // utime, stime, and those of ended children that were waited for.
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { pid, parent: Number(fields[1]), ticks };
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return undefined;
  }
}
