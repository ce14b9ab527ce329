import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { packageFolder } from "../../lab/package.ts";
import { Connection, type ReadyRequest } from "./connection.ts";
import { signed } from "./signing.ts";
import type { Subject } from "./workloads.ts";

const run = promisify(execFile);

/** How long a server may take until it answers, in milliseconds. */
const PATIENCE = 60_000;

/** A server that can be started: a column of the table. */
export interface Server {
  readonly name: string;
  /** The program and its arguments. */
  command(port: number, state: string): readonly [string, ...string[]];
  env?(port: number, state: string): Record<string, string>;
  readonly credentials?: Subject["credentials"];
  /** Another project's: when it fails, its cells stay empty and the run goes on. */
  readonly peer?: true;
  /** What it can do; the floor takes every request, but there is nothing behind it. */
  readonly has: readonly ("objects" | "listings" | "functions" | "items" | "queues" | "events")[];
  /** What it is asked first, where it has no buckets to list. */
  readonly first?: readonly [service: string, request: ReadyRequest];
}

/** A server that answers. */
export interface Started extends Subject {
  readonly server: Server;
  /** Milliseconds from the start of the process to the answer to the first ListBuckets. */
  readonly took: number;
  stop(): Promise<void>;
}

export const floor = (bytes: number): Server => ({
  name: "floor",
  command: (port) => [process.execPath, join(packageFolder, "scripts/bench/bare-server.mjs"), `${port}`, `${bytes}`],
  has: ["objects", "items", "queues"],
});

/** The lab of a build, by the folder that holds `lab/cli/main.js`. */
export const skylab = (build: string): Server => ({
  name: "Skylab",
  command: (port) => [process.execPath, join(build, "lab/cli/main.js"), "cloud", "--port", `${port}`, "--ephemeral"],
  has: ["objects", "listings", "functions", "items", "queues", "events"],
});

/** MiniStack from PyPI, when it is installed: as `ministack`, or as what the environment's MINISTACK says. */
export async function ministack(): Promise<Server | undefined> {
  const command = process.env.MINISTACK ?? "ministack";
  const found = await run(command, ["--help"]).then(
    () => true,
    () => false,
  );
  if (!found) return undefined;
  const env = (port: number, state: string) => ({
    GATEWAY_PORT: `${port}`,
    BIND_HOST: "127.0.0.1",
    LOG_LEVEL: "ERROR",
    S3_DATA_DIR: state,
  });
  return {
    name: "MiniStack",
    command: () => [command],
    env,
    peer: true,
    has: ["objects", "listings", "functions", "items", "queues"],
  };
}

/** ElasticMQ, when the environment's ELASTICMQ says where it is: the jar with all in it, or the folder of its jars. */
export async function elasticmq(): Promise<Server | undefined> {
  const { ELASTICMQ: place } = process.env;
  if (!place) return undefined;
  const classes = (await stat(place)).isDirectory() ? join(place, "*") : place;
  return {
    name: "ElasticMQ",
    command: (port) => [
      "java",
      `-Drest-sqs.bind-port=${port}`,
      `-Dnode-address.port=${port}`,
      "-Drest-sqs.bind-hostname=127.0.0.1",
      "-Drest-stats.enabled=false",
      ...["-cp", classes, "org.elasticmq.server.Main"],
    ],
    peer: true,
    has: ["queues"],
    first: ["sqs", { method: "GET", path: "/?Action=ListQueues", headers: {} }],
  };
}

/** s3rver from npm, installed into the folder; undefined when it can't be. */
export async function s3rver(folder: string): Promise<Server | undefined> {
  const install = ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "s3rver@3.7.1"];
  const found = await run("npm", install).then(
    () => true,
    () => false,
  );
  if (!found) return undefined;
  const program = join(folder, "node_modules/.bin/s3rver");
  return {
    name: "s3rver",
    command: (port, state) => [process.execPath, program, "--directory", state, "--port", `${port}`, "--silent"],
    credentials: { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" },
    peer: true,
    has: ["objects", "listings"],
  };
}

/** dynalite from npm, installed into the folder; undefined when it can't be. */
export async function dynalite(folder: string): Promise<Server | undefined> {
  const install = ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "dynalite@3.2.2"];
  const found = await run("npm", install).then(
    () => true,
    () => false,
  );
  if (!found) return undefined;
  const program = join(folder, "node_modules/dynalite/cli.js");
  const headers = { "content-type": "application/x-amz-json-1.0", "x-amz-target": "DynamoDB_20120810.ListTables" };
  return {
    name: "dynalite",
    command: (port) => [process.execPath, program, "--port", `${port}`, "--createTableMs", "0"],
    peer: true,
    has: ["items"],
    first: ["dynamodb", { method: "POST", path: "/", headers, body: Buffer.from("{}") }],
  };
}

/** Starts a server with an empty state, and waits for its first answer. */
export async function start(server: Server): Promise<Started> {
  const [port, state] = [await freePort(), await mkdtemp(join(tmpdir(), "skylab-bench-"))];
  const endpoint = `http://127.0.0.1:${port}`;
  const { credentials } = server;
  const [service, first] = server.first ?? ["s3", { method: "GET", path: "/", headers: {} }];
  const request = await signed(service, endpoint, first, credentials);
  const [program, ...args] = server.command(port, state);
  const begun = performance.now();
  const env = { ...process.env, ...server.env?.(port, state) };
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "inherit"], env });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill();
    await ended;
    await rm(state, { recursive: true, force: true });
  };
  const answers = async () => {
    const connection = new Connection(endpoint);
    try {
      await connection.open();
      await connection.send(request);
    } finally {
      connection.close();
    }
  };
  for (;;) {
    if (await succeeds(answers)) break;
    if (child.exitCode !== null || performance.now() - begun > PATIENCE) {
      await stop();
      throw new Error(`${server.name} did not start`);
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const took = performance.now() - begun;
  return {
    name: server.name,
    server,
    endpoint,
    pid: child.pid as number,
    took,
    stop,
    ...(credentials && { credentials }),
  };
}

const succeeds = (work: () => Promise<void>): Promise<boolean> =>
  work().then(
    () => true,
    () => false,
  );

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
