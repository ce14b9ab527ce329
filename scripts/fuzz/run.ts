import type { Case } from "./case.ts";
import type { Outcome } from "./exchange.ts";
import { type Finding, Findings } from "./findings.ts";
import type { Build } from "./lab-process.ts";
import { type FuzzedService, fuzzedServices } from "./models.ts";
import { type Problem, ROUND, Round } from "./round.ts";

/** What a run is told. */
export interface RunOptions {
  readonly seed: number;
  readonly build: Build;
  /** The run ends at the first of these. */
  readonly cases?: number | undefined;
  readonly milliseconds?: number | undefined;
  /** Only this case, after those of its round that come before it. */
  readonly only?: number | undefined;
  /** Only this service's calls. */
  readonly service?: string | undefined;
  /** The longest that a request may hold the event loop, in milliseconds. */
  readonly longestBlock: number;
  readonly onFinding?: (finding: Finding) => void;
}

/** What a run saw. */
export interface Summary {
  readonly findings: readonly Finding[];
  readonly kinds: Readonly<Record<string, number>>;
  readonly statuses: Readonly<Record<string, number>>;
  /** Operations called, and those that took at least one call. */
  readonly operations: number;
  readonly accepted: number;
  readonly longestBlock: { readonly ms: number; readonly title: string };
  readonly peakMemory: number;
}

/** Sends cases to a lab and looks at what becomes of it. */
export async function run(options: RunOptions): Promise<Summary> {
  const all = await fuzzedServices();
  const chosen = options.service === undefined ? all : await fuzzedServices(options.service);
  return await new Run(options, all, chosen).go();
}

class Run {
  readonly #options: RunOptions;
  readonly #all: readonly FuzzedService[];
  readonly #chosen: readonly FuzzedService[];
  readonly #findings = new Findings();
  readonly #kinds: Record<string, number> = {};
  readonly #statuses: Record<string, number> = {};
  readonly #operations = new Set<string>();
  readonly #accepted = new Set<string>();
  #longest = { ms: 0, title: "" };
  #peakMemory = 0;

  constructor(options: RunOptions, all: readonly FuzzedService[], chosen: readonly FuzzedService[]) {
    this.#options = options;
    this.#all = all;
    this.#chosen = chosen;
  }

  async go(): Promise<Summary> {
    const { only, cases = Number.POSITIVE_INFINITY, milliseconds = Number.POSITIVE_INFINITY } = this.#options;
    const until = Date.now() + milliseconds;
    const last = only ?? cases - 1;
    let number = only === undefined ? 0 : only - (only % ROUND);
    while (number <= last && Date.now() < until) {
      const round = new Round(this.#options, this.#all, this.#chosen);
      number = await this.#round(round, number, last, until);
    }
    return {
      findings: this.#findings.all,
      kinds: this.#kinds,
      statuses: this.#statuses,
      operations: this.#operations.size,
      accepted: this.#accepted.size,
      longestBlock: this.#longest,
      peakMemory: this.#peakMemory,
    };
  }

  /** Runs the cases of one lab; answers the number of the next case. */
  async #round(round: Round, first: number, last: number, until: number): Promise<number> {
    await round.begin();
    const end = Math.min(last, first - (first % ROUND) + ROUND - 1);
    let number = first;
    for (; number <= end && Date.now() < until; number++) {
      const one = round.make(number);
      const { outcome, problems } = await round.send(one, number);
      this.#count(one, outcome);
      for (const problem of problems) await this.#report(problem, round);
      if (!round.isAlive) await round.begin();
    }
    const { problems, left } = await round.finish();
    for (const problem of problems) await this.#report(problem);
    for (const symptom of left) this.#tell(this.#findings.add(symptom, undefined, number - 1));
    if (round.longest.ms > this.#longest.ms) this.#longest = round.longest;
    this.#peakMemory = Math.max(this.#peakMemory, round.peakMemory);
    return number;
  }

  async #report(problem: Problem, round?: Round): Promise<void> {
    const { symptom, one, number, log } = problem;
    const finding = this.#findings.add(symptom, one, number, log);
    if (finding && round?.isAlive) finding.smaller = await round.smaller(problem);
    this.#tell(finding);
  }

  #tell(finding: Finding | undefined): void {
    if (finding) this.#options.onFinding?.(finding);
  }

  #count(one: Case, outcome: Outcome): void {
    const status = typeof outcome === "string" ? outcome : String(outcome.status);
    this.#kinds[one.kind] = (this.#kinds[one.kind] ?? 0) + 1;
    this.#statuses[status] = (this.#statuses[status] ?? 0) + 1;
    if (one.kind !== "call") return;
    this.#operations.add(one.title);
    if (typeof outcome !== "string" && outcome.status < 300) this.#accepted.add(one.title);
  }
}
