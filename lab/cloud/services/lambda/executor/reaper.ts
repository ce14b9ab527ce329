import { type ChildProcess, spawn } from "node:child_process";

/**
 * Ends the processes that it is told of when the lab is gone, however it went: one that is frozen does not notice. It is a
 * shell that reads `+PID` and `-PID`, and comes to the end of its input when the lab does.
 */
const SCRIPT = `
while read -r line; do
  pid="\${line#?}"
  case "$line" in
    +*) pids="$pids $pid ";;
    -*) pids="\${pids%% $pid *} \${pids#* $pid }";;
  esac
done
for pid in $pids; do kill -9 "-$pid" 2>/dev/null; done`;

/** Watches over process groups, for as long as this process lives and a moment longer. */
export class Reaper {
  #shell: ChildProcess | undefined;

  /** Notes the head of a process group. */
  watch({ pid }: ChildProcess): void {
    if (pid !== undefined) this.#tell(`+${pid}`);
  }

  /** Forgets one that has ended. */
  forget({ pid }: ChildProcess): void {
    if (pid !== undefined) this.#tell(`-${pid}`);
  }

  /** Ends the watch: all that it knows of is ended. */
  close(): void {
    this.#shell?.stdin?.end();
    this.#shell = undefined;
  }

  #tell(line: string): void {
    this.#shell ??= start();
    this.#shell.stdin?.write(`${line}\n`);
  }
}

function start(): ChildProcess {
  // A session of its own: what is meant for the lab (Ctrl-C) must not end it before the lab.
  const shell = spawn("/bin/sh", ["-c", SCRIPT], { stdio: ["pipe", "ignore", "ignore"], detached: true });
  shell.on("error", () => undefined);
  shell.stdin?.on("error", () => undefined);
  shell.unref();
  (shell.stdin as unknown as { unref?: () => void })?.unref?.();
  return shell;
}
