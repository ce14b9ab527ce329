import { loadavg } from "node:os";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { leaveOutSdkWarning } from "../lab/cloud/services/lambda/runtimes/nodejs/sdk-warning.mjs";
import { packageFolder } from "../lab/package.ts";
import { against } from "./bench/against.ts";
import { figureTable, machine, replaceBetween, rowTable } from "./bench/report.ts";
import { names, run } from "./bench/run.ts";
import { full, tiny } from "./bench/sizes.ts";

// npm run bench [-- NAME …]: the lab beside a bare server and other projects' servers, and the lab's own figures, each beside a
// floor measured in the same run. Absolute figures are this machine's. Ends with 1 when a bench failed.
leaveOutSdkWarning();
const program = new Command("bench")
  .argument("[name...]", `what to measure: ${names.join(", ")}; with --against, workloads`)
  .option(
    "--build <folder>",
    "the build that is measured: the folder that holds lab/cli/main.js",
    join(packageFolder, "dist"),
  )
  .option("--against <folder>", "instead: compare it with another build, turn by turn")
  .option("--slices <n>", "how many turns each server gets", Number, full.slices)
  .option("--tiny", "do next to nothing, to see that all works")
  .option("--write", "write the tables into the README files")
  .parse();
const { args } = program;
const options = program.opts<{ build: string; against?: string; slices: number; tiny?: true; write?: true }>();
const sizes = options.tiny ? tiny : { ...full, slices: options.slices };
const build = resolve(options.build);

if (options.against) {
  const builds = [resolve(options.against), build] as const;
  await against({ builds, names: args, slices: sizes.slices, bytes: sizes.large, print: console.log });
} else {
  const [load = 0] = loadavg();
  const result = await run({ names: args, build, sizes, peers: true, print: console.log });
  const comparison = rowTable(result.rows, result.servers);
  const figures = figureTable(result.figures);
  console.log(`\n${comparison}\n\n${figures}\n\n${machine(load)}`);
  const failed = Object.keys(result.failures).length > 0;
  if (options.write && !failed) {
    const folder = join(packageFolder, "scripts/bench/README.md");
    if (result.rows.length > 0) {
      const measuredOn = `Measured on ${machine(load)}.`;
      replaceBetween(folder, "table", `${comparison}\n\n${measuredOn}`);
      const headlines = rowTable(
        result.rows.filter(({ headline }) => headline),
        result.servers,
      );
      replaceBetween(join(packageFolder, "README.md"), "headlines", `${headlines}\n\n${measuredOn}`);
    }
    if (result.figures.length > 0) replaceBetween(folder, "figures", figures);
  }
  if (failed) process.exitCode = 1;
}
