import type { Call } from "../../../audit/call.ts";
import { tellCalls } from "../../../audit/told.ts";
import type { Cloud } from "../../../cloud.ts";
import type { Attempt, Trail, TrailName } from "../records.ts";
import type { CloudTrailState } from "../state.ts";
import { changeTrail } from "../trails/names.ts";
import { selects, wantsData } from "../trails/selection.ts";
import { writeLogs } from "./log-events.ts";
import { writeFile } from "./log-files.ts";
import { notifyTopic } from "./notices.ts";
import { SERVICE } from "./principal.ts";

/** Files come at every five minutes by the lab's clock, if anything happened. */
const EVERY = 5 * 60_000;
/** More calls than that do not wait for a trail: the oldest are lost. */
const MOST_PENDING = 50_000;
/** A file holds so many events at most. */
const MOST_IN_FILE = 5000;
/** CloudTrail tries for 30 days to write to a bucket. */
const TRIED_FOR = 30 * 24 * 3_600_000;

/** Tells trails of calls: it puts aside what they want, and delivers that every five minutes. */
export class Deliveries {
  readonly #cloud: Cloud;
  readonly #state: CloudTrailState;
  /** The trails that log; nothing until somebody asks. */
  #logging: readonly Trail[] | undefined;
  #number = 0;

  constructor(cloud: Cloud, state: CloudTrailState) {
    this.#cloud = cloud;
    this.#state = state;
    this.#number = cloud.clock.now() * 1000;
    cloud.calls.listen((calls) => this.#hear(calls));
    this.#refresh();
  }

  /** A trail came, went or was changed. Only inside `store.write`. */
  trailsChanged(): void {
    this.#refresh();
    const { unfinished } = this.#cloud;
    // While a trail logs, the service hears of calls from the lab's start on.
    if (this.#logging?.length) unfinished.mark("cloudtrail", "trails");
    else if (unfinished.has("cloudtrail", "trails")) unfinished.clear("cloudtrail", "trails");
  }

  /** Delivers what waits for a trail. */
  async due(timer: string): Promise<void> {
    const [account = "", region = "", name = ""] = timer.split(" ");
    const trail = this.#state.trails.get(account, region, name);
    if (!trail) return;
    this.#cloud.calls.flush();
    await this.#deliver(trail);
    if (this.#state.pending.first({ under: [account, region, name] })) this.#arm(trail);
  }

  #refresh(): void {
    this.#logging = [...this.#state.trails.values()].filter(({ status }) => status.isLogging);
    this.#cloud.calls.isDataWanted = this.#logging.some(({ selectors }) => wantsData(selectors));
  }

  /** Puts aside what trails want. Inside `store.write`. */
  #hear(calls: readonly Call[]): void {
    if (!this.#logging?.length) return;
    const data = new Set<Call>();
    for (const call of calls) {
      // What CloudTrail does for its trails would be told without end.
      if (call.who.kind === "service" && call.who.arn === SERVICE) continue;
      for (const trail of this.#logging) {
        if (!selects(trail, call)) continue;
        this.#putAside(trail, call);
        if (call.data) data.add(call);
      }
    }
    // Of data, event buses hear what a trail wants, as on AWS.
    tellCalls([...data], this.#cloud);
  }

  #putAside(trail: Trail, call: Call): void {
    const { account, region, name } = trail;
    this.#state.pending.put([account, region, name, ++this.#number], call);
    this.#arm(trail);
  }

  #arm({ account, region, name }: TrailName): void {
    const { timers, clock } = this.#cloud;
    const timer = `${account} ${region} ${name}`;
    const now = clock.now();
    const set = timers.get("cloudtrail", timer);
    if (set === undefined || set <= now) timers.set("cloudtrail", timer, Math.floor(now / EVERY + 1) * EVERY);
  }

  async #deliver(trail: Trail): Promise<void> {
    const { account, region, name } = trail;
    const waiting = [...this.#state.pending.entries({ under: [account, region, name], limit: MOST_PENDING })];
    const byRegion = new Map<string, Pending[]>();
    for (const [key, call] of waiting) {
      const one = { key, call };
      const there = byRegion.get(call.region);
      if (there) there.push(one);
      else byRegion.set(call.region, [one]);
    }
    for (const [place, pending] of byRegion)
      for (let start = 0; start < pending.length; start += MOST_IN_FILE)
        await this.#deliverFile(trail, place, pending.slice(start, start + MOST_IN_FILE));
  }

  async #deliverFile(trail: Trail, region: string, pending: readonly Pending[]): Promise<void> {
    const cloud = this.#cloud;
    const calls = pending.map(({ call }) => call);
    const files = await this.#attempt(trail, "files", () => writeFile(trail, region, calls, cloud));
    if (files !== undefined && trail.topic !== undefined)
      await this.#attempt(trail, "notices", () => notifyTopic(trail, files, cloud));
    if (files !== undefined && trail.logs)
      await this.#attempt(trail, "logs", () => writeLogs(trail, region, calls, cloud));
    const oldest = cloud.clock.now() - TRIED_FOR;
    const done = files === undefined ? pending.filter(({ call }) => call.at < oldest) : pending;
    cloud.store.write(() => {
      for (const { key } of done) this.#state.pending.delete(...key);
    });
  }

  /** Does something for a trail, and notes in its status how that went. Resolves to nothing when it failed. */
  async #attempt<R>(trail: Trail, kind: "files" | "notices" | "logs", work: () => Promise<R>): Promise<R | undefined> {
    const tried = this.#cloud.clock.now();
    const note = (attempt: (before: Attempt | undefined) => Attempt) =>
      changeTrail(trail, { cloud: this.#cloud, state: this.#state }, (one) => ({
        ...one,
        status: { ...one.status, [kind]: attempt(one.status[kind]) },
      }));
    try {
      const result = await work();
      note(() => ({ tried, succeeded: tried }));
      return result;
    } catch (error) {
      note((before) => ({
        tried,
        ...(before?.succeeded !== undefined && { succeeded: before.succeeded }),
        error: (error as Error).name,
      }));
      return undefined;
    }
  }
}

interface Pending {
  readonly key: readonly (string | number)[];
  readonly call: Call;
}
