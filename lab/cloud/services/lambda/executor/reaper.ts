import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, fstatSync, openSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** Environments that end within so many milliseconds are looked after together: a look at all processes has its price. */
const TOGETHER = 50;

/** How long the last look may take, in milliseconds. */
const LAST_LOOK = 5000;

/**
 * A shell that hears of the processes of functions, and comes to the end of its input when the lab is gone, however it went.
 * It reads `+ PID` and `- PID` of heads of process groups, `@ MARK` of what may have left its group, and `! MARK…` when all
 * that bears these marks is to be gone. A mark is `eTEXT`, a part of the environment variables of a process, or `nNUMBER`, its
 * mount namespace. It looks until it finds nothing, since what it kills may have started another meanwhile, and then says so.
 */
const SCRIPT = `
trap '' HUP INT TERM
remove() { eval "case \\$$1 in *\\" $2 \\"*) $1=\\"\\\${$1%% $2 *} \\\${$1#* $2 }\\";; esac"; }
marked() {
  texts= namespaces=
  for mark; do
    case "$mark" in
      e*) texts="$texts -e \${mark#e}";;
      n*) namespaces="$namespaces -e mnt:[\${mark#n}]";;
    esac
  done
  [ -n "$texts" ] && (set +f; exec grep -laFs $texts [0-9]*/environ)
  [ -n "$namespaces" ] && (set +f; ls -l [0-9]*/ns/mnt 2>/dev/null) | grep -F $namespaces | sed 's|/ns/mnt -> .*||; s|.* ||'
}
sweep() {
  round=0
  while [ $round -lt 40 ]; do
    pids=
    for found in $(marked "$@"); do pids="$pids \${found%%/*}"; done
    [ -z "$pids" ] && return
    kill -9 $pids 2>/dev/null
    round=$((round + 1))
    sleep 0.02 2>/dev/null || sleep 1
  done
}
set -f
cd /proc 2>/dev/null
heads=' ' marks=' '
while read -r kind words; do
  case "$kind" in
    +) heads="$heads $words ";;
    -) remove heads "$words";;
    @) marks="$marks $words ";;
    !) for mark in $words; do remove marks "$mark"; done; sweep $words; echo;;
  esac
done
for pid in $heads; do kill -9 "-$pid" 2>/dev/null; done
[ "$marks" = ' ' ] || sweep $marks`;

/**
 * Sees to it that nothing of a function stays behind: neither when its environment ends, nor when the lab is killed. Process
 * groups hold what a function starts, but for what leaves its group (daemons call setsid). That is found by marks that
 * children inherit: a variable of their environment, and the mount namespace that a launch made for its process. Its number
 * would be the next environment's as soon as it is gone, so it is held open until all that is in it has ended. Where the host
 * has no /proc, groups are all there is. A function that sheds both marks on purpose escapes: functions are no boundary.
 */
export class Reaper {
  #shell: ChildProcess | undefined;
  readonly #heads = new Set<number>();
  /** The marks of each environment. */
  readonly #marks = new Map<string, Set<string>>();
  /** The files that hold each environment's mount namespaces. */
  readonly #held = new Map<string, number[]>();
  #ended: string[] = [];
  /** What holds the namespaces of environments that have ended, and in a list of its own what the shell was told to end. */
  #loose: number[] = [];
  #swept: number[][] = [];
  #timer: NodeJS.Timeout | undefined;
  readonly #own = ownNamespace();

  /** Looks after an environment, whose processes have this text among their variables: before the first of them starts. */
  begin(text: string): void {
    this.#note(text, `e${text}`);
  }

  /** Notes the head of a process group, as soon as it is started. */
  watch({ pid }: ChildProcess): void {
    if (pid === undefined) return;
    this.#tell(`+ ${pid}`);
    this.#heads.add(pid);
  }

  /** Forgets a head that has ended. */
  forget({ pid }: ChildProcess): void {
    if (pid !== undefined && this.#heads.delete(pid)) this.#tell(`- ${pid}`);
  }

  /** Notes the mount namespace of a process of an environment, when it has one of its own. */
  know(text: string, { pid }: ChildProcess): void {
    const namespace = pid === undefined || this.#own === undefined ? undefined : holdNamespace(pid);
    if (!namespace) return;
    // The lab's own would be everybody's.
    if (namespace.number === this.#own) {
      closeSync(namespace.file);
      return;
    }
    this.#held.set(text, [...(this.#held.get(text) ?? []), namespace.file]);
    this.#note(text, `n${namespace.number}`);
  }

  /** Ends all that is left of an environment. */
  end(text: string): void {
    this.#ended.push(...(this.#marks.get(text) ?? []));
    this.#marks.delete(text);
    this.#loose.push(...(this.#held.get(text) ?? []));
    this.#held.delete(text);
    this.#timer ??= setTimeout(() => this.#flush(), TOGETHER).unref();
  }

  /** Ends the watch: all that it knows of is ended. */
  async close(): Promise<void> {
    this.#flush();
    const shell = this.#shell;
    this.#shell = undefined;
    if (!shell || shell.exitCode !== null) return;
    shell.ref();
    shell.stdin?.end();
    await Promise.race([once(shell, "exit"), pause(LAST_LOOK, undefined, { ref: false })]);
    this.#letGo(...this.#swept.splice(0), ...this.#held.values());
    this.#held.clear();
  }

  #note(text: string, mark: string): void {
    this.#tell(`@ ${mark}`);
    const marks = this.#marks.get(text) ?? new Set();
    this.#marks.set(text, marks.add(mark));
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#ended.length === 0) return;
    this.#tell(`! ${this.#ended.join(" ")}`);
    this.#swept.push(this.#loose);
    this.#ended = [];
    this.#loose = [];
  }

  #letGo(...files: readonly number[][]): void {
    for (const file of files.flat()) closeSync(file);
  }

  #tell(line: string): void {
    this.#shell ??= this.#start();
    this.#shell.stdin?.write(`${line}\n`);
  }

  #start(): ChildProcess {
    // A session of its own: what is meant for the lab (Ctrl-C) must not end it before the lab. Nothing of the lab's
    // environment: a lab may run in a function, whose mark it would bear.
    const env = { PATH: process.env.PATH ?? "/usr/bin:/bin" };
    const shell = spawn("/bin/sh", ["-c", SCRIPT], { stdio: ["pipe", "pipe", "ignore"], detached: true, env });
    shell.on("error", () => undefined);
    shell.once("exit", () => {
      if (this.#shell === shell) this.#shell = undefined;
      shell.stdout?.destroy();
      this.#letGo(...this.#swept.splice(0));
    });
    shell.stdin?.on("error", () => undefined);
    // A line for each time that it was told to end something.
    shell.stdout?.on("data", ({ length }: Buffer) => this.#letGo(...this.#swept.splice(0, length)));
    shell.unref();
    for (const pipe of [shell.stdin, shell.stdout]) (pipe as unknown as { unref?: () => void })?.unref?.();
    // One that was killed is followed by one that knows the same.
    for (const pid of this.#heads) shell.stdin?.write(`+ ${pid}\n`);
    for (const marks of this.#marks.values()) for (const mark of marks) shell.stdin?.write(`@ ${mark}\n`);
    return shell;
  }
}

/** A process's mount namespace, where the host has such: its number, which no other has while the file is open. */
function holdNamespace(pid: number | "self"): { readonly file: number; readonly number: number } | undefined {
  try {
    const file = openSync(`/proc/${pid}/ns/mnt`, "r");
    return { file, number: fstatSync(file).ino };
  } catch {
    return undefined;
  }
}

function ownNamespace(): number | undefined {
  const own = holdNamespace("self");
  if (own) closeSync(own.file);
  return own?.number;
}
