import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageFolder } from "../../lab/package.ts";
import { cdklocal } from "../../lab/targets/cdklocal.ts";
import { bootstrap, deploy } from "../../lab/targets/photosky.ts";
import { median } from "./load.ts";
import { timeCommand } from "./processes.ts";
import { type Figure, ms, times } from "./report.ts";
import type { Sizes } from "./sizes.ts";

/** `cdklocal deploy` of PhotoSky, the first time and without a change, and `destroy`, beside `cdk synth` of the same app. */
export async function* benchDeploy(cloud: string, sizes: Sizes): AsyncGenerator<Figure> {
  const work = mkdtempSync(join(tmpdir(), "skylab-bench-"));
  try {
    const synths: number[] = [];
    for (let i = 0; i < sizes.synths; i++) synths.push(await synth(join(work, "synth")));
    const deployment = { endpoint: cloud, work };
    await bootstrap(deployment);
    const run = { endpoint: cloud, work, app: join(packageFolder, "infra") };
    const steps: [name: string, work: () => Promise<unknown>][] = [
      ["deploy, first", () => deploy(deployment)],
      ["deploy, no change", () => deploy(deployment)],
      ["deploy --hotswap, no change", () => cdklocal(["deploy", "--hotswap", "--require-approval", "never"], run)],
      ["destroy", () => cdklocal(["destroy", "--force"], run)],
    ];
    const floor = median(synths);
    for (const [name, step] of steps.slice(0, sizes.deployments)) {
      const begun = performance.now();
      await step();
      const took = performance.now() - begun;
      yield {
        name: `cdklocal ${name}`,
        value: ms(took),
        floor: `${ms(floor)} (cdk synth)`,
        ratio: `${times(took / floor)}, synth ${took < floor ? "−" : "+"} ${(Math.abs(took - floor) / 1000).toFixed(1)} s`,
        aim: "synth + 1 s",
      };
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function synth(output: string): Promise<number> {
  const cdk = join(packageFolder, "node_modules/aws-cdk/bin/cdk");
  const options = { cwd: join(packageFolder, "infra"), env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: "true" } };
  return await timeCommand(process.execPath, [cdk, "synth", "--quiet", "--output", output], options);
}
