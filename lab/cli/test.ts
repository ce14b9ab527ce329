import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { LabError } from "../lab-error.ts";
import { packageFolder } from "../package.ts";
import { targetNamed } from "../targets/index.ts";
import type { TargetPlace } from "./place.ts";

/** The suites that run on every target. */
const SUITES = ["test/photosky", "test/deploy"];

/** The suites are part of the sources, not of the package. */
export class NoSuites extends LabError {
  override readonly name = "NoSuites";

  constructor() {
    super("The suites are not here: clone Skylab's repository and run it there.");
  }
}

/** `lab test`: starts a target, proves it with the application's and the deployment's suites, and stops it. */
export async function test({
  target,
  endpoint,
  json,
}: Pick<TargetPlace, "target" | "endpoint" | "json">): Promise<void> {
  await targetNamed(target);
  if (!existsSync(join(packageFolder, "test"))) throw new NoSuites();
  const mocha = createRequire(import.meta.url).resolve("mocha/bin/mocha.js");
  const suites = SUITES.map((folder) => `${folder}/**/*.test.ts`);
  const child = spawn(process.execPath, [mocha, ...(json ? ["--reporter", "json"] : []), ...suites], {
    cwd: packageFolder,
    stdio: "inherit",
    env: { ...process.env, LAB_TARGET: target, ...(endpoint ? { AWS_ENDPOINT_URL: endpoint } : {}) },
  });
  process.exitCode = await new Promise<number>((resolve) => child.once("close", (code) => resolve(code ?? 1)));
}
