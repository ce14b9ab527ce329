import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Writable } from "node:stream";
import type { Folders, RunnableFunction } from "./function.ts";
import { launchNode, type NodePool } from "./node-pool.ts";
import { ASSIGNMENT_FD, launchGroup } from "./process-group.ts";

/** What a runtime's process starts with. */
export interface Assignment {
  readonly variables: Readonly<Record<string, string>>;
  readonly folders: Folders;
  readonly endpoint: string;
}

/** Whether this machine can run functions of a runtime. All versions of Node.js run on the one that runs the lab. */
export function canRun(runtime: string): boolean {
  return isNode(runtime) || isCustom(runtime);
}

/** Whether functions of a runtime come from the pool of Node.js processes. */
export function isNode(runtime: string): boolean {
  return runtime.startsWith("nodejs");
}

/** Starts the process of a function's runtime, one that `canRun`. */
export function startRuntime({ runtime }: RunnableFunction, assignment: Assignment, pool: NodePool): ChildProcess {
  const { variables, folders } = assignment;
  if (isCustom(runtime)) {
    return launchGroup({ command: bootstrapOf(folders), args: [], folder: folders.task, variables });
  }
  // Node.js reads its options when it starts, so such a function can't take over a process of the pool.
  const options = variables.NODE_OPTIONS;
  const child = options ? launchNode({ NODE_OPTIONS: options }) : pool.take();
  (child.stdio[ASSIGNMENT_FD] as Writable).end(JSON.stringify(assignment));
  return child;
}

/** The program of a custom runtime: in the code, or in a layer. */
function bootstrapOf({ task, opt }: Folders): string {
  const [own, layered] = [join(task, "bootstrap"), join(opt, "bootstrap")];
  return existsSync(own) || !existsSync(layered) ? own : layered;
}

/** Runtimes that are a program named `bootstrap` that comes with the function. */
function isCustom(runtime: string): boolean {
  return runtime.startsWith("provided");
}
