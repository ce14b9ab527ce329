import { type ChildProcess, spawn } from "node:child_process";
import type { Reaper } from "./reaper.ts";

/** How to start a process. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder?: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** The file descriptor over which the lab's own runtimes speak with it: first it says what they become. */
export const PIPE_FD = 3;

/** The file descriptor to which a runtime writes its log in frames (see `log-frames.ts`). */
export const LOG_FD = 4;

const windows = process.platform === "win32";

/** Starts a process as the head of a group of its own, so that all it starts can be ended with it, also without the lab. */
export function launchGroup({ command, args, folder, variables }: Launch, reaper: Reaper): ChildProcess {
  const child = spawn(command, args, {
    ...(folder && { cwd: folder }),
    env: variables,
    stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
    detached: !windows,
    windowsHide: true,
  });
  reaper.watch(child);
  // What the head leaves behind goes with it, whatever made it end.
  child.once("exit", () => {
    killGroup(child.pid);
    reaper.forget(child);
  });
  // A broken pipe shows in the process's exit, and whoever waits for a process listens for its errors as well.
  for (const emitter of [child, ...(child.stdio ?? [])]) emitter?.on("error", () => undefined);
  return child;
}

/** Kills a process and all its descendants that did not leave its group. */
export function endGroup(child: ChildProcess): void {
  // When it is gone, its group went with it, and its number may be another's.
  if (child.exitCode === null && child.signalCode === null) killGroup(child.pid);
}

/** Stops a process and its descendants from running, or lets them run again. Windows can't. */
export function holdGroup({ pid, exitCode, signalCode }: ChildProcess, signal: "SIGSTOP" | "SIGCONT"): void {
  if (windows || pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended, and its exit is about to be told.
  }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  if (windows) {
    spawn("taskkill", ["/pid", String(pid), "/t", "/f"], { stdio: "ignore" }).on("error", () => undefined);
    return;
  }
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Nobody of the group is left.
  }
}
