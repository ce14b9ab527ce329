import { join } from "node:path";
import { type RunningCloud, startCloud } from "../lab/cloud/index.ts";
import { bootstrap, deploy } from "../lab/targets/photosky.ts";

/** What the suites run against: `embedded`, or `localstack`, on which only the application's own suite can run. */
export const target = process.env.LAB_TARGET ?? "embedded";

let cloud: RunningCloud | undefined;
let deployed: Promise<{ apiUrl: string; endpoint: string }> | undefined;

/** PhotoSky in a cloud of its own, deployed with the real cdklocal: once per run, however many suites ask. */
export function deployedApp(): Promise<{ apiUrl: string; endpoint: string }> {
  deployed ??= deployOnce();
  return deployed;
}

async function deployOnce() {
  cloud = await startCloud({ port: 0 });
  const deployment = { endpoint: cloud.endpoint, work: join(cloud.cloud.folder, "deploy") };
  await bootstrap(deployment);
  return { apiUrl: await deploy(deployment), endpoint: cloud.endpoint };
}

/** Mocha loads this file first, so that what was started here ends after the last suite. */
export const mochaHooks = {
  beforeEach(this: Mocha.Context) {
    if (target !== "embedded" && !this.currentTest?.file?.includes("photosky")) this.skip();
  },
  async afterAll() {
    await cloud?.close();
  },
};
