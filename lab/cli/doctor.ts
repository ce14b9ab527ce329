import { color } from "listr2";
import { accountFinding } from "../targets/checks.ts";
import { composeFinding } from "../targets/docker/engine.ts";
import { targetNamed, targetNames } from "../targets/index.ts";
import type { Finding } from "../targets/target.ts";
import { type Printed, print } from "./output.ts";

/** `lab doctor`: what this machine has for each target, and what to do where it lacks something. */
export async function doctor({ target, ...printed }: Printed & { readonly target?: string }): Promise<void> {
  const reports = await Promise.all((target ? [target] : targetNames).map(report));
  const account = accountFinding();
  const machine = [await composeFinding(), ...(account ? [account] : [])];
  print(printed, { targets: reports, machine }, () => [...reports.map(linesOf), ...machine.map(line)].join("\n"));
  // Told to look at one target, a script can ask whether it can run.
  if (target && reports.some(({ ready }) => !ready)) process.exitCode = 1;
}

async function report(name: string) {
  const { title, check } = await targetNamed(name);
  const findings = await check();
  return { name, title, ready: findings.every(({ fine }) => fine !== "no"), findings };
}

function linesOf({ name, title, ready, findings }: Awaited<ReturnType<typeof report>>): string {
  const head = `${ready ? color.green("✔") : color.red("✖")} ${color.bold(name)}  ${title}`;
  return [head, ...findings.map(line)].join("\n");
}

const SIGNS = { yes: color.green("✔"), note: color.yellow("•"), no: color.red("✖") };

function line({ what, fine, found, advice }: Finding): string {
  const todo = fine === "yes" || !advice ? "" : `\n      ${advice}`;
  return `    ${SIGNS[fine]} ${what.padEnd(15)} ${found}${todo}`;
}
