import type { IamMode } from "./auth/iam-mode.ts";
import type { KeyPair, WellKnownKeys } from "./auth/key-pair.ts";
import type { DoorOptions } from "./door/options.ts";
import type { Clock } from "./time/clock.ts";

// What programs that import the package give and get. The types here and in `targets/target.ts` lead to no type of another
// package: a project that checks its libraries' types has none of ours to check them with.

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
  /** Limits that are otherwise AWS's. They are not kept with the state. */
  readonly quotas?: Quotas;
  /** Where the lab writes what a person who runs it should know; nowhere by default. */
  readonly log?: (line: string) => void;
}

/** Limits that a test reaches more easily when they are lower than AWS's. */
export interface Quotas {
  /** How large the items of one partition may be in a table with local indexes, with their entries there: 10 GiB by default. */
  readonly itemCollectionBytes?: number;
}

/** A cloud that answers. `await using cloud = await startCloud()` closes it at the end of the block. */
export interface RunningCloud extends AsyncDisposable {
  /** Such as `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  /** The time in it, which only moves forward: `await cloud.clock.advance(ms)`. */
  readonly clock: Clock;
  /** What the root of the first account signs with. */
  readonly credentials: KeyPair;
  /** Ends every process that it started, and closes the state. */
  close(): Promise<void>;
}
