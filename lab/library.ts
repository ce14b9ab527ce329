import type { CloudOptions, RunningCloud } from "./cloud/library.ts";
import type { LabOptions, RunningTarget } from "./targets/target.ts";

// The package's types: `import { startCloud, startLab } from "skylab"`. Nothing here leads to a type of another package, so that
// a project that checks its libraries' types has none of ours to check them with. `index.ts` keeps what this promises.

export type { CloudOptions, RunningCloud } from "./cloud/library.ts";
export { Clock } from "./cloud/time/clock.ts";
export type { Capability, CdkOptions, LabOptions, RunningTarget } from "./targets/target.ts";

/**
 * Starts a cloud in this process and waits until it answers. Rejects when the port is taken or the state can't be read.
 *
 * ```ts
 * await using cloud = await startCloud({ port: 0 });
 * ```
 */
export declare function startCloud(options?: CloudOptions): Promise<RunningCloud>;

/**
 * Starts a target and waits until it answers: the embedded cloud in this process, or a container.
 *
 * ```ts
 * await using lab = await startLab({ port: 0 });
 * await lab.cdk(["bootstrap"], { app: "." });
 * await lab.cdk(["deploy", "--all", "--require-approval", "never"], { app: "." });
 * ```
 */
export declare function startLab(options?: LabOptions): Promise<RunningTarget>;
