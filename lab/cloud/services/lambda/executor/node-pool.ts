import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { labFolder } from "../../../../package.ts";
import type { Namespace } from "./namespace.ts";
import { endGroup, type Launch, launchGroup } from "./process-group.ts";
import type { Reaper } from "./reaper.ts";

const MAIN = join(labFolder, "cloud/services/lambda/runtimes/nodejs/main.mjs");

/**
 * Node.js processes that are started and have loaded the runtime, but do not know yet which function they become: a cold
 * start then takes the time to load the function's code. Nothing is started before `fill` is called.
 */
export class NodePool {
  readonly #size: number;
  readonly #namespace: Namespace;
  readonly #reaper: Reaper;
  readonly #waiting: ChildProcess[] = [];

  /**
   * @param size How many processes wait at most
   * @param namespace Where they are
   * @param reaper Who ends them when the lab is gone
   */
  constructor(size: number, namespace: Namespace, reaper: Reaper) {
    this.#size = size;
    this.#namespace = namespace;
    this.#reaper = reaper;
  }

  /** Starts as many processes as are missing. */
  fill(): void {
    while (this.#waiting.length < this.#size) {
      const child = this.#launch();
      this.#waiting.push(child);
      child.once("exit", () => this.#remove(child));
      child.once("error", () => this.#remove(child));
    }
  }

  /** A process that waits for its assignment: one of the pool, or a new one when there is none. */
  take(): ChildProcess {
    return this.#waiting.shift() ?? this.#launch();
  }

  /** Ends the waiting processes. */
  empty(): void {
    for (const child of this.#waiting.splice(0)) endGroup(child);
  }

  #launch(): ChildProcess {
    return launchNode({}, this.#namespace, this.#reaper);
  }

  #remove(child: ChildProcess): void {
    const index = this.#waiting.indexOf(child);
    if (index >= 0) this.#waiting.splice(index, 1);
  }
}

/** Starts Node.js with the lab's runtime. It gets nothing of the lab's own environment. */
export function launchNode(
  variables: Readonly<Record<string, string>>,
  namespace: Namespace,
  reaper: Reaper,
): ChildProcess {
  return launchGroup(namespace.hiding(nodeLaunch(variables)), reaper);
}

/** How Node.js is started with the lab's runtime. */
export function nodeLaunch(variables: Readonly<Record<string, string>>): Launch {
  return { command: process.execPath, args: [MAIN], variables };
}
