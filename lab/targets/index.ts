import { LabError } from "../lab-error.ts";
import type { RunningTarget, StartOptions, Target } from "./target.ts";

/** The targets. Each loads when it is asked for: most of them need packages that the others don't. */
const targets = {
  embedded: () => import("./embedded.ts"),
  container: () => import("./container.ts"),
  localstack: () => import("./localstack/index.ts"),
  endpoint: () => import("./endpoint.ts"),
  aws: () => import("./aws.ts"),
};

export type TargetName = keyof typeof targets;

export const targetNames = Object.keys(targets) as readonly TargetName[];

/** There is no such target. */
export class UnknownTarget extends LabError {
  override readonly name = "UnknownTarget";

  constructor(name: string) {
    super(`There is no target ${JSON.stringify(name)}. The targets are ${targetNames.join(", ")}.`);
  }
}

/** A target by its name. Rejects with UnknownTarget. */
export async function targetNamed(name: string): Promise<Target> {
  if (!Object.hasOwn(targets, name)) throw new UnknownTarget(name);
  return (await targets[name as TargetName]()).target;
}

/** The target that LAB_TARGET names; the embedded cloud when it names none. */
export function chosenTarget(): string {
  return process.env.LAB_TARGET || "embedded";
}

/** How a suite starts a cloud, whichever it is. */
export interface LabOptions extends StartOptions {
  /** The target's name; LAB_TARGET by default, and `embedded` when that is not set. */
  readonly target?: string;
}

/**
 * Starts a target and waits until it answers: the embedded cloud in this process, or a container.
 *
 * ```ts
 * await using lab = await startLab({ port: 0 });
 * await lab.cdk(["bootstrap"], { app: "." });
 * await lab.cdk(["deploy", "--all", "--require-approval", "never"], { app: "." });
 * ```
 */
export async function startLab({ target = chosenTarget(), ...options }: LabOptions = {}): Promise<RunningTarget> {
  return await (await targetNamed(target)).start(options);
}
