import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageFolder } from "../../lab/package.ts";
import { bootstrap, deploy } from "../../lab/targets/photosky.ts";
import { median } from "./load.ts";
import { timeCommand } from "./processes.ts";
import { type Figure, ms, times } from "./report.ts";

/** A first `cdklocal deploy` of PhotoSky beside `cdk synth` of the same app. */
export async function benchDeploy(cloud: string): Promise<Figure[]> {
  const work = mkdtempSync(join(tmpdir(), "skylab-bench-"));
  try {
    const synths: number[] = [];
    for (let i = 0; i < 3; i++) synths.push(await synth(join(work, "synth")));
    const deployment = { endpoint: cloud, work };
    await bootstrap(deployment);
    const begun = performance.now();
    await deploy(deployment);
    const took = performance.now() - begun;
    const floor = median(synths);
    const beyond = `synth + ${((took - floor) / 1000).toFixed(1)} s`;
    return [
      {
        name: "cdklocal deploy, first",
        value: ms(took),
        floor: `${ms(floor)} (cdk synth)`,
        ratio: `${times(took / floor)}, ${beyond}`,
        aim: "synth + 2 s",
      },
    ];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function synth(output: string): Promise<number> {
  const cdk = join(packageFolder, "node_modules/aws-cdk/bin/cdk");
  const options = { cwd: join(packageFolder, "infra"), env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: "true" } };
  return await timeCommand(process.execPath, [cdk, "synth", "--quiet", "--output", output], options);
}
