import { availableParallelism, totalmem } from "node:os";
import type { Clock } from "../../../time/clock.ts";
import { Admission } from "./admission.ts";
import { Environment, type Host } from "./environment.ts";
import { Fleet } from "./fleet.ts";
import type { Invocation, Outcome, RunnableFunction } from "./function.ts";
import { Namespace } from "./namespace.ts";
import { NodePool } from "./node-pool.ts";
import { Reaper } from "./reaper.ts";
import { isNode } from "./runtimes.ts";
import { StartQueue } from "./start-queue.ts";

/** How long a function may take to initialise, in milliseconds, before it is started anew within its own timeout. */
const INIT_LIMIT = 10_000;

/** So many milliseconds after a process has become an environment, another one takes its place in the pool. */
const BEFORE_REFILL = 10;

/** More environments of a function are not kept ready: one machine is no region. */
const MOST_PROVISIONED = 10;

/** How an executor is set up. */
export interface ExecutorOptions {
  readonly clock: Clock;
  /** Where the cloud answers: functions find it in AWS_ENDPOINT_URL. */
  readonly endpoint: () => string;
  /** Takes what the lab says to whoever runs it. */
  readonly say?: (text: string) => void;
  /** A folder that functions are not to see: the lab's state. */
  readonly hidden?: string;
  /** How many Node.js processes wait for a function; 2 by default. */
  readonly pool?: number;
  /** How long an environment is kept without an event, in milliseconds of the lab's clock; 10 minutes by default. */
  readonly idle?: number;
  /** How many environments there may be at a time; by default as many as half of the machine's memory can hold. */
  readonly capacity?: number;
  /** How many environments start at a time; by default as many as the machine has cores, and two at least. */
  readonly starts?: number;
  /** How many events of a function that only computes run at a time; unless told, as many as `starts` may. */
  readonly computing?: number;
  /** How long events wait for others that seem to compute, in milliseconds; unless told, longer than a process takes to start. */
  readonly patience?: number;
}

/** All environments that the machine can hold work on events. */
export class CapacityExceeded extends Error {}

/** Runs functions: each event in a process of its function that works on no other event. */
export class Executor {
  readonly #host: Host;
  readonly #idle: number;
  readonly #capacity: number;
  readonly #starts: StartQueue;
  readonly #newAdmission: () => Admission;
  readonly #fleets = new Map<string, Fleet>();
  readonly #environments = new Set<Environment>();
  #closed = false;

  constructor(options: ExecutorOptions) {
    const { clock, endpoint, hidden, pool = 2, idle = 600_000, capacity = defaultCapacity() } = options;
    const namespace = new Namespace(hidden);
    const noted = new Set<string>();
    const note = (text: string) => {
      if (!noted.has(text)) options.say?.(text);
      noted.add(text);
    };
    const reaper = new Reaper();
    this.#host = { clock, endpoint, namespace, reaper, pool: new NodePool(pool, namespace, reaper), note };
    this.#idle = idle;
    this.#capacity = capacity;
    const cores = Math.max(2, availableParallelism());
    const { starts = cores, computing = cores, patience = 50 } = options;
    this.#starts = new StartQueue(starts);
    this.#newAdmission = () => new Admission(computing, patience);
    process.once("exit", this.#endAll);
  }

  /** Gets ready for a function of this runtime that will soon be invoked. */
  warm(runtime: string): void {
    if (isNode(runtime) && !this.#closed) this.#host.pool.fill();
  }

  /**
   * Has a function, whose runtime must be one that `canRun`, work on an event. Resolves with its answer or its error.
   * Rejects with CapacityExceeded, and when code or credentials of the function can't be had.
   */
  async invoke(fn: RunnableFunction, invocation: Invocation): Promise<Outcome> {
    const { admission } = this.#fleet(fn.id);
    const turn = admission.enter();
    if (turn) await turn;
    let computed: boolean | undefined;
    try {
      const outcome = await this.#run(fn, invocation);
      computed = outcome.computed;
      return outcome;
    } finally {
      admission.leave(computed === true);
    }
  }

  /** Keeps environments of a function ready for events. Resolves when they are. */
  async provision(fn: RunnableFunction, count: number): Promise<void> {
    const fleet = this.#fleet(fn.id);
    const kept = Math.min(count, MOST_PROVISIONED);
    fleet.keep(kept);
    while (fleet.size < kept && !this.#closed) {
      fleet.put(await this.#start({ ...fn, isProvisioned: true }));
    }
  }

  /** Ends the environments of a function that is gone: idle ones now, the others when they are done with their event. */
  retire(id: string): void {
    this.#fleets.get(id)?.endAll();
    this.#fleets.delete(id);
  }

  /** Ends the environments of functions, busy ones too, and waits until they are gone. Their events fail. */
  async end(isMeant: (id: string) => boolean): Promise<void> {
    for (const id of [...this.#fleets.keys()].filter(isMeant)) this.retire(id);
    const meant = [...this.#environments].filter(({ id }) => isMeant(id));
    await Promise.all(meant.map((environment) => environment.end()));
  }

  /** Ends all processes and waits until they are gone. Events under way fail. */
  async close(): Promise<void> {
    process.off("exit", this.#endAll);
    await this.#endAll();
  }

  #endAll = async (): Promise<void> => {
    this.#closed = true;
    this.#host.pool.empty();
    await Promise.all([...this.#environments].map((environment) => environment.end()));
    await this.#host.reaper.close();
  };

  /** Not at once: the event for which a process of the pool became an environment would wait for the start of another one. */
  #warmSoon(runtime: string): void {
    setTimeout(() => this.warm(runtime), BEFORE_REFILL).unref();
  }

  async #run(fn: RunnableFunction, invocation: Invocation): Promise<Outcome> {
    for (;;) {
      const fleet = this.#fleet(fn.id);
      const environment = fleet.take(fn) ?? (await this.#start(fn));
      const outcome = await environment.run(invocation).catch((error) => {
        void environment.end("failure");
        throw error;
      });
      // A function that was deleted meanwhile has another fleet, or none.
      if (environment.fits(fn) && this.#fleets.get(fn.id) === fleet) fleet.put(environment);
      else void environment.end();
      if (outcome) return outcome;
    }
  }

  #fleet(id: string): Fleet {
    let fleet = this.#fleets.get(id);
    if (!fleet) {
      fleet = new Fleet(this.#host.clock, this.#idle, this.#newAdmission());
      this.#fleets.set(id, fleet);
    }
    return fleet;
  }

  /** A new environment that is initialised, or knows why that failed. */
  async #start(fn: RunnableFunction): Promise<Environment> {
    const release = await this.#starts.enter(accountOf(fn));
    try {
      const environment = await this.#add(fn);
      const ready = await environment.initialise(INIT_LIMIT, "init").finally(() => this.#warmSoon(fn.runtime));
      if (ready) return environment;
      // AWS tries once more, as a part of the event: that one's failure is what the invoker sees.
      void environment.end();
      const second = await this.#add(fn);
      await second.initialise(fn.timeout * 1000, "invoke");
      return second;
    } finally {
      release();
    }
  }

  async #add(fn: RunnableFunction): Promise<Environment> {
    while (this.#environments.size >= this.#capacity) await this.#makeRoom();
    if (this.#closed) throw new Error("The lab is closing");
    const environment = new Environment(fn, this.#host);
    this.#environments.add(environment);
    void environment.gone.then(() => this.#environments.delete(environment));
    return environment;
  }

  async #makeRoom(): Promise<void> {
    const fleets = [...this.#fleets.values()];
    const since = Math.min(...fleets.map((fleet) => fleet.idleSince));
    const oldest = fleets.find((fleet) => fleet.idleSince === since && Number.isFinite(since));
    if (!oldest) throw new CapacityExceeded(`All ${this.#capacity} execution environments are busy`);
    await oldest.endOldest();
  }
}

function accountOf({ id }: RunnableFunction): string {
  return id.split(":")[4] ?? "";
}

/** A Node.js process takes some 64 MB with a small function in it. */
function defaultCapacity(): number {
  return Math.max(16, Math.floor(totalmem() / 2 / (64 * 2 ** 20)));
}
