import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type ServerProcess, startServer } from "./processes.ts";

const run = promisify(execFile);

/** s3rver from npm, another S3 for tests, with a bucket of this name; undefined when it can't be installed. */
export async function startS3rver(bucket: string): Promise<ServerProcess | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "skylab-bench-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await run("npm", ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "s3rver@3.7.1"]);
    await mkdir(join(folder, "state"));
    const port = await freePort();
    const options = [
      "--directory",
      join(folder, "state"),
      "--port",
      `${port}`,
      "--configure-bucket",
      bucket,
      "--silent",
    ];
    const server = await startServer(process.execPath, [join(folder, "node_modules/.bin/s3rver"), ...options]);
    const stop = () => server.stop().then(remove);
    return { ...server, endpoint: `http://127.0.0.1:${port}`, stop };
  } catch {
    await remove();
    return undefined;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
