import type { IamMode } from "../cloud/auth/iam-mode.ts";
import type { SigningCredentials, WellKnownKeys } from "../cloud/auth/key-pair.ts";
import type { DoorOptions } from "../cloud/door/options.ts";
import type { CdkRun } from "./cdklocal.ts";

/** What a cloud can do that not every one of the targets can. Suites ask for these, never for a target's name. */
export type Capability =
  /** What a suite leaves behind goes away with the cloud. */
  | "disposable"
  /** A call is refused unless IAM allows it. */
  | "iam"
  /** The cloud's time can be moved by a test. */
  | "clock"
  /** Functions can be deployed as container images. */
  | "images"
  /** There are HTTP and WebSocket APIs, besides REST APIs. */
  | "apis";

/** One thing of this machine that a target needs, as it was found. */
export interface Finding {
  /** Such as `Docker engine`. */
  readonly what: string;
  /** `no`: the target can't run. `note`: it can, but this is worth knowing. */
  readonly fine: "yes" | "no" | "note";
  /** What was found, such as a version. */
  readonly found: string;
  /** What to do about it. */
  readonly advice?: string;
}

/** How to start a target. */
export interface StartOptions extends DoorOptions {
  /** The port on 127.0.0.1; 4566 by default, 0 for a free one. */
  readonly port?: number;
  /** Where the target keeps its state: a folder, or `"ephemeral"` (the default) when nothing is to be left behind. */
  readonly state?: string | "ephemeral";
  /** Whether the policies of users and roles count, where the cloud can be told. */
  readonly iam?: IamMode;
  /** Whether well-known keys open accounts, where the cloud can be told. */
  readonly wellKnownKeys?: WellKnownKeys;
  /** The caller at a target that runs already; by default the root of its first account, by the well-known key. */
  readonly credentials?: SigningCredentials;
  /** The cloud's URL, for targets that run already. */
  readonly endpoint?: string;
  /** Receives what a person who waits wants to read. */
  readonly log?: (line: string) => void;
}

/** How a suite starts a cloud, whichever it is. */
export interface LabOptions extends StartOptions {
  /** The target's name; LAB_TARGET by default, and `embedded` when that is not set. */
  readonly target?: string;
}

/** A target that answers. `await using lab = await startLab()` stops it at the end of the block. */
export interface RunningTarget extends AsyncDisposable {
  /** Such as `http://127.0.0.1:4566`; nothing for AWS itself. */
  readonly endpoint: string | undefined;
  /** As whom it is called, where that is not the root of its first account by the well-known key. */
  readonly credentials?: SigningCredentials;
  /** Runs the CDK's command line against it: `cdk(["deploy", "--all"], { app: "infra" })`. Resolves to what it printed. */
  cdk(args: readonly string[], run: CdkOptions): Promise<string>;
  /** PhotoSky's URL, if what is deployed is what its sources say now. */
  deployed(): Promise<string | undefined>;
  /** Makes the account ready for the CDK, unless it is. */
  bootstrap(run?: Omit<CdkOptions, "app">): Promise<void>;
  /** Deploys PhotoSky into an account that is ready. Resolves to the application's URL. */
  deploy(run?: Omit<CdkOptions, "app">): Promise<string>;
  /** Stops what `start` started, and nothing else. */
  close(): Promise<void>;
}

export type CdkOptions = Pick<CdkRun, "app" | "env" | "onLine" | "signal" | "region">;

/** A cloud to deploy to. */
export interface Target {
  /** What it is, in a line. */
  readonly title: string;
  readonly capabilities: readonly Capability[];
  /** Looks at what it needs of this machine. */
  check(): Promise<Finding[]>;
  /** Starts it and waits until it answers. */
  start(options: StartOptions): Promise<RunningTarget>;
  /** Ends what an earlier command started and left running. Resolves to what was ended, if anything was. */
  stop(options: Pick<StartOptions, "state">): Promise<string | undefined>;
}
