/** The path of a bucket's page, or of a folder in it. */
export function bucketPath(bucket: string, prefix = ""): string {
  return `/s3/${encodeURIComponent(bucket)}${prefix === "" ? "" : `?prefix=${encodeURIComponent(prefix)}`}`;
}

/** The path of an object's page. A key can hold anything, and so it never stands in the path itself. */
export function objectPath(bucket: string, key: string, version?: string): string {
  const query = `key=${encodeURIComponent(key)}${version === undefined ? "" : `&version=${encodeURIComponent(version)}`}`;
  return `/s3/${encodeURIComponent(bucket)}/object?${query}`;
}

/** The folder that a key is in, as a prefix; empty for the bucket itself. */
export function folderOf(key: string): string {
  return key.slice(0, key.slice(0, -1).lastIndexOf("/") + 1);
}

/** A key's last part; a folder's with its slash. */
export function nameOf(key: string): string {
  return key.slice(folderOf(key).length);
}

/** The folders from the bucket down to a prefix, that one included. */
export function foldersTo(prefix: string): string[] {
  return prefix === "" ? [] : [...foldersTo(folderOf(prefix)), prefix];
}

/** An object, or one of its versions, as S3's operations take it. */
export interface ObjectAddress {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string;
}
