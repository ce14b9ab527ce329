import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { CreateTableCommand } from "@aws-sdk/client-dynamodb";
import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { Clients } from "./kills/clients.ts";
import { Functions } from "./kills/functions.ts";
import { BUCKET, multiparts, objects, pairs, parameters, TABLE, users } from "./kills/kinds.ts";
import { Ledger } from "./kills/ledger.ts";
import { Stacks } from "./kills/stacks.ts";
import { type Build, LabProcess } from "./lab-process.ts";
import { leftRunning, type Process } from "./processes.ts";
import { Random } from "./random.ts";

/** What a run of kills is told. */
export interface KillOptions {
  readonly seed: number;
  readonly build: Build;
  readonly kills: number;
  /** Until then no new lab is started, in milliseconds from now. */
  readonly milliseconds?: number;
  readonly onProblem?: (problem: string) => void;
}

/** What it saw. */
export interface KillSummary {
  readonly kills: number;
  /** Writes that were acknowledged, by kind. */
  readonly acknowledged: Readonly<Record<string, number>>;
  readonly problems: readonly string[];
}

/** The longest that a lab is under load before it is killed, in milliseconds. */
const LONGEST = 2_500;

/** Kills a lab under load again and again, and compares what it has when it runs again with what it had acknowledged. */
export async function runKills(options: KillOptions): Promise<KillSummary> {
  const folder = mkdtempSync(join(tmpdir(), "fuzz-kills-"));
  try {
    return await new Kills(options, folder).go();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

class Kills {
  readonly #options: KillOptions;
  readonly #folder: string;
  readonly #random: Random;
  readonly #problems: string[] = [];
  readonly #ledgers: Ledger[];
  readonly #clients = new Clients();
  readonly #stacks: Stacks;
  readonly #functions: Functions;

  constructor(options: KillOptions, folder: string) {
    this.#options = options;
    this.#folder = folder;
    this.#random = new Random(options.seed);
    const kinds = [objects, multiparts, parameters, users, pairs];
    this.#ledgers = kinds.map((kind) => new Ledger(kind(this.#clients, this.#random)));
    this.#stacks = new Stacks(this.#clients);
    this.#functions = new Functions(this.#clients);
  }

  async go(): Promise<KillSummary> {
    const { kills, milliseconds = Number.POSITIVE_INFINITY } = this.#options;
    const until = Date.now() + milliseconds;
    let done = 0;
    let left: Process[] = [];
    for (; done < kills && Date.now() < until; done++) {
      const lab = await this.#start();
      if (done === 0) await this.#prepare();
      await this.#verify(left);
      left = await this.#killUnderLoad(lab);
    }
    const lab = await this.#start();
    await this.#verify(left);
    const running = await lab.stop();
    this.#clients.close();
    for (const process of running) this.#note(`left running after SIGTERM: ${process}`);
    const kinds = this.#ledgers.map(({ kind, acknowledged }) => [kind.name, acknowledged] as const);
    const acknowledged = Object.fromEntries([...kinds, ["stack", this.#stacks.acknowledged]]);
    return { kills: done, acknowledged, problems: this.#problems };
  }

  async #start(): Promise<LabProcess> {
    const lab = await LabProcess.start(this.#options.build, ["--state", this.#folder]);
    this.#clients.connect(lab.endpoint.href);
    return lab;
  }

  async #prepare(): Promise<void> {
    await this.#clients.s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
    await this.#clients.dynamodb.send(new CreateTableCommand(TABLE));
    const Statement = [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }];
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    const { Role } = await this.#clients.iam.send(
      new CreateRoleCommand({ RoleName: "kills", AssumeRolePolicyDocument }),
    );
    await this.#functions.create(Role?.Arn ?? "");
  }

  /** Everything that was acknowledged must be there, and nothing of the last lab's functions. */
  async #verify(left: readonly Process[]): Promise<void> {
    for (const process of await leftRunning(left)) this.#note(`left running after SIGKILL: ${process}`);
    for (const one of [...this.#ledgers, this.#stacks, this.#functions])
      for (const problem of await one.verify()) this.#note(problem);
  }

  async #killUnderLoad(lab: LabProcess): Promise<Process[]> {
    const loading = new Load();
    for (const ledger of this.#ledgers)
      for (const worker of [0, 1]) {
        // Each worker has names of its own: only one write of a name may be under way.
        const names = ledger.kind.names / 2;
        loading.repeat(() => ledger.write(`${worker}-${this.#random.below(names)}`));
      }
    loading.repeat(() => this.#stacks.create());
    loading.repeat(() => this.#functions.invoke("quick"));
    loading.once(() => this.#functions.invoke("busy"));
    await this.#someAcknowledged();
    await delay(this.#random.between(1, LONGEST));
    const running = lab.end === undefined;
    const processes = await lab.kill();
    for (const error of await loading.stop()) this.#note(`a write failed under load: ${error}`);
    if (!running)
      this.#note(
        `the lab ended under load: ${lab.end}: ${lab.log
          .slice(-5)
          .map(({ text }) => text)
          .join("\n")}`,
      );
    return processes;
  }

  /** Waits until the load has begun to tell: a busy machine takes its time. */
  async #someAcknowledged(): Promise<void> {
    const count = () => this.#ledgers.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
    const enough = count() + 20;
    for (const until = Date.now() + 10_000; count() < enough && Date.now() < until; ) await delay(10);
  }

  #note(problem: string): void {
    this.#problems.push(problem);
    this.#options.onProblem?.(problem);
  }
}

/** Work that goes on until the lab is gone. */
class Load {
  readonly #running: Promise<void>[] = [];
  readonly #errors: string[] = [];
  #stopped = false;

  repeat(work: () => Promise<void>): void {
    const loop = async () => {
      while (!this.#stopped) await work();
    };
    this.once(loop);
  }

  once(work: () => Promise<void>): void {
    this.#running.push(work().catch((error) => this.#note(error)));
  }

  /** Waits for what is under way; answers the errors that are not for the connection's end. */
  async stop(): Promise<string[]> {
    this.#stopped = true;
    await Promise.all(this.#running);
    return this.#errors;
  }

  #note(error: Error & { code?: string }): void {
    this.#stopped = true;
    if (error.code === undefined || !/^E[A-Z]+$/.test(error.code)) this.#errors.push(`${error.name}: ${error.message}`);
  }
}
