import type { Cloud } from "../../cloud.ts";
import type { Job, OpenedSource, Outcome, Owner } from "./job.ts";
import { Positions } from "./positions.ts";
import { QueuePoller } from "./queue-poller.ts";
import { StreamPoller } from "./stream-poller.ts";

interface Poller {
  run(): Promise<void>;
  stop(): void;
}

/** A job whose events are moved. */
interface Followed {
  readonly stop: () => void;
  /** Resolves when nothing of it is under way whose order counts. */
  readonly ended: Promise<void>;
}

export interface PollersParts {
  readonly cloud: Cloud;
  /** The service whose jobs these are: it is loaded at the next start when one of them is on. */
  readonly service: string;
  /** Names the collection of positions, and the mark of jobs that are on. */
  readonly name: string;
}

/** What moves the events of a service's jobs. Jobs that are on go on at the next start. */
export class Pollers<R extends Outcome = Outcome> {
  readonly positions: Positions;
  readonly #parts: PollersParts;
  /** By account and id. */
  readonly #followed = new Map<string, Followed>();
  #isClosed = false;

  constructor(parts: PollersParts) {
    this.#parts = parts;
    this.positions = new Positions(parts.cloud, `${parts.name}-positions`);
  }

  /** Begins to move the events of a job, or begins anew when it has changed and what is under way has ended. */
  follow(job: Job<R>): void {
    const { cloud } = this.#parts;
    const before = this.#followed.get(keyOf(job));
    before?.stop();
    let isStopped = this.#isClosed || !job.isOn;
    let poller: Poller | undefined;
    const start = async () => {
      if (job.isInOrder) await before?.ended;
      // Callers finish first what they do: a job at the start of the lab finds its service made.
      await new Promise((resolve) => setImmediate(resolve));
      const opened = isStopped ? undefined : await job.open();
      if (!opened || isStopped) return;
      poller = this.#pollerOf(job, opened);
      await poller.run();
    };
    const stop = () => {
      isStopped = true;
      poller?.stop();
    };
    // Tells whoever runs the lab when what moves events came to an end that it should not.
    // It goes on when the call that begins it has ended: it is no part of that.
    const ended = cloud.trace
      .within(undefined, start)
      .catch((error) => cloud.log(`Events of ${job.source} can't be read: ${error.message}`));
    this.#followed.set(keyOf(job), { stop, ended: job.isInOrder ? ended : Promise.resolve() });
  }

  /** Stops moving the events of a job. */
  stop(owner: Owner): void {
    this.#followed.get(keyOf(owner))?.stop();
  }

  /** Stops, and forgets where the job was. Only inside `store.write`. */
  forget(owner: Owner): void {
    this.stop(owner);
    this.#followed.delete(keyOf(owner));
    this.positions.forget(owner);
  }

  /** Notes whether the next start is to load the service at once. Only inside `store.write`. */
  mark(isAnyOn: boolean): void {
    const { cloud, service, name } = this.#parts;
    if (isAnyOn) cloud.unfinished.mark(service, name);
    else cloud.unfinished.clear(service, name);
  }

  /** Leaves what is not done to the next start. */
  stopAll(): void {
    this.#isClosed = true;
    for (const { stop } of this.#followed.values()) stop();
  }

  /** Resolves when nothing is under way. Who works on events has ended by then. */
  async close(): Promise<void> {
    this.stopAll();
    await Promise.all([...this.#followed.values()].map(({ ended }) => ended));
  }

  #pollerOf(job: Job<R>, opened: OpenedSource): Poller {
    const { cloud } = this.#parts;
    if ("stream" in opened) return new StreamPoller({ job, opened: opened.stream, cloud, positions: this.positions });
    return new QueuePoller(job, opened.queue, cloud.clock);
  }
}

function keyOf({ account, id }: Owner): string {
  return `${account} ${id}`;
}
