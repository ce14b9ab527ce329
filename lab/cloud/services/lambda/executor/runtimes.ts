import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import type { Socket } from "node:net";
import { join } from "node:path";
import { writeFrame } from "../runtimes/nodejs/frames.mjs";
import type { Folders, RunnableFunction } from "./function.ts";
import type { Namespace } from "./namespace.ts";
import { launchNode, type NodePool, nodeLaunch } from "./node-pool.ts";
import { launchGroup, PIPE_FD } from "./process-group.ts";
import { findPython, isPython, pythonLaunch } from "./python.ts";
import type { Reaper } from "./reaper.ts";
import { wrapped } from "./wrapper.ts";

/** What a runtime's process starts with. */
export interface Assignment {
  readonly variables: Readonly<Record<string, string>>;
  readonly folders: Folders;
  /** Where the function finds them. */
  readonly seen: Folders;
  readonly endpoint: string;
  /** What the Python runtime shows to the Runtime API. */
  readonly token: string;
}

/** A runtime's process, and what the platform logs of its version. */
export interface Started {
  readonly child: ChildProcess;
  readonly version?: string;
  /** What the lab is to say once of this runtime. */
  readonly note?: string;
  /** Over which it speaks with the lab, when it does not use the Runtime API. */
  readonly pipe?: Socket;
}

/**
 * Whether this machine can run functions of a runtime. All versions of Node.js run on the one that runs the lab, those of
 * Python on the host's.
 */
export function canRun(runtime: string): boolean | Promise<boolean> {
  return isNode(runtime) || isCustom(runtime) || (isPython(runtime) && findPython(runtime).then(Boolean));
}

/** Whether functions of a runtime come from the pool of Node.js processes. */
export function isNode(runtime: string): boolean {
  return runtime.startsWith("nodejs");
}

/** Starts the process of a function's runtime, one that `canRun`. */
export async function startRuntime(
  { runtime }: RunnableFunction,
  assignment: Assignment,
  { pool, namespace, reaper }: { readonly pool: NodePool; readonly namespace: Namespace; readonly reaper: Reaper },
): Promise<Started> {
  const { variables, folders, seen, endpoint } = assignment;
  if (isCustom(runtime)) {
    const launch = { command: bootstrapOf(folders), args: [], folder: folders.task, variables };
    return { child: launchGroup(namespace.showing(launch, folders), reaper) };
  }
  const python = isPython(runtime) ? await findPython(runtime) : undefined;
  if (python) {
    const launch = wrapped(pythonLaunch(python, folders.task, variables), seen);
    const child = launchGroup(namespace.showing(launch, folders, python.path), reaper);
    pipeOf(child).end(assignment.token);
    const isOther = !python.version.startsWith(`${runtime.slice("python".length)}.`);
    const note = `Skylab found no ${runtime} on this machine: such functions run on Python ${python.version}.`;
    return { child, version: `python:${python.version}`, ...(isOther && { note }) };
  }
  if (variables.AWS_LAMBDA_EXEC_WRAPPER) {
    const launch = wrapped({ ...nodeLaunch(variables), folder: folders.task }, seen);
    const child = launchGroup(namespace.showing(launch, folders), reaper);
    const pipe = pipeOf(child);
    // It has its folders and variables already, and those that the wrapper set.
    writeFrame(pipe, {}, JSON.stringify({ folders: seen, seen, endpoint }));
    return { child, version: `nodejs:${process.versions.node}`, pipe };
  }
  // Node.js reads its options when it starts, so such a function can't take over a process of the pool.
  const options = variables.NODE_OPTIONS;
  const child = options ? launchNode({ NODE_OPTIONS: options }, namespace, reaper) : pool.take();
  const pipe = pipeOf(child);
  writeFrame(pipe, {}, JSON.stringify({ variables, folders, seen, endpoint }));
  return { child, version: `nodejs:${process.versions.node}`, pipe };
}

function pipeOf(child: ChildProcess): Socket {
  return child.stdio[PIPE_FD] as Socket;
}

/** The program of a custom runtime: in the code, or in a layer. */
function bootstrapOf({ task, opt }: Folders): string {
  const [own, layered] = [join(task, "bootstrap"), join(opt, "bootstrap")];
  return existsSync(own) || !existsSync(layered) ? own : layered;
}

/** Runtimes that are a program named `bootstrap` that comes with the function. */
export function isCustom(runtime: string): boolean {
  return runtime.startsWith("provided");
}
