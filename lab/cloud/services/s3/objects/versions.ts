import type { Store } from "../../../store/store.ts";
import { invalidArgument, methodNotAllowed, noSuchKey, noSuchVersion } from "../errors.ts";
import type { Bucket, StoredObject } from "../records.ts";
import type { S3Context, S3State } from "../state.ts";
import { isTimedId, timedId, timeOf } from "./ids.ts";

// The versions of a key: the current one lies in `objects`, all others in `history`, with the delete markers. A version's
// time orders it, and is part of its id.

/** The version and time of an object that is written now, later than all that is there of its key. */
export function stamp(
  state: S3State,
  { name, versioning }: Bucket,
  key: string,
  now: number,
): Pick<StoredObject, "version" | "modified"> {
  if (!versioning) return { version: "null", modified: now };
  const newest = state.objects.get(name, key) ?? state.history.first({ under: [name, key] });
  const modified = Math.max(now, newest ? newest.modified + 1 : 0);
  return { version: versioning === "Enabled" ? timedId(modified) : "null", modified };
}

/** What the answer to a write says of the version that it made: nothing, unless versioning is enabled. */
export function writtenVersion({ versioning }: Bucket, { version }: Pick<StoredObject, "version">) {
  return versioning === "Enabled" ? { VersionId: version } : {};
}

/** What the answer to a read says of the version that it read: nothing in a bucket that never had versioning. */
export function readVersion(
  { versioning }: Bucket,
  { version }: Pick<StoredObject, "version">,
): { readonly VersionId?: string } {
  return versioning ? { VersionId: version } : {};
}

/** The object a read means: the current version, or the one that is named. Throws as S3 does when there is none. */
export function readableObject(
  { state, http }: Pick<S3Context, "state" | "http">,
  bucket: Bucket,
  key: string,
  version?: string,
): StoredObject {
  const found = findObject(state, bucket, key, version);
  if (found && !found.marker) return found;
  const marker = found ?? (version === undefined ? state.history.first({ under: [bucket.name, key] }) : undefined);
  if (marker && http) {
    http.responseHeaders["x-amz-delete-marker"] = "true";
    http.responseHeaders["x-amz-version-id"] = marker.version;
  }
  if (version === undefined) throw noSuchKey(key);
  if (!found) throw noSuchVersion(key, version);
  if (http) {
    http.responseHeaders["last-modified"] = new Date(found.modified).toUTCString();
    http.responseHeaders.allow = "DELETE";
  }
  throw methodNotAllowed({ Method: http?.method ?? "GET", ResourceType: "DeleteMarker" });
}

/** The current version of a key, or the one that is named, delete markers included. */
export function findObject(
  state: S3State,
  bucket: Bucket,
  key: string,
  version: string | undefined,
): StoredObject | undefined {
  if (version !== undefined) checkVersionId(version);
  const current = state.objects.get(bucket.name, key);
  if (version === undefined || current?.version === version) return current;
  return bucket.versioning ? findOlder(state, bucket, key, version) : undefined;
}

/**
 * Makes `object` the current version. Only inside `store.write`.
 *
 * @param current what is the current version now, for who has looked already
 */
export function putVersion(
  store: Store,
  state: S3State,
  { name, versioning }: Bucket,
  object: StoredObject,
  current: StoredObject | undefined = state.objects.get(name, object.key),
): void {
  const { key, version, modified } = object;
  const replaces = current !== undefined && current.version === version;
  if (replaces) dropBytes(store, current);
  else if (current) state.history.put([name, key, -current.modified], current);
  if (versioning && version === "null" && !replaces) removeOlderNull(store, state, name, key);
  if (!object.marker) state.objects.put([name, key], object);
  else {
    state.history.put([name, key, -modified], object);
    if (current) state.objects.delete(name, key);
  }
}

/** Replaces the record of a version, its bytes untouched. Only inside `store.write`. */
export function updateVersion(state: S3State, { name }: Bucket, object: StoredObject): void {
  const { key, version, modified } = object;
  if (state.objects.get(name, key)?.version === version) state.objects.put([name, key], object);
  else state.history.put([name, key, -modified], object);
}

/**
 * Removes one version for good; when it was the newest, the one before it becomes current. Only inside `store.write`.
 * @returns what was removed
 */
export function removeVersion(
  store: Store,
  state: S3State,
  bucket: Bucket,
  key: string,
  version: string,
): StoredObject | undefined {
  const { name } = bucket;
  const removed = findObject(state, bucket, key, version);
  if (!removed) return undefined;
  dropBytes(store, removed);
  const current = state.objects.get(name, key);
  if (current?.version === version) state.objects.delete(name, key);
  else state.history.delete(name, key, -removed.modified);
  if (!bucket.versioning || (current && current.version !== version)) return removed;
  const newest = state.history.first({ under: [name, key] });
  if (newest && !newest.marker) {
    state.history.delete(name, key, -newest.modified);
    state.objects.put([name, key], newest);
  }
  return removed;
}

function checkVersionId(version: string): void {
  if (version === "null" || isTimedId(version)) return;
  const message = version === "" ? "Version id cannot be the empty string" : "Invalid version id specified";
  throw invalidArgument(message, "versionId", version);
}

function findOlder(state: S3State, { name }: Bucket, key: string, version: string): StoredObject | undefined {
  if (version === "null") {
    for (const older of state.history.values({ under: [name, key] })) if (older.version === "null") return older;
    return undefined;
  }
  const found = state.history.get(name, key, -timeOf(version));
  return found?.version === version ? found : undefined;
}

/** A key has at most one version named null. */
function removeOlderNull(store: Store, state: S3State, name: string, key: string): void {
  for (const older of state.history.values({ under: [name, key] })) {
    if (older.version !== "null") continue;
    dropBytes(store, older);
    state.history.delete(name, key, -older.modified);
    return;
  }
}

function dropBytes(store: Store, { parts }: StoredObject): void {
  for (const { blob } of parts) store.blobs.drop(blob);
}
