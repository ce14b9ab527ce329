import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { labFolder } from "../package.ts";

/**
 * Starts a thread that runs a module: the compiled one, or the source, which only a loader can read.
 * The build makes a file of each such module: scripts/build lists them.
 * @param module its path below the lab's folder, without an extension
 */
export function startThread(module: string, workerData?: unknown): Worker {
  const isSource = import.meta.url.endsWith(".ts");
  const file = JSON.stringify(pathToFileURL(join(labFolder, module + (isSource ? ".ts" : ".js"))));
  if (!isSource) return new Worker(`import(${file})`, { eval: true, workerData });
  const loader = JSON.stringify(import.meta.resolve("tsx/esm/api"));
  const script = `import(${loader}).then(({ register }) => (register(), import(${file})))`;
  return new Worker(script, { eval: true, workerData });
}
