import { rm } from "node:fs/promises";
import { hostname } from "node:os";
import { resolve } from "node:path";
import { Credentials } from "./auth/credentials.ts";
import { keepRootFile } from "./auth/root-file.ts";
import { Cloud } from "./cloud.ts";
import { Door } from "./door/door.ts";
import { listen } from "./door/front-door.ts";
import { isLoopback } from "./door/hosts.ts";
import type { RunningCloud as CloudOfLibrary, CloudOptions } from "./library.ts";
import { Store } from "./store/store.ts";
import { makeTemporaryFolder, removeOrphans } from "./store/temporary-folders.ts";
import { Clock } from "./time/clock.ts";

/** The same with what it is made of, for the lab's own parts and tests. */
export interface RunningCloud extends CloudOfLibrary {
  readonly cloud: Cloud;
}

/**
 * Starts a cloud in this process and waits until it answers. Rejects when the port is taken or the state can't be read.
 *
 * It installs no handler for errors that nobody caught: the process may be a test runner, which must hear of its tests' own.
 * So each listener and timer in here answers for its errors; the command line has a net besides (`cli/unhandled.ts`).
 */
export async function startCloud(options: CloudOptions = {}): Promise<RunningCloud> {
  const { port = 4566, host = "127.0.0.1", publicUrl, state = "ephemeral" } = options;
  const { clock = new Clock(), log = () => {}, iam = "enforce", quotas } = options;
  void removeOrphans();
  const ephemeral = state === "ephemeral";
  const folder = ephemeral ? makeTemporaryFolder("state") : resolve(state);
  const store = Store.open(folder, log);
  const cloud = new Cloud({
    store,
    credentials: new Credentials(store, clock),
    folder,
    clock,
    log,
    iam,
    ...(quotas && { quotas }),
  });
  const door = new Door({ ...options, allowHost: namesOf(options) }, log);
  const server = await listen(cloud, door, port, host).catch(async (error) => {
    await store.close();
    if (ephemeral) await rm(folder, { recursive: true, force: true });
    throw error;
  });

  if (publicUrl) cloud.endpoint = publicUrl.replace(/\/+$/, "");
  if (options.wellKnownKeys) cloud.credentials.wellKnownKeys = options.wellKnownKeys;
  keepRootFile(cloud);
  cloud.resume().catch((error) => log(`Unfinished work of an earlier run can't continue: ${error.message}`));

  let closing: Promise<void> | undefined;
  const end = async () => {
    const closed = server.close();
    await cloud.close();
    await closed();
    if (ephemeral) await rm(folder, { recursive: true, force: true });
  };
  const close = () => (closing ??= end());
  return {
    endpoint: cloud.endpoint,
    clock,
    cloud,
    get credentials() {
      return cloud.credentials.firstRoot();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The names by which the cloud is reached: those that were configured, and this machine's where others may reach it. */
function namesOf({ host = "127.0.0.1", publicUrl, allowHost = [] }: CloudOptions): string[] {
  const own = isLoopback(host) ? [] : [host, hostname()];
  return [...own, ...(publicUrl ? [new URL(publicUrl).host] : []), ...allowHost];
}

export type { CloudOptions } from "./library.ts";
export { Clock } from "./time/clock.ts";
