import type { DeleteMarkerEntry, ObjectVersion, Owner } from "@aws-sdk/client-s3";
import { openBucket } from "../access/buckets.ts";
import { ownerOf } from "../acls/grants.ts";
import { invalidArgument } from "../errors.ts";
import { toldTime } from "../objects/times.ts";
import { findObject } from "../objects/versions.ts";
import type { StoredObject } from "../records.ts";
import type { S3, S3State } from "../state.ts";
import { compareKeys, encoder, pageMembers, pageOf, pageRequest } from "./pages.ts";

export const listObjectVersions: S3["ListObjectVersions"] = (input, context) => {
  const { Bucket, KeyMarker = "", VersionIdMarker, EncodingType } = input;
  const { state } = context;
  const bucket = openBucket(context, input);
  const encode = encoder(EncodingType);
  const request = pageRequest(input, KeyMarker);
  if (VersionIdMarker !== undefined && KeyMarker === "") {
    const message = "A version-id marker cannot be specified without a key marker.";
    throw invalidArgument(message, "version-id-marker", VersionIdMarker);
  }
  // A page may begin in the middle of a key's history: right after the version that the marker names.
  const marker = VersionIdMarker ? findObject(state, bucket, KeyMarker, VersionIdMarker) : undefined;
  const rest = marker ? olderThan(marker, state, Bucket) : [];
  const owner = ownerOf(bucket.account);
  const Versions: ObjectVersion[] = [];
  const DeleteMarkers: DeleteMarkerEntry[] = [];
  let last: Listed | undefined;
  const take = (listed: Listed) => {
    last = listed;
    if (listed.object.marker) DeleteMarkers.push(markerEntry(listed, encode, owner));
    else Versions.push(versionEntry(listed, encode, owner));
  };
  const page = pageOf((from) => versionsFrom(from, state, Bucket), request, take, rest);
  return {
    Name: Bucket,
    KeyMarker: encode(KeyMarker),
    VersionIdMarker: VersionIdMarker ?? "",
    MaxKeys: request.most,
    Versions,
    DeleteMarkers,
    ...pageMembers(page, request, EncodingType),
    NextKeyMarker: page.next && encode(page.next),
    NextVersionIdMarker: page.next !== undefined && page.next === last?.key ? last.object.version : undefined,
  };
};

/** A version in a listing. */
interface Listed {
  readonly key: string;
  readonly object: StoredObject;
  /** Whether it is the newest of its key. */
  readonly latest: boolean;
}

/** All versions from a key on: of each key the current one, then its history. */
function* versionsFrom(from: string, { objects, history }: S3State, bucket: string): Generator<Listed> {
  const range = { under: [bucket], from: [bucket, from] };
  const current = objects.values(range);
  let next = current.next();
  let previous: string | undefined;
  for (const object of history.values(range)) {
    for (; !next.done && compareKeys(next.value.key, object.key) <= 0; next = current.next()) {
      previous = next.value.key;
      yield { key: previous, object: next.value, latest: true };
    }
    // What has no current version is deleted: its newest version is the marker on top.
    yield { key: object.key, object, latest: object.key !== previous };
    previous = object.key;
  }
  for (; !next.done; next = current.next()) yield { key: next.value.key, object: next.value, latest: true };
}

/** The versions of a key that are older than one of them. */
function* olderThan({ key, modified }: StoredObject, { history }: S3State, bucket: string): Generator<Listed> {
  for (const object of history.values({ under: [bucket, key], after: [bucket, key, -modified] }))
    yield { key, object, latest: false };
}

function markerEntry(
  { object: { key, version, modified }, latest }: Listed,
  encode: (text: string) => string,
  owner: Owner,
): DeleteMarkerEntry {
  return { Key: encode(key), VersionId: version, IsLatest: latest, LastModified: toldTime(modified), Owner: owner };
}

function versionEntry({ object, latest }: Listed, encode: (text: string) => string, owner: Owner): ObjectVersion {
  const { key, version, modified, etag, size, checksum, storageClass } = object;
  return {
    Key: encode(key),
    VersionId: version,
    IsLatest: latest,
    LastModified: toldTime(modified),
    Owner: owner,
    ETag: etag,
    ChecksumAlgorithm: checksum && [checksum.algorithm],
    ChecksumType: checksum?.type,
    Size: size,
    StorageClass: (storageClass ?? "STANDARD") as "STANDARD",
  };
}
