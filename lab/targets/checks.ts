import { statfs } from "node:fs/promises";
import { createServer } from "node:net";
import type { Finding } from "./target.ts";

/** The Node.js that runs this. */
export function nodeFinding(): Finding {
  const found = `Node.js ${process.versions.node}`;
  const fine = Number.parseInt(process.versions.node, 10) >= 20;
  return {
    what: "Node.js",
    fine: fine ? "yes" : "no",
    found,
    advice: "Install Node.js 20 or later: https://nodejs.org",
  };
}

/** Whether a port is free. One in use is no reason not to run: there are others. */
export async function portFinding(port: number): Promise<Finding> {
  const free = await new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
  return {
    what: `Port ${port}`,
    fine: free ? "yes" : "note",
    found: free ? "free" : "in use",
    advice: "Another lab may be running (lab down). Or choose another port with --port.",
  };
}

const GIB = 2 ** 30;

/**
 * Whether there is room on the disk of the current folder.
 * @param wanted in GiB
 */
export async function roomFinding(wanted = 1): Promise<Finding> {
  const { bavail, bsize } = await statfs(".");
  const free = (bavail * bsize) / GIB;
  return {
    what: "Disk",
    fine: free >= wanted ? "yes" : "no",
    found: `${free.toFixed(1)} GiB free`,
    advice: `Make room: ${wanted} GiB are needed.`,
  };
}

/**
 * Credentials of a real account in the environment. No target but `aws` ever uses them; who sees them here may wonder.
 * Returns nothing when there are none.
 */
export function accountFinding(env: NodeJS.ProcessEnv = process.env): Finding | undefined {
  const { AWS_ACCESS_KEY_ID: key, AWS_PROFILE: profile } = env;
  const real = profile
    ? `the profile ${profile}`
    : key && /^A(KIA|SIA)/.test(key)
      ? `the access key ${key.slice(0, 4)}…`
      : "";
  if (!real) return undefined;
  return {
    what: "AWS account",
    fine: "note",
    found: `${real} is in the environment`,
    advice: "Nothing uses or keeps it, except the target aws.",
  };
}
