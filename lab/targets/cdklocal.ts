import { type ChildProcess, spawn } from "node:child_process";
import { join, resolve as resolvePath } from "node:path";
import { createInterface } from "node:readline";
import type { SigningCredentials } from "../cloud/auth/key-pair.ts";
import { LabError } from "../lab-error.ts";
import { packageFolder } from "../package.ts";
import { CDK, checkPackages, folderOf } from "./packages.ts";
import { checkThisMachine } from "./this-machine.ts";

/** Where and how to run `cdklocal`. */
export interface CdkRun {
  /** The cloud's endpoint; only one on this machine is accepted. */
  readonly endpoint: string;
  /** The folder of the CDK app, where its cdk.json lies. */
  readonly app: string;
  /** A folder for what the CDK keeps between runs: its caches, the synthesized app. */
  readonly work: string;
  readonly region?: string;
  /** The caller; by default the root of the first account, by its well-known key. */
  readonly credentials?: SigningCredentials;
  /** More environment variables, such as APP_NAME. */
  readonly env?: Readonly<Record<string, string>>;
  /** Receives each line that cdklocal prints. */
  readonly onLine?: (line: string) => void;
  /** Ends the run. */
  readonly signal?: AbortSignal;
}

/** The CDK ended with an error. The message is its last words. */
export class CdkFailed extends LabError {
  override readonly name = "CdkFailed";
  /** All that it printed. */
  readonly output: string;

  constructor(command: string, output: string) {
    const reason = output.split("\n").filter((line) => /❌|error|fail/i.test(line));
    super(`${command} failed:\n${(reason.length > 0 ? reason : output.split("\n")).slice(-12).join("\n")}`);
    this.output = output;
  }
}

/** The program that does for the CDK what it asks of Docker. */
export const labDocker: string = join(packageFolder, "bin/lab-docker.js");

/** Runs the real `cdklocal` and waits for its end. Resolves to all that it printed. */
export async function cdklocal(args: readonly string[], run: CdkRun): Promise<string> {
  checkThisMachine(run.endpoint);
  return await runCdk("cdklocal", args, run, environment(run));
}

/** Runs the CDK against AWS itself, with the credentials of the environment: what asks for it has named AWS. */
export async function cdkOnAws(args: readonly string[], run: Omit<CdkRun, "endpoint">): Promise<string> {
  return await runCdk("cdk", args, run, { ...process.env, ...run.env });
}

const packages = { cdklocal: "aws-cdk-local", cdk: "aws-cdk" };

async function runCdk(
  command: "cdklocal" | "cdk",
  args: readonly string[],
  run: Omit<CdkRun, "endpoint">,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  run.signal?.throwIfAborted();
  const app = resolvePath(run.app);
  checkPackages("The CDK", command === "cdk" ? ["aws-cdk"] : CDK, app);
  const folder = folderOf(packages[command], app) as string;
  const child = spawn(
    process.execPath,
    [join(folder, "bin", command), ...args, "--output", join(run.work, "cdk.out")],
    {
      cwd: run.app,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own: cdklocal starts the CDK, which starts the app, and all of them must end when the run is aborted.
      detached: process.platform !== "win32",
    },
  );
  const abort = () => endGroup(child);
  run.signal?.addEventListener("abort", abort);
  const stay = endWithUs(abort);
  const lines: string[] = [];
  const read = (stream: NodeJS.ReadableStream) =>
    createInterface({ input: stream }).on("line", (line) => {
      lines.push(line);
      run.onLine?.(line);
    });
  read(child.stdout);
  read(child.stderr);
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once("error", reject).once("close", resolve),
  ).finally(stay);
  run.signal?.removeEventListener("abort", abort);
  run.signal?.throwIfAborted();
  const output = lines.join("\n");
  if (code !== 0) throw new CdkFailed(`${command} ${args[0] ?? ""}`, output);
  return output;
}

const ENDING = ["SIGINT", "SIGTERM"] as const;

/**
 * Ends what runs in a group of its own when this process is told to end, or exits: neither a terminal's Ctrl-C nor anything
 * else would. Returns what takes that back. A signal that nobody else listens to goes on to end this process.
 */
function endWithUs(end: () => void): () => void {
  const onSignal = (signal: NodeJS.Signals) => {
    end();
    stay();
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  const stay = () => {
    process.off("exit", end);
    for (const signal of ENDING) process.off(signal, onSignal);
  };
  process.on("exit", end);
  for (const signal of ENDING) process.on(signal, onSignal);
  return stay;
}

function endGroup(child: ChildProcess): void {
  if (process.platform === "win32" || child.pid === undefined) child.kill();
  else if (child.exitCode === null) process.kill(-child.pid, "SIGTERM");
}

/**
 * The environment of cdklocal: this machine's, without anything of AWS in it (a profile or a key of a real account), and
 * with a CDK home of its own, so that accounts cached for another emulator can't mislead it.
 */
function environment({ endpoint, work, region = "us-east-1", credentials, env }: CdkRun): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_") && !name.startsWith("CDK_"));
  return {
    ...Object.fromEntries(own),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ENVAR_ALLOWLIST:
      "AWS_ACCESS_KEY_ID,AWS_SECRET_ACCESS_KEY,AWS_SESSION_TOKEN,AWS_REGION,AWS_DEFAULT_REGION,AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED",
    ...(credentials && {
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      ...(credentials.sessionToken && { AWS_SESSION_TOKEN: credentials.sessionToken }),
    }),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    // Where nothing else is asked for, images are built without Docker.
    CDK_DOCKER: process.env.CDK_DOCKER ?? labDocker,
    CDK_HOME: join(work, "cdk-home"),
    CDK_DISABLE_CLI_TELEMETRY: "true",
    ...env,
  };
}
