import { randomUUID } from "node:crypto";
import type { LifecycleRule } from "@aws-sdk/client-s3";
import { serviceIn } from "../../../auth/caller.ts";
import type { Cloud } from "../../../cloud.ts";
import { isLocked } from "../locks/locks.ts";
import { dropUpload } from "../multipart/uploads.ts";
import { notify } from "../notifications/events.ts";
import { deleteVersion } from "../objects/deletion.ts";
import { findObject, updateVersion } from "../objects/versions.ts";
import type { Bucket, S3Context, S3State, StoredObject } from "../state.ts";
import { lifecycleRules } from "./configuration.ts";
import { abortOf, applies, classAt, expiredNoncurrent, expiryOf } from "./rules.ts";

const DAY = 86_400_000;
const MARK = ["s3", "lifecycle"] as const;

/** How many changes one transaction holds: requests get their turn between two of them. */
const BATCH = 500;

/** Something that is to be done by a rule, in a transaction; it looks again whether it is still due. */
type Change = () => void;

/** Carries out the life cycles of buckets, each midnight of the lab's clock (UTC), as S3 does. */
export class Lifecycle {
  readonly #cloud: Cloud;
  readonly #state: S3State;
  #watching = false;
  #sweeping: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(cloud: Cloud, state: S3State) {
    this.#cloud = cloud;
    this.#state = state;
    if (cloud.unfinished.has(...MARK)) this.watch();
  }

  /** Looks at the buckets each midnight from now on, after a restart too. */
  watch(): void {
    if (this.#watching) return;
    this.#watching = true;
    const { store, unfinished, clock } = this.#cloud;
    if (!unfinished.has(...MARK)) store.write(() => unfinished.put(MARK, true));
    const now = clock.now();
    clock.after(DAY - (now % DAY), () => {
      this.#watching = false;
      this.#sweeping = this.#sweeping
        .then(() => this.#sweep())
        .catch((error) => this.#cloud.log(`The life cycle of buckets stopped: ${error.stack}`));
      this.watch();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#sweeping;
  }

  async #sweep(): Promise<void> {
    for (const bucket of [...this.#state.buckets.values()]) {
      const rules = lifecycleRules(bucket);
      if (rules.length === 0) continue;
      const changes = this.#changes(bucket, rules);
      for (let batch = take(changes); batch.length > 0 && !this.#closed; batch = take(changes)) {
        this.#cloud.store.write(() => {
          for (const change of batch) change();
        });
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }

  #changes(bucket: Bucket, rules: readonly LifecycleRule[]): Change[] {
    const [cloud, state] = [this.#cloud, this.#state];
    const { account, region, name } = bucket;
    const now = cloud.clock.now();
    const caller = serviceIn(account, "s3.amazonaws.com");
    const context: S3Context = { cloud, state, caller, account, region, requestId: randomUUID() };
    const changes: Change[] = [];
    for (const object of state.objects.values({ under: [name] })) {
      const expiry = expiryOf(object, rules);
      const storageClass = classAt(now, object, rules);
      if (expiry && expiry.at <= now) changes.push(() => expire(bucket, object, rules, context));
      else if (storageClass && storageClass !== object.storageClass)
        changes.push(() => move(bucket, object, rules, context));
    }
    if (bucket.versioning) changes.push(...olderVersions(bucket, rules, now, context));
    for (const upload of state.uploads.values({ under: [name] })) {
      const due = abortOf(upload, rules);
      if (due && due.at <= now) changes.push(() => dropUpload(cloud.store, state, upload));
    }
    return changes;
  }
}

function take(changes: Change[]): Change[] {
  return changes.splice(0, BATCH);
}

/** The object as it is now, while it is still the current version. */
function stillCurrent(bucket: Bucket, object: StoredObject, { state }: S3Context): StoredObject | undefined {
  const current = state.objects.get(bucket.name, object.key);
  return current?.version === object.version && current.modified === object.modified ? current : undefined;
}

function expire(bucket: Bucket, object: StoredObject, rules: readonly LifecycleRule[], context: S3Context): void {
  const current = stillCurrent(bucket, object, context);
  const due = current && expiryOf(current, rules);
  if (due && due.at <= context.cloud.clock.now())
    deleteVersion(bucket, object.key, undefined, context, "LifecycleExpiration");
}

/** Gives an object another storage class, and leaves all else of it as it is by now. */
function move(bucket: Bucket, object: StoredObject, rules: readonly LifecycleRule[], context: S3Context): void {
  const current = stillCurrent(bucket, object, context);
  const storageClass = current && classAt(context.cloud.clock.now(), current, rules);
  if (!current || !storageClass) return;
  const moved = { ...current, storageClass };
  updateVersion(context.state, bucket, moved);
  notify("LifecycleTransition", bucket, moved, context);
}

/** Removes a version that is not locked by now. */
function removeUnlocked(bucket: Bucket, { key, version }: StoredObject, context: S3Context): void {
  const found = findObject(context.state, bucket, key, version);
  if (found && !isLocked(found, context.cloud.clock.now()))
    deleteVersion(bucket, key, version, context, "LifecycleExpiration");
}

/** Removes a marker, if there is still nothing below it. */
function removeMarker(bucket: Bucket, { key, version }: StoredObject, context: S3Context): void {
  const { state } = context;
  const [only, ...others] = [...state.history.values({ under: [bucket.name, key], limit: 2 })];
  if (others.length === 0 && only?.version === version && !state.objects.has(bucket.name, key))
    deleteVersion(bucket, key, version, context, "LifecycleExpiration");
}

/** Expired noncurrent versions, and delete markers with nothing below them. */
function olderVersions(bucket: Bucket, rules: readonly LifecycleRule[], now: number, context: S3Context): Change[] {
  const { state } = context;
  const changes: Change[] = [];
  const keys = new Map<string, StoredObject[]>();
  for (const older of state.history.values({ under: [bucket.name] })) {
    const versions = keys.get(older.key);
    if (versions) versions.push(older);
    else keys.set(older.key, [older]);
  }
  for (const [key, history] of keys) {
    const current = state.objects.get(bucket.name, key);
    const all = [...(current ? [current] : []), ...history];
    const noncurrent = all.slice(1).map((object, i) => ({ object, since: (all[i] as StoredObject).modified }));
    for (const object of expiredNoncurrent(now, noncurrent, rules)) {
      changes.push(() => removeUnlocked(bucket, object, context));
    }
    const [only, ...others] = all;
    if (only?.marker && others.length === 0 && rules.some((rule) => removesMarker(rule, only, now))) {
      changes.push(() => removeMarker(bucket, only, context));
    }
  }
  return changes;
}

/** A marker that hides nothing goes when a rule says so, or when an expiration of days is over for it. */
function removesMarker(rule: LifecycleRule, marker: StoredObject, now: number): boolean {
  if (!rule.Expiration || !applies(rule, marker)) return false;
  if (rule.Expiration.ExpiredObjectDeleteMarker) return true;
  const due = expiryOf(marker, [rule]);
  return due !== undefined && due.at <= now;
}
