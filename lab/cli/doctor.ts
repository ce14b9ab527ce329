import { accountFinding } from "../targets/checks.ts";
import { composeFinding } from "../targets/docker/engine.ts";
import { targetNamed, targetNames } from "../targets/index.ts";
import type { Finding } from "../targets/target.ts";
import { type Printed, print } from "./output.ts";

type Signs = Readonly<Record<Finding["fine"], string>>;

/** `lab doctor`: what this machine has for each target, and what to do where it lacks something. */
export async function doctor({ target, ...printed }: Printed & { readonly target?: string }): Promise<void> {
  const { color } = await import("listr2");
  const signs: Signs = { yes: color.green("✔"), note: color.yellow("•"), no: color.red("✖") };
  const reports = await Promise.all((target ? [target] : targetNames).map(report));
  const account = accountFinding();
  const machine = [await composeFinding(), ...(account ? [account] : [])];
  print(printed, { targets: reports, machine }, () => {
    const heads = reports.map(({ name, title, ready, findings }) =>
      [`${signs[ready ? "yes" : "no"]} ${color.bold(name)}  ${title}`, ...findings.map((one) => line(one, signs))].join(
        "\n",
      ),
    );
    return [...heads, ...machine.map((one) => line(one, signs))].join("\n");
  });
  // Told to look at one target, a script can ask whether it can run.
  if (target && reports.some(({ ready }) => !ready)) process.exitCode = 1;
}

async function report(name: string) {
  const { title, check } = await targetNamed(name);
  const findings = await check();
  return { name, title, ready: findings.every(({ fine }) => fine !== "no"), findings };
}

function line({ what, fine, found, advice }: Finding, signs: Signs): string {
  const todo = fine === "yes" || !advice ? "" : `\n      ${advice}`;
  return `    ${signs[fine]} ${what.padEnd(15)} ${found}${todo}`;
}
