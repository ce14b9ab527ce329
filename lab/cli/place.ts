import type { IamMode } from "../cloud/auth/iam-mode.ts";
import type { WellKnownKeys } from "../cloud/auth/key-pair.ts";
import type { DoorOptions } from "../cloud/door/options.ts";
import type { Printed } from "./output.ts";

/** The folder of a lab's state, unless it is told another. */
export const DEFAULT_STATE = ".lab";

/** The options of every command that starts a cloud, or speaks to one. */
export interface Place extends DoorOptions, Printed {
  readonly port: number;
  readonly state: string;
  /** Of commands that start a cloud. */
  readonly iam?: IamMode;
  /** Whether well-known keys open accounts; unchanged by default. */
  readonly wellKnownKeys?: WellKnownKeys;
}

/** The options of every command that is told a target. */
export interface TargetPlace extends Place {
  readonly target: string;
  readonly endpoint?: string;
}

/** The options of every command that asks a running lab. */
export interface LabOptions extends Printed {
  readonly endpoint: string;
  /** Whose access key it is, in AWS's shared files. */
  readonly profile?: string;
  /** The account that is asked about, where it is not the caller's own: only the teacher may. */
  readonly account?: string;
}

/** The options of commands about what lies in a region. */
export interface RegionOptions extends LabOptions {
  readonly region: string;
}
