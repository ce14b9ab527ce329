import { Worker } from "node:worker_threads";

/**
 * Starts a thread that runs a module: the compiled one, or the source, which only a loader can read.
 * @param module without an extension
 */
export function startThread({ href }: URL, workerData?: unknown): Worker {
  const isSource = import.meta.url.endsWith(".ts");
  const module = JSON.stringify(href + (isSource ? ".ts" : ".js"));
  if (!isSource) return new Worker(`import(${module})`, { eval: true, workerData });
  const loader = JSON.stringify(import.meta.resolve("tsx/esm/api"));
  const script = `import(${loader}).then(({ register }) => (register(), import(${module})))`;
  return new Worker(script, { eval: true, workerData });
}
