import { parentPort, workerData } from "node:worker_threads";
import { readTemplateText } from "./read.ts";

// Reads the text that it was started with, and tells what came of it.
try {
  parentPort?.postMessage({ json: JSON.stringify(readTemplateText(workerData)) });
} catch (error) {
  parentPort?.postMessage({ problem: (error as Error).message });
}
