import { parentPort, workerData } from "node:worker_threads";
import { readYaml } from "./read-yaml.ts";

// Reads the document that it was started with, and tells what came of it.
try {
  parentPort?.postMessage({ json: JSON.stringify(readYaml(workerData)) ?? "null" });
} catch (error) {
  parentPort?.postMessage({ problem: (error as Error).message });
}
