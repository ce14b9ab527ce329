import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type ResourceLimits, Worker } from "node:worker_threads";
import { labFolder } from "../package.ts";

/**
 * Starts a thread that runs a module: the compiled one, or the source, which only a loader can read.
 * The build makes a file of each such module: scripts/build lists them.
 * @param module its path below the lab's folder, without an extension
 */
export function startThread(module: string, workerData?: unknown, resourceLimits: ResourceLimits = {}): Worker {
  const isSource = import.meta.url.endsWith(".ts");
  const file = JSON.stringify(pathToFileURL(join(labFolder, module + (isSource ? ".ts" : ".js"))));
  if (!isSource) return new Worker(`import(${file})`, { eval: true, workerData, resourceLimits });
  const loader = JSON.stringify(import.meta.resolve("tsx/esm/api"));
  const script = `import(${loader}).then(({ register }) => (register(), import(${file})))`;
  return new Worker(script, { eval: true, workerData, resourceLimits });
}

/** Why a thread gave no answer. */
export interface ThreadProblems {
  /** It ended, or ran out of memory. */
  readonly ended: () => Error;
  /** It took longer than it may. */
  readonly late: () => Error;
}

/** Megabytes that a thread may take for one answer. */
const MOST_MEMORY = 1024;

/**
 * The one message that a module posts of the data that it is given, run in a thread of its own: for work that users make long, and
 * for which everybody else would wait.
 *
 * @param module as `startThread` takes it
 * @param longest milliseconds
 */
export async function answerOfThread<T>(
  module: string,
  workerData: unknown,
  longest: number,
  { ended, late }: ThreadProblems,
): Promise<T> {
  const worker = startThread(module, workerData, { maxOldGenerationSizeMb: MOST_MEMORY });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<T>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", () => reject(ended()));
      worker.once("exit", () => reject(ended()));
      timer = setTimeout(() => reject(late()), longest);
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
