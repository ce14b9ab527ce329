import type { Cloud } from "../../../cloud.ts";
import { ruleDialect } from "../../../delivery/pattern-dialects.ts";
import { compilePattern, type Matches } from "../../../delivery/patterns.ts";
import type { Collection, KeyPart } from "../../../store/collection.ts";
import type { Arrival } from "../events/event.ts";
import type { Archive, ArchiveContents, ArchivedEvent, BusName } from "../records.ts";
import type { EventBridgeState } from "../state.ts";

const DAY = 86_400_000;
/** How often an archive that is written to drops what is too old, in milliseconds. */
const PRUNED_EVERY = 3_600_000;

interface Keeper {
  readonly archive: Archive;
  readonly matches: Matches;
}

/** Puts events into archives, and drops those that are older than the archive keeps them. */
export class Archiving {
  readonly #cloud: Cloud;
  readonly #state: EventBridgeState;
  /** The archives of each bus. */
  readonly #keepers = new Map<string, readonly Keeper[]>();
  readonly #pruned = new Map<string, number>();
  #number = 0;

  constructor(cloud: Cloud, state: EventBridgeState) {
    this.#cloud = cloud;
    this.#state = state;
  }

  /** An archive of a bus was made, changed or removed. */
  changed(bus: BusName): void {
    this.#keepers.delete(idOf(bus));
  }

  /** Forgets what is in memory. */
  forget(): void {
    this.#keepers.clear();
  }

  /** Puts an event into the archives of its bus that want it. Only inside `store.write`. */
  keep({ bus, event, ingested }: Arrival): void {
    for (const { archive, matches } of this.#keepersOf(bus)) {
      if (!matches(event)) continue;
      const key = keyOf(archive);
      const bytes = Buffer.byteLength(JSON.stringify(event));
      const { events, bytes: before } = this.#contents(archive);
      this.#number += 1;
      this.#state.archived.put([...key, ingested, event.id, this.#number], { event, bytes });
      this.#state.archiveContents.put(key, { events: events + 1, bytes: before + bytes });
      if (ingested - (this.#pruned.get(key.join(" ")) ?? 0) > PRUNED_EVERY) this.#prune(archive);
    }
  }

  /** How much an archive holds now. */
  contentsOf(archive: Archive): ArchiveContents {
    this.#cloud.store.write(() => this.#prune(archive));
    return this.#contents(archive);
  }

  /** Only inside `store.write`. */
  empty(key: readonly [string, string, string]): void {
    const { store } = this.#cloud;
    store.remove(this.#state.archived as Collection<unknown>, { under: key });
    this.#state.archiveContents.delete(...key);
  }

  #contents(archive: Archive): ArchiveContents {
    return this.#state.archiveContents.get(...keyOf(archive)) ?? { events: 0, bytes: 0 };
  }

  #prune(archive: Archive): void {
    const key = keyOf(archive);
    const now = this.#cloud.clock.now();
    this.#pruned.set(key.join(" "), now);
    if (archive.retention === 0) return;
    const oldest = now - archive.retention * DAY;
    const { archived, archiveContents } = this.#state;
    const gone: [KeyPart[], ArchivedEvent][] = [...archived.entries({ under: key, before: [...key, oldest] })];
    if (gone.length === 0) return;
    for (const [old] of gone) archived.delete(...old);
    const { events, bytes } = this.#contents(archive);
    const dropped = gone.reduce((sum, [, one]) => sum + one.bytes, 0);
    archiveContents.put(key, { events: events - gone.length, bytes: bytes - dropped });
  }

  #keepersOf(bus: BusName): readonly Keeper[] {
    const id = idOf(bus);
    const known = this.#keepers.get(id);
    if (known) return known;
    const keepers = [...this.#state.archives.values({ under: [bus.account, bus.region] })]
      .filter((archive) => archive.bus.name === bus.name)
      .map((archive) => ({
        archive,
        matches: archive.pattern === undefined ? () => true : compilePattern(archive.pattern, ruleDialect),
      }));
    this.#keepers.set(id, keepers);
    return keepers;
  }
}

function keyOf({ account, region, name }: Archive): [string, string, string] {
  return [account, region, name];
}

function idOf({ account, region, name }: BusName): string {
  return `${account} ${region} ${name}`;
}
