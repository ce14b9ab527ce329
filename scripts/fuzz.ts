import { Command } from "commander";
import type { Finding } from "./fuzz/findings.ts";
import { runKills } from "./fuzz/kills.ts";
import { describe, summary } from "./fuzz/report.ts";
import { run } from "./fuzz/run.ts";

// npm run fuzz -- --minutes 5: broken HTTP and calls of every operation of every service against a lab of its own. Ends
// with 1 when it found a fault: a 500, a death, a request that held the event loop, an answer in no protocol's shape, a
// process left behind.
const options = new Command("fuzz")
  .option("--minutes <n>", "how long to go on", Number, 5)
  .option("--cases <n>", "how many cases to send at most", Number)
  .option("--seed <n>", "what all cases follow from", Number, Date.now() % 1_000_000)
  .option("--case <n>", "send this case again, after those of its round before it", Number)
  .option("--service <name>", "calls of this service only")
  .option("--block <ms>", "the longest that a request may hold the event loop", Number, 200)
  .option("--sources", "run the lab from its sources, not as it was built")
  .option("--kills <n>", "instead: kill a lab under load so many times, and look at what it kept", Number)
  .parse()
  .opts<{
    minutes: number;
    cases?: number;
    seed: number;
    case?: number;
    service?: string;
    block: number;
    sources?: true;
    kills?: number;
  }>();

const { seed, service, minutes, cases, case: only, block: longestBlock } = options;
const build = options.sources ? "sources" : "dist";
console.log(`seed ${seed}`);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
process.exitCode = (options.kills === undefined ? await fuzz() : await kill(options.kills)) > 0 ? 1 : 0;

/** Answers the number of findings. */
async function fuzz(): Promise<number> {
  const onFinding = (finding: Finding) => console.log(`\n${describe(finding, seed, service)}`);
  const result = await run({
    seed,
    build,
    service,
    cases,
    only,
    milliseconds: minutes * 60_000,
    longestBlock,
    onFinding,
  });
  console.log(`\n${summary(result)}`);
  return result.findings.length;
}

/** Answers the number of problems. */
async function kill(kills: number): Promise<number> {
  const onProblem = (problem: string) => console.log(`FINDING: ${problem}`);
  const { kills: done, acknowledged, problems } = await runKills({ seed, build, kills, onProblem });
  const counts = Object.entries(acknowledged).map(([name, count]) => `${name} ${count}`);
  console.log(`\n${done} kills; acknowledged writes: ${counts.join(", ")}\n${problems.length} findings`);
  return problems.length;
}
