import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startCloud } from "../cloud/index.ts";
import { nodeFinding, portFinding, roomFinding } from "./checks.ts";
import { localTarget } from "./local.ts";
import type { Target } from "./target.ts";

/** Skylab's own cloud, in this process. */
export const target: Target = {
  title: "Skylab's own cloud, in one Node.js process",
  capabilities: ["disposable", "iam", "clock", "images", "apis"],
  check: async () => [nodeFinding(), await portFinding(4566), await roomFinding()],

  async start({ state = "ephemeral", endpoint: _, ...options }) {
    const running = await startCloud({ ...options, state });
    const { endpoint, cloud, close } = running;
    return localTarget({ endpoint, credentials: running.credentials, work: join(cloud.folder, "deploy"), close });
  },

  async stop({ state = ".lab" }) {
    const file = join(state, "lab.pid");
    const pid = existsSync(file) ? Number.parseInt(readFileSync(file, "utf8"), 10) : undefined;
    if (pid === undefined || !signalled(pid, "SIGTERM")) return undefined;
    while (existsSync(file) && signalled(pid, 0)) await new Promise((done) => setTimeout(done, 50));
    return `the lab in ${state} (process ${pid})`;
  },
};

/** Whether there was such a process to signal. */
function signalled(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
