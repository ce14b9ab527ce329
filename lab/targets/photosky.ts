import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { packageFolder } from "../package.ts";
import { type CdkRun, cdklocal } from "./cdklocal.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { describeStack, isSettled, outputOf } from "./stack.ts";

/** The sample application's stack, in a cloud at an endpoint. */
export interface Deployment extends Omit<CdkRun, "app"> {}

/** The name of the stack: APP_NAME, as the CDK app reads it. */
export function stackName(): string {
  return process.env.APP_NAME ?? "Photosky";
}

/** Bootstraps the account for the CDK, unless that was done. */
export async function bootstrap(deployment: Deployment): Promise<void> {
  if (isSettled(await stackOf(deployment, "CDKToolkit"))) return;
  await cdklocal(["bootstrap"], runOf(deployment));
}

/** Deploys the stack. Resolves to the URL of the application. */
export async function deploy(deployment: Deployment): Promise<string> {
  await cdklocal(["deploy", "--require-approval", "never"], runOf(deployment));
  await mkdir(deployment.work, { recursive: true });
  await writeFile(fingerprintFile(deployment), fingerprint());
  return await applicationUrl(deployment);
}

/** The URL of the application if what is deployed is what the sources say now, so that no deployment is needed. */
export async function deployedAlready(deployment: Deployment): Promise<string | undefined> {
  const file = fingerprintFile(deployment);
  if (!existsSync(file) || readFileSync(file, "utf8") !== fingerprint()) return undefined;
  return isSettled(await stackOf(deployment, stackName())) ? await applicationUrl(deployment) : undefined;
}

function stackOf({ endpoint, credentials }: Deployment, name: string) {
  return describeStack(endpoint, name, undefined, credentials);
}

async function applicationUrl(deployment: Deployment): Promise<string> {
  const stack = await stackOf(deployment, stackName());
  const url = stack && outputOf(stack, "ApiUrl");
  if (!url) throw new Error(`The stack ${stackName()} has no output ApiUrl`);
  return url;
}

function runOf(deployment: Deployment): CdkRun {
  // The CDK's own check of the template takes most of a synthesis, and the cloud checks it anyway.
  const env = { CDK_VALIDATION: "false", ...deployment.env };
  return { ...deployment, env, app: join(packageFolder, "infra") };
}

function fingerprintFile({ work }: Deployment): string {
  return join(work, `${stackName()}.deployed`);
}

/** All that the deployed stack is made of: its name, the CDK app, the functions, the locked dependencies. */
function fingerprint(): string {
  return `${stackName()} ${fingerprintOf(["infra", "functions"])}`;
}
