import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

type ClientClass<C> = new (configuration: object) => C;

/** A lab in a process of its own, on one folder, which a test may kill and start again. */
export interface KillableLab {
  readonly endpoint: string;
  /** A client of the lab that runs now: after a restart, another one is needed. */
  client<C extends { destroy(): void }>(Client: ClientClass<C>, overrides?: object): C;
  start(): Promise<void>;
  /** Ends the process as `kill -9` does. */
  kill(): Promise<void>;
}

/** Starts such a lab before the suite that calls this; kills it, and removes its folder, after. */
export function useKillableLab(): KillableLab {
  let folder: string;
  let server: ChildProcess;
  let endpoint: string;
  const clients = new Set<{ destroy(): void }>();
  const start = async () => {
    const script = fileURLToPath(new URL("serve.ts", import.meta.url));
    server = spawn(process.execPath, ["--import", "tsx", script, folder], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = await once(server.stdout as NonNullable<typeof server.stdout>, "data");
    endpoint = String(line).trim();
  };
  const kill = async () => {
    for (const client of clients) client.destroy();
    clients.clear();
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill("SIGKILL");
    await once(server, "exit");
  };
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "skylab-killable-"));
    await start();
  });
  after(async () => {
    await kill();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    get endpoint() {
      return endpoint;
    },
    client(Client, overrides = {}) {
      const credentials = { accessKeyId: "test", secretAccessKey: "test" };
      const settings = { endpoint, region: "us-east-1", credentials, maxAttempts: 1, forcePathStyle: true };
      const client = new Client({ ...settings, ...overrides });
      clients.add(client);
      return client;
    },
    start,
    kill,
  };
}
