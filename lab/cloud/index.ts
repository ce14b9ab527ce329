import { rm } from "node:fs/promises";
import { hostname } from "node:os";
import { resolve } from "node:path";
import type { IamMode } from "./auth/authorize.ts";
import { Credentials, type KeyPair, type WellKnownKeys } from "./auth/credentials.ts";
import { keepRootFile } from "./auth/root-file.ts";
import { Cloud } from "./cloud.ts";
import { Door, type DoorOptions } from "./door/door.ts";
import { listen } from "./door/front-door.ts";
import { isLoopback } from "./door/hosts.ts";
import { Store } from "./store/store.ts";
import { makeTemporaryFolder, removeOrphans } from "./store/temporary-folders.ts";
import { Clock } from "./time/clock.ts";

/** How to start a cloud. */
export interface CloudOptions extends DoorOptions {
  /** The port; 4566 by default, 0 for a free one. */
  readonly port?: number;
  /** The address to listen on; 127.0.0.1 by default. */
  readonly host?: string;
  /**
   * What the URLs begin with that the cloud tells its users and its functions, such as `http://192.168.1.5:4566`, where
   * others reach it by another address than it listens on. An IP address: names would need DNS for every bucket.
   */
  readonly publicUrl?: string;
  /** The folder of its state, or `"ephemeral"` (the default): a temporary one, removed when the cloud is closed. */
  readonly state?: string | "ephemeral";
  readonly clock?: Clock;
  /** Whether the policies of users and roles count: `enforce` (the default), `audit`, or `off`. */
  readonly iam?: IamMode;
  /**
   * Whether `test`, and any twelve digits, open accounts. Unchanged by default: it is kept with the state, and on in a new one.
   * While it is off, the root's key pair is in `root.env` in the state's folder.
   */
  readonly wellKnownKeys?: WellKnownKeys;
  /** Where the lab writes what a person who runs it should know; nowhere by default. */
  readonly log?: (line: string) => void;
}

/** A cloud that answers. `await using cloud = await startCloud()` closes it at the end of the block. */
export interface RunningCloud extends AsyncDisposable {
  /** Such as `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  readonly cloud: Cloud;
  /** What the root of the first account signs with. */
  readonly credentials: KeyPair;
  /** Ends every process that it started, and closes the state. */
  close(): Promise<void>;
}

/**
 * Starts a cloud in this process and waits until it answers. Rejects when the port is taken or the state can't be read.
 *
 * It installs no handler for errors that nobody caught: the process may be a test runner, which must hear of its tests' own.
 * So each listener and timer in here answers for its errors; the command line has a net besides (`cli/unhandled.ts`).
 */
export async function startCloud(options: CloudOptions = {}): Promise<RunningCloud> {
  const { port = 4566, host = "127.0.0.1", publicUrl, state = "ephemeral" } = options;
  const { clock = new Clock(), log = () => {}, iam = "enforce" } = options;
  void removeOrphans();
  const ephemeral = state === "ephemeral";
  const folder = ephemeral ? makeTemporaryFolder("state") : resolve(state);
  const store = Store.open(folder, log);
  const cloud = new Cloud({ store, credentials: new Credentials(store, clock), folder, clock, log, iam });
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

export { Clock } from "./time/clock.ts";
