import { removeOrphans } from "../lab/cloud/store/temporary-folders.ts";
import { chosenTarget, startLab, targetNamed } from "../lab/targets/index.ts";
import type { Capability, RunningTarget } from "../lab/targets/target.ts";

/** What the suites run against: LAB_TARGET, or the embedded cloud. */
export const target = chosenTarget();

/** The suites that run on every target; all others are about the embedded cloud. */
const EVERYWHERE = /[\\/]test[\\/](photosky|deploy)[\\/]/;

let started: Promise<RunningTarget> | undefined;
let deployed: Promise<string> | undefined;

/** The target, started once in each of mocha's processes, however many suites ask. One process runs one suite at a time. */
export function lab(): Promise<RunningTarget> {
  started ??= startLab({ port: 0 });
  return started;
}

/** The URL of PhotoSky, deployed into that target with the real CDK when first asked for; API_URL when it is deployed already. */
export function applicationUrl(): Promise<string> {
  deployed ??= process.env.API_URL ? Promise.resolve(process.env.API_URL) : deploy();
  return deployed;
}

async function deploy(): Promise<string> {
  const running = await lab();
  const already = await running.deployed();
  if (already) return already;
  await running.bootstrap();
  return await running.deploy();
}

const endings: (() => Promise<void>)[] = [];

/** Does something after the last suite, where mocha runs them all in one process. What suites of other processes share ends with those. */
export function atEnd(end: () => Promise<void>): void {
  endings.push(end);
}

/** Skips a suite, or a test, on a target whose cloud can't do what it is about. */
export async function needs(context: Mocha.Context, ...capabilities: Capability[]): Promise<void> {
  // An application that somebody deployed somewhere is known by its URL alone.
  const has = process.env.API_URL ? [] : (await targetNamed(target)).capabilities;
  if (!capabilities.every((capability) => (has as readonly Capability[]).includes(capability))) context.skip();
}

/** Mocha loads this file first, in each of its processes. */
export const mochaHooks = {
  beforeEach(this: Mocha.Context) {
    if (target !== "embedded" && !EVERYWHERE.test(this.currentTest?.file ?? "")) this.skip();
  },
};

/**
 * Runs after the last suite, in mocha's first process. The others have ended, and their embedded clouds with them; what those
 * had in temporary folders goes now.
 */
export async function mochaGlobalTeardown(): Promise<void> {
  for (const end of endings.splice(0)) await end();
  await (await started)?.close();
  await removeOrphans();
}
