import { color } from "listr2";
import { accountFinding } from "../targets/checks.ts";
import { composeFinding } from "../targets/docker/engine.ts";
import { targetNamed, targetNames } from "../targets/index.ts";
import type { Finding } from "../targets/target.ts";

/** `lab doctor`: what this machine has for each target, and what to do where it lacks something. */
export async function doctor({ target }: { readonly target?: string }): Promise<void> {
  const reports = await Promise.all((target ? [target] : targetNames).map(report));
  for (const { name, title, findings } of reports) {
    const ready = findings.every(({ fine }) => fine !== "no");
    console.log(`${ready ? color.green("✔") : color.red("✖")} ${color.bold(name)}  ${title}`);
    for (const finding of findings) console.log(line(finding));
  }
  const account = accountFinding();
  console.log([await composeFinding(), ...(account ? [account] : [])].map(line).join("\n"));
  // Told to look at one target, a script can ask whether it can run.
  if (target && reports.some(({ findings }) => findings.some(({ fine }) => fine === "no"))) process.exitCode = 1;
}

async function report(name: string) {
  const { title, check } = await targetNamed(name);
  return { name, title, findings: await check() };
}

const SIGNS = { yes: color.green("✔"), note: color.yellow("•"), no: color.red("✖") };

function line({ what, fine, found, advice }: Finding): string {
  const todo = fine === "yes" || !advice ? "" : `\n      ${advice}`;
  return `    ${SIGNS[fine]} ${what.padEnd(15)} ${found}${todo}`;
}
