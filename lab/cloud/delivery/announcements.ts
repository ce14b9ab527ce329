import { randomUUID } from "node:crypto";
import type { Cloud, ServiceName } from "../cloud.ts";
import type { Collection } from "../store/collection.ts";
import { DurableQueue } from "./durable-queue.ts";

/** How many announcements of a region are handed over at a time. */
const AT_A_TIME = 16;

/** What a service tells of its own accord, such as `Object Created`. */
export interface Announcement {
  readonly account: string;
  readonly region: string;
  /** Such as `aws.s3`. */
  readonly source: string;
  readonly detailType: string;
  readonly detail: object;
  /** ARNs of what it is about. */
  readonly resources: readonly string[];
}

/** An announcement on its way. It is plain data. */
export interface Announced extends Announcement {
  readonly id: string;
  /** In milliseconds since the epoch. */
  readonly time: number;
}

/** Announcements that somebody waits for: those of one of the sources, with one of the detail types; of all where none is named. */
export interface Wanted {
  readonly sources?: readonly string[];
  readonly detailTypes?: readonly string[];
}

/** What the services wait for, by their names. */
type Listeners = Readonly<Record<string, readonly Wanted[]>>;

/**
 * What services tell others of their own accord, whoever wants to hear it: a service that listens says so per account and
 * region, and its definition's `hears` gets what fits. An announcement that nobody waits for costs a look into a map.
 */
export class Announcements {
  readonly #cloud: Cloud;
  /** [account, region] */
  readonly #listeners: Collection<Listeners>;
  #queue: DurableQueue<Heard> | undefined;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#listeners = cloud.store.collection<Listeners>("announcement-listeners").remember();
  }

  /** Goes on with what an earlier run announced and did not hand over. */
  resume(): void {
    this.#waiting();
  }

  /** Says what a service waits for in an account and region from now on; nothing more when the list is empty. Only inside `store.write`. */
  listen(service: ServiceName, account: string, region: string, wanted: readonly Wanted[]): void {
    const { [service]: _before, ...others } = this.#listeners.get(account, region) ?? {};
    const listeners = wanted.length > 0 ? { ...others, [service]: wanted } : others;
    if (Object.keys(listeners).length > 0) this.#listeners.put([account, region], listeners);
    else this.#listeners.delete(account, region);
  }

  /** Whether anybody waits for such an announcement: ask before making one that costs something to make. */
  isListening({ account, region, source, detailType }: Omit<Announcement, "detail" | "resources">): boolean {
    const listeners = this.#listeners.get(account, region);
    return listeners !== undefined && Object.values(listeners).some((wanted) => isWanted(wanted, source, detailType));
  }

  /** Tells those who wait for it. In a transaction, it is told only if that succeeds. */
  announce(announcement: Announcement): void {
    const { account, region, source, detailType } = announcement;
    const listeners = this.#listeners.get(account, region);
    if (!listeners) return;
    for (const [service, wanted] of Object.entries(listeners)) {
      if (!isWanted(wanted, source, detailType)) continue;
      const announced = { ...announcement, id: randomUUID(), time: this.#cloud.clock.now() };
      this.#waiting().add([account, region], { service: service as ServiceName, announced });
    }
  }

  /** Leaves what is not handed over to the next start. */
  async close(): Promise<void> {
    await this.#queue?.close();
  }

  #waiting(): DurableQueue<Heard> {
    this.#queue ??= new DurableQueue({
      cloud: this.#cloud,
      name: "announcements",
      concurrency: AT_A_TIME,
      work: async ({ service, announced }) => {
        const { definition, state } = await this.#cloud.service(service);
        return { ended: () => definition.hears?.(announced, state, this.#cloud) };
      },
    });
    return this.#queue;
  }
}

interface Heard {
  readonly service: ServiceName;
  readonly announced: Announced;
}

function isWanted(wanted: readonly Wanted[], source: string, detailType: string): boolean {
  return wanted.some(
    ({ sources, detailTypes }) => (sources?.includes(source) ?? true) && (detailTypes?.includes(detailType) ?? true),
  );
}
