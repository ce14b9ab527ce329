import {
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  paginateListObjectsV2,
  type S3Client,
} from "@aws-sdk/client-s3";

/** How many keys a page of a listing shows. */
const PAGE = 200;

/** What a listing shows: an object, or a folder of them. */
export interface Entry {
  /** A folder's ends in a slash. */
  readonly key: string;
  readonly isFolder: boolean;
  readonly size?: number | undefined;
  readonly modified?: Date | undefined;
  readonly storageClass?: string | undefined;
}

/** One page of a listing. */
export interface Listing {
  readonly entries: readonly Entry[];
  /** Asks for the next one. */
  readonly next?: string | undefined;
}

interface Asked {
  readonly bucket: string;
  /** Where the folder ends: what comes after it, up to a slash, is a name. */
  readonly folder: string;
  /** How the names begin. */
  readonly start: string;
  readonly token: string;
}

/** Asks for a page of a folder, never for more. */
export async function listPage(
  client: S3Client,
  { bucket, folder, start, token }: Asked,
  abortSignal: AbortSignal,
): Promise<Listing> {
  const answer = await client.send(
    new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: folder + start,
      Delimiter: "/",
      MaxKeys: PAGE,
      EncodingType: "url",
      ...(token !== "" && { ContinuationToken: token }),
    }),
    { abortSignal },
  );
  const folders = (answer.CommonPrefixes ?? []).map(({ Prefix }) => ({ key: decoded(Prefix), isFolder: true }));
  const objects = (answer.Contents ?? []).map(({ Key, Size, LastModified, StorageClass }) => ({
    key: decoded(Key),
    isFolder: false,
    size: Size,
    modified: LastModified,
    storageClass: StorageClass,
  }));
  return { entries: [...folders, ...objects], next: answer.NextContinuationToken };
}

/** All keys under a prefix, a thousand at a time. */
export async function* keysUnder(client: S3Client, Bucket: string, Prefix: string): AsyncGenerator<string> {
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix, EncodingType: "url" }))
    for (const { Key } of Contents) yield decoded(Key);
}

/** A version of an object, or the marker that says that it is deleted. */
export interface Version {
  readonly key: string;
  /** `null` for what was written while the bucket kept no versions. */
  readonly id: string;
  readonly isLatest: boolean;
  readonly isMarker: boolean;
  readonly size?: number | undefined;
  readonly modified?: Date | undefined;
}

/** All versions under a prefix, and all markers, in pages; the keys are in order. */
export async function* versionsUnder(client: S3Client, Bucket: string, Prefix: string): AsyncGenerator<Version[]> {
  let page: ListObjectVersionsCommandOutput | undefined;
  do {
    page = await client.send(
      new ListObjectVersionsCommand({
        Bucket,
        Prefix,
        EncodingType: "url",
        ...(page && { KeyMarker: decoded(page.NextKeyMarker), VersionIdMarker: page.NextVersionIdMarker }),
      }),
    );
    const markers = (page.DeleteMarkers ?? []).map((marker) => ({ ...marker, isMarker: true, Size: undefined }));
    const versions = (page.Versions ?? []).map((version) => ({ ...version, isMarker: false }));
    yield [...markers, ...versions].map(
      ({ Key, VersionId = "null", IsLatest = false, LastModified, isMarker, Size }) => ({
        key: decoded(Key),
        id: VersionId,
        isLatest: IsLatest,
        isMarker,
        size: Size,
        modified: LastModified,
      }),
    );
  } while (page.IsTruncated);
}

/** An object's versions and markers, the newest first. */
export async function versionsOf(client: S3Client, bucket: string, key: string): Promise<Version[]> {
  const found: Version[] = [];
  for await (const page of versionsUnder(client, bucket, key)) {
    const own = page.filter((version) => version.key === key);
    found.push(...own);
    // Of all keys that begin so, the key itself comes first.
    if (own.length < page.length) break;
  }
  return found.sort((a, b) => Number(b.isLatest) - Number(a.isLatest) || Number(b.modified) - Number(a.modified));
}

/** Reads a key that was asked for with `encoding-type=url`: XML can't hold all characters, and browsers trim what it holds. */
function decoded(encoded = ""): string {
  return decodeURIComponent(encoded.replaceAll("+", " "));
}
