import { readFileSync } from "node:fs";

const MB = 1024;

/** The memory that a process fills itself, without the files (such as its program) that it maps, in megabytes. */
export interface Memory {
  readonly now: number;
  /** The most that it ever filled, also between two looks. */
  readonly peak: number;
}

/** The memory of a process. Undefined where the host has no /proc to read it from: there, memory is neither limited nor reported. */
export function memoryOf(pid: number): Memory | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "latin1");
    const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1]);
    const now = of("RssAnon");
    if (Number.isNaN(now)) return undefined;
    // The kernel keeps the peak of all that is resident. What is mapped of files hardly changes.
    const peak = Math.max(now, of("VmHWM") - of("RssFile") - of("RssShmem"));
    return { now: Math.ceil(now / MB), peak: Math.ceil(peak / MB) };
  } catch {
    return undefined;
  }
}
