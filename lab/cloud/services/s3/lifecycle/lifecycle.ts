import { randomUUID } from "node:crypto";
import type { LifecycleRule } from "@aws-sdk/client-s3";
import { serviceIn } from "../../../auth/caller.ts";
import type { Cloud } from "../../../cloud.ts";
import type { Collection, KeyPart } from "../../../store/collection.ts";
import { isLocked } from "../locks/locks.ts";
import { dropUpload } from "../multipart/uploads.ts";
import { notify } from "../notifications/events.ts";
import { deleteVersion } from "../objects/deletion.ts";
import { updateVersion } from "../objects/versions.ts";
import type { Bucket, StoredObject } from "../records.ts";
import type { S3Context, S3State } from "../state.ts";
import { lifecycleRules } from "./configuration.ts";
import { abortOf, applies, classAt, expiredNoncurrent, expiryOf } from "./rules.ts";

const DAY = 86_400_000;
const TIMER = ["s3", "lifecycle"] as const;

/** How many records are looked at, and changed in one transaction, before requests get their turn. */
const BATCH = 500;

/** Carries out the life cycles of buckets, each midnight of the lab's clock (UTC), as S3 does. */
export class Lifecycle {
  readonly #cloud: Cloud;
  readonly #state: S3State;
  #sweeping: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(cloud: Cloud, state: S3State) {
    this.#cloud = cloud;
    this.#state = state;
  }

  /** Looks at the buckets at the next midnight, and at each one from then on. */
  watch(): void {
    const { timers, clock } = this.#cloud;
    if (timers.get(...TIMER) !== undefined) return;
    timers.set(...TIMER, nextMidnight(clock.now()));
  }

  /** It is midnight. */
  async due(): Promise<void> {
    this.#sweeping = this.#sweeping.then(() => this.#sweep());
    await this.#sweeping;
    if (!this.#closed) this.#cloud.timers.set(...TIMER, nextMidnight(this.#cloud.clock.now()));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#sweeping;
  }

  async #sweep(): Promise<void> {
    for (const { name } of [...this.#state.buckets.values()]) {
      for (const step of [sweepObjects, sweepVersions, sweepUploads]) {
        let position: Position;
        do {
          position = this.#cloud.store.write(() => this.#step(name, step, position));
          if (position) await new Promise((resolve) => setImmediate(resolve));
        } while (position && !this.#closed);
      }
    }
  }

  /** With the bucket and its rules as they are by now. */
  #step(name: string, step: Step, after: Position): Position {
    const [cloud, state] = [this.#cloud, this.#state];
    const bucket = state.buckets.get(name);
    const rules = bucket && lifecycleRules(bucket);
    if (!bucket || !rules?.length) return undefined;
    const { account, region } = bucket;
    const caller = serviceIn(account, "s3.amazonaws.com");
    return step(bucket, rules, after, { cloud, state, caller, account, region, requestId: randomUUID() });
  }
}

function nextMidnight(now: number): number {
  return now - (now % DAY) + DAY;
}

/** The last key that was looked at; none at the beginning, and at the end. */
type Position = readonly KeyPart[] | undefined;

/** Looks at some records after a position, does what is due for them, and tells where it came to. In a transaction. */
type Step = (bucket: Bucket, rules: readonly LifecycleRule[], after: Position, context: S3Context) => Position;

/** The next records of a bucket, and where they end. */
function batchOf<T>(collection: Collection<T>, bucket: Bucket, after: Position): [records: T[], last: Position] {
  const found = [...collection.entries({ under: [bucket.name], limit: BATCH, ...(after && { after }) })];
  return [found.map(([, record]) => record), found.length < BATCH ? undefined : found.at(-1)?.[0]];
}

/** Current versions expire, or move to another storage class. */
const sweepObjects: Step = (bucket, rules, after, context) => {
  const { cloud, state } = context;
  const now = cloud.clock.now();
  const [objects, last] = batchOf(state.objects, bucket, after);
  for (const object of objects) {
    const expiry = expiryOf(object, rules);
    const storageClass = classAt(now, object, rules);
    if (expiry && expiry.at <= now) deleteVersion(bucket, object.key, undefined, context, "LifecycleExpiration");
    else if (storageClass && storageClass !== object.storageClass) {
      const moved = { ...object, storageClass };
      updateVersion(state, bucket, moved);
      notify("LifecycleTransition", bucket, moved, context);
    }
  }
  return last;
};

/** Noncurrent versions expire, and delete markers with nothing below them. A key is looked at as a whole. */
const sweepVersions: Step = (bucket, rules, after, context) => {
  const { cloud, state } = context;
  if (!bucket.versioning) return undefined;
  const [some, last] = batchOf(state.history, bucket, after);
  const now = cloud.clock.now();
  for (const key of new Set(some.map((older) => older.key))) {
    const current = state.objects.get(bucket.name, key);
    const all = [...(current ? [current] : []), ...state.history.values({ under: [bucket.name, key] })];
    const noncurrent = all.slice(1).map((object, i) => ({ object, since: (all[i] as StoredObject).modified }));
    for (const object of expiredNoncurrent(now, noncurrent, rules))
      if (!isLocked(object, now)) deleteVersion(bucket, key, object.version, context, "LifecycleExpiration");
    const [only, ...others] = all;
    if (only?.marker && others.length === 0 && rules.some((rule) => removesMarker(rule, only, now)))
      deleteVersion(bucket, key, only.version, context, "LifecycleExpiration");
  }
  return last;
};

/** Multipart uploads that nobody completes are aborted. */
const sweepUploads: Step = (bucket, rules, after, { cloud, state }) => {
  const [uploads, last] = batchOf(state.uploads, bucket, after);
  for (const upload of uploads) {
    const due = abortOf(upload, rules);
    if (due && due.at <= cloud.clock.now()) dropUpload(cloud.store, state, upload);
  }
  return last;
};

/** A marker that hides nothing goes when a rule says so, or when an expiration of days is over for it. */
function removesMarker(rule: LifecycleRule, marker: StoredObject, now: number): boolean {
  if (!rule.Expiration || !applies(rule, marker)) return false;
  if (rule.Expiration.ExpiredObjectDeleteMarker) return true;
  const due = expiryOf(marker, [rule]);
  return due !== undefined && due.at <= now;
}
