import { setTimeout as delay } from "node:timers/promises";
import type { Case } from "./case.ts";
import { bodyCase } from "./cases/bodies.ts";
import { callCase } from "./cases/calls.ts";
import { httpCase } from "./cases/http.ts";
import { mutationCase } from "./cases/mutations.ts";
import { planeCase } from "./cases/planes.ts";
import { fault } from "./check.ts";
import { Connection, type Outcome } from "./exchange.ts";
import { Caller, type Deployed, deploy } from "./fixtures.ts";
import { LabProcess } from "./lab-process.ts";
import { Memory } from "./memory.ts";
import type { FuzzedService } from "./models.ts";
import { Random } from "./random.ts";
import type { RunOptions } from "./run.ts";
import { shrink } from "./shrink.ts";

/** Something that was wrong, and the case that is to blame. */
export interface Problem {
  readonly symptom: string;
  readonly log: string;
  readonly one: Case;
  readonly number: number;
}

/** A case that was sent, and when. */
interface Sent {
  readonly one: Case;
  readonly number: number;
  readonly from: number;
  to: number;
}

/** Cases per lab: a new one is started for the next round, and a replay begins with its round. */
export const ROUND = 2_000;

/** What an answer may take, in milliseconds: some calls wait for a stack or a function. */
const PATIENCE = 12_000;

/** What a lab tells of a case may arrive so many milliseconds after the answer. */
const REPORT = 120;

/** How many requests are kept to be changed, and how many cases to be blamed. */
const KEPT = 40;

/** The most memory that a lab may take, in bytes. */
const MEMORY = 1_200 * 1024 * 1024;

/** One lab, and the cases that are sent to it, one after the other. */
export class Round {
  longest = { ms: 0, title: "" };
  readonly #options: RunOptions;
  readonly #all: readonly FuzzedService[];
  readonly #chosen: readonly FuzzedService[];
  #lab!: LabProcess;
  #deployed!: Deployed;
  #memory = new Memory();
  #recorded: Case[] = [];
  #sent: Sent[] = [];
  #connection: Connection | undefined;
  #seenLog = 0;
  #seenBlocks = 0;

  constructor(options: RunOptions, all: readonly FuzzedService[], chosen: readonly FuzzedService[]) {
    this.#options = options;
    this.#all = all;
    this.#chosen = chosen;
  }

  get isAlive(): boolean {
    return this.#lab.end === undefined;
  }

  /** Starts the lab and deploys what the cases act on. */
  async begin(): Promise<void> {
    this.#lab = await LabProcess.start(this.#options.build);
    this.#memory = new Memory();
    this.#recorded = [];
    this.#sent = [];
    this.#connection?.close();
    this.#connection = undefined;
    this.#deployed = await deploy(new Caller(this.#all, this.#lab.endpoint, this.#memory));
    this.#memory.settle();
    await delay(REPORT);
    this.#seenLog = this.#lab.log.length;
    this.#seenBlocks = this.#lab.blocks.length;
  }

  /** The case of a number: it follows from the seed, and from what the cases before it were answered. */
  make(number: number): Case {
    const random = new Random(this.#options.seed, number);
    const { host } = this.#lab.endpoint;
    const parts = { services: this.#chosen, random, memory: this.#memory, host, user: this.#deployed.user };
    const call = () => callCase({ ...parts, isLate: number % ROUND > 0.9 * ROUND });
    const whole = this.#options.service === undefined;
    return random.weighted<() => Case>([
      [70, call],
      [10, () => mutationCase(this.#recorded.length > 0 ? random.pick(this.#recorded) : call(), random)],
      [whole ? 12 : 4, () => httpCase(this.#chosen, random, host)],
      [5, () => bodyCase(this.#chosen, random, host)],
      [whole ? 8 : 0, () => planeCase(this.#deployed, random, host)],
    ])();
  }

  /** Sends a case, and tells what was wrong since the last one. */
  async send(one: Case, number: number): Promise<{ outcome: Outcome; problems: Problem[] }> {
    const sent = { one, number, from: Date.now(), to: Number.POSITIVE_INFINITY };
    this.#sent.push(sent);
    if (this.#sent.length > KEPT) this.#sent.shift();
    const outcome = await this.#exchange(one);
    sent.to = Date.now();
    const isStuck = outcome === "silent" && one.answered && !(await this.#answers());
    const wrong = isStuck ? `held the event loop for more than ${PATIENCE / 1000} s` : fault(one, outcome);
    // What ended a lab is known a little later than that the connection is closed.
    if (outcome === "closed") await Promise.race([this.#lab.ended, delay(one.answered ? 300 : 5)]);
    else if (wrong && !isStuck) await delay(REPORT);
    this.#learn(one, outcome);
    const problems = this.#problems(sent, wrong);
    if (isStuck) {
      this.longest = { ms: PATIENCE, title: one.title };
      await this.#lab.kill();
    }
    return { outcome, problems };
  }

  /** Whether the lab has time for others: one that is busy without end is given up. */
  async #answers(): Promise<boolean> {
    const connection = new Connection(this.#lab.endpoint);
    const request = `GET /_lab/health HTTP/1.1\r\nHost: ${this.#lab.endpoint.host}\r\n\r\n`;
    const outcome = await connection.send(Buffer.from(request), { patience: 5_000 });
    connection.close();
    return typeof outcome !== "string";
  }

  /** Ends the lab; tells what came to light late, and what it left running. */
  async finish(): Promise<{ problems: Problem[]; left: string[] }> {
    this.#connection?.close();
    if (!this.isAlive) return { problems: [], left: [] };
    await delay(REPORT);
    const last = this.#sent.at(-1);
    const problems = last ? this.#problems(last, undefined) : [];
    const left = (await this.#lab.stop()).map((process) => `left running: ${process}`);
    const { peakMemory } = this.#lab;
    if (peakMemory > MEMORY) left.push(`took ${Math.round(peakMemory / 1024 / 1024)} MB of memory`);
    return { problems, left };
  }

  get peakMemory(): number {
    return this.#lab.peakMemory;
  }

  /** A smaller input with the same effect on this lab; nothing when it does not come again. */
  async smaller({ one, symptom }: Problem): Promise<Record<string, unknown> | undefined> {
    const { call } = one;
    if (!call) return undefined;
    const fails = async (input: Record<string, unknown>) => {
      if (!this.isAlive) return false;
      const { problems } = await this.send({ ...one, bytes: call.rebuild(input) }, -1);
      await delay(REPORT);
      const late = this.isAlive ? this.#problems(this.#sent.at(-1) as Sent, undefined) : [];
      return [...problems, ...late].some((problem) => kind(problem.symptom) === kind(symptom));
    };
    return (await fails(call.input)) ? await shrink(call.input, fails) : undefined;
  }

  async #exchange(one: Case): Promise<Outcome> {
    const sending = { patience: PATIENCE, ...one.sending };
    if (!one.reusable) {
      const connection = new Connection(this.#lab.endpoint);
      const outcome = await connection.send(one.bytes, sending, one.isHead);
      connection.close();
      return outcome;
    }
    // A connection that was used before may be closed at the very moment: that is no fault, once.
    for (const isLast of [false, true]) {
      if (!this.#connection?.isOpen) this.#connection = new Connection(this.#lab.endpoint);
      const outcome = await this.#connection.send(one.bytes, sending, one.isHead);
      const ends = typeof outcome === "string" || /close/i.test(outcome.headers.connection ?? "");
      if (ends) this.#connection.close();
      if (ends) this.#connection = undefined;
      if (outcome !== "closed" || isLast || !this.isAlive) return outcome;
    }
    return "closed";
  }

  #learn(one: Case, outcome: Outcome): void {
    if (!one.call?.isRoot || typeof outcome === "string" || outcome.status >= 300) return;
    this.#memory.noteCall(one.call.operation, one.call.input, outcome.body.subarray(0, 20_000).toString());
    this.#recorded.push(one);
    if (this.#recorded.length > KEPT) this.#recorded.shift();
  }

  #problems(sent: Sent, wrong: string | undefined): Problem[] {
    const log = this.#lab.log.slice(this.#seenLog);
    this.#seenLog = this.#lab.log.length;
    const stacks = log.filter(({ text }) => /\n\s+at /.test(text)).map(({ text }) => text);
    const found: Problem[] = this.#heldLoop();
    const { one, number } = sent;
    if (this.#lab.end !== undefined) {
      const tail = this.#lab.log.slice(-30).map(({ text }) => text);
      return [...found, { symptom: `the lab died: ${this.#lab.end}`, log: tail.join("\n"), one, number }];
    }
    if (wrong) found.push({ symptom: wrong, log: stacks.join("\n"), one, number });
    else for (const text of stacks) found.push({ symptom: "a stack in the lab's log", log: text, one, number });
    return found;
  }

  /** The cases that held the event loop for too long. On a busy machine a process waits for its turn: only its own time counts. */
  #heldLoop(): Problem[] {
    const blocks = this.#lab.blocks.slice(this.#seenBlocks);
    this.#seenBlocks = this.#lab.blocks.length;
    return blocks.flatMap(({ from, to, cpu }) => {
      const ms = Math.round(Math.min(to - from, cpu));
      const overlap = (sent: Sent) => Math.min(sent.to, to) - Math.max(sent.from, from);
      const culprit = [...this.#sent].sort((a, b) => overlap(b) - overlap(a))[0];
      if (!culprit) return [];
      if (ms > this.longest.ms) this.longest = { ms, title: culprit.one.title };
      if (ms <= this.#options.longestBlock || culprit.one.bytes.length > 1024 * 1024) return [];
      return [{ symptom: `held the event loop for ${ms} ms`, log: "", one: culprit.one, number: culprit.number }];
    });
  }
}

function kind(symptom: string): string {
  return symptom.replace(/\d+/g, "#").slice(0, 30);
}
