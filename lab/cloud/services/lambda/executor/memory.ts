import { readFileSync } from "node:fs";

const MB = 1024;

/**
 * The megabytes of memory that a process fills itself, without the files (such as its program) that it maps. Undefined
 * where the host has no /proc to read it from: there, memory is neither limited nor reported.
 */
export function memoryOf(pid: number): number | undefined {
  try {
    const [, kilobytes] = /^RssAnon:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "latin1")) ?? [];
    return kilobytes === undefined ? undefined : Math.ceil(Number(kilobytes) / MB);
  } catch {
    return undefined;
  }
}
