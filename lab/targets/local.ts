import { rmSync } from "node:fs";
import type { SigningCredentials } from "../cloud/auth/key-pair.ts";
import { makeTemporaryFolder } from "../cloud/store/temporary-folders.ts";
import { type CdkRun, cdklocal } from "./cdklocal.ts";
import { bootstrap, deploy, deployedAlready } from "./photosky.ts";
import type { CdkOptions, RunningTarget } from "./target.ts";

/** A cloud on this machine that answers. */
export interface LocalCloud {
  readonly endpoint: string;
  /** The caller; by default the root of its first account, by the well-known key. */
  readonly credentials?: SigningCredentials | undefined;
  /** A folder for what the CDK keeps between runs; a temporary one by default. */
  readonly work?: string;
  /** How an application's URL is reached from this machine, where its stack's output says something else. */
  readonly reachable?: (url: string) => string;
  readonly close?: () => Promise<void>;
}

/** What all targets on this machine have in common: the CDK speaks to them through `cdklocal`. */
export function localTarget({
  endpoint,
  credentials,
  work,
  reachable = (url) => url,
  close,
}: LocalCloud): RunningTarget {
  const folder = work ?? makeTemporaryFolder("cdk");
  const run = (options: Omit<CdkOptions, "app">): Omit<CdkRun, "app"> => ({
    ...options,
    ...(credentials && { credentials }),
    endpoint,
    work: folder,
  });
  const end = async () => {
    await close?.();
    if (work === undefined) rmSync(folder, { recursive: true, force: true });
  };
  let ending: Promise<void> | undefined;
  const closeOnce = () => (ending ??= end());
  return {
    endpoint,
    ...(credentials && { credentials }),
    cdk: (args, options) => cdklocal(args, { ...run(options), app: options.app }),
    async deployed() {
      const url = await deployedAlready(run({}));
      return url && reachable(url);
    },
    bootstrap: (options = {}) => bootstrap(run(options)),
    deploy: async (options = {}) => reachable(await deploy(run(options))),
    close: closeOnce,
    [Symbol.asyncDispose]: closeOnce,
  };
}
