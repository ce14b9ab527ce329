import { join, resolve } from "node:path";
import { Command } from "commander";
import { packageFolder } from "../lab/package.ts";
import { against } from "./bench/against.ts";
import { benchApis } from "./bench/apis.ts";
import { benchDeploy } from "./bench/deploy.ts";
import { benchIam } from "./bench/iam.ts";
import { benchKeys } from "./bench/keys.ts";
import { benchLambda } from "./bench/lambda.ts";
import { startServer } from "./bench/processes.ts";
import { type Figure, report } from "./bench/report.ts";
import { benchS3 } from "./bench/s3.ts";
import { benchStacks } from "./bench/stacks.ts";
import { benchStart } from "./bench/start.ts";

// npm run bench [start|iam|keys|s3|lambda|apis|stacks|deploy …]: every figure beside a floor measured in the same run. Absolute times are this
// machine's; only the ratios are worth writing down.
const program = new Command("bench")
  .argument("[name...]", "what to measure")
  .option("--against <build>", "compare with another build, by the folder that holds lab/cli/main.js")
  .option("--build <build>", "the build that is measured", join(packageFolder, "dist"))
  .option("--slices <n>", "how many turns each server gets", Number, 10)
  .parse();
const chosen = program.args;
const options = program.opts<{ against?: string; build: string; slices: number }>();
if (options.against) {
  const { slices, build } = options;
  const builds = [options.against, build].map((folder) => resolve(folder)) as [string, string];
  await against({ builds, names: chosen, slices, bytes: 64 * 2 ** 20, print: console.log });
  process.exit();
}
const wanted = (name: string) => chosen.length === 0 || chosen.includes(name);

const figures: Figure[] = [];
if (wanted("start")) figures.push(...benchStart());
// A million objects take minutes: only when asked for.
if (chosen.includes("keys")) figures.push(...(await benchKeys()));

const bare = await startServer(process.execPath, [
  "--import",
  "tsx",
  join(packageFolder, "scripts/bench/bare-server.ts"),
]);
const cloud = await startServer(process.execPath, [
  join(packageFolder, "dist/lab/cli/main.js"),
  "cloud",
  "--port",
  "0",
  "--ephemeral",
]);
try {
  if (wanted("iam")) figures.push(...(await benchIam(cloud.endpoint)));
  if (wanted("s3")) figures.push(...(await benchS3(cloud.endpoint, bare.endpoint)));
  if (wanted("lambda")) figures.push(...(await benchLambda(cloud.endpoint, bare.endpoint, cloud.child.pid as number)));
  if (wanted("apis")) figures.push(...(await benchApis(cloud.endpoint)));
  if (wanted("stacks")) figures.push(...(await benchStacks(cloud.endpoint)));
  if (wanted("deploy")) figures.push(...(await benchDeploy(cloud.endpoint)));
} finally {
  await Promise.all([cloud.stop(), bare.stop()]);
}
report(figures);
