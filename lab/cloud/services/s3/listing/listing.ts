import type { _Object, Owner } from "@aws-sdk/client-s3";
import { openBucket } from "../access/buckets.ts";
import { ownerOf } from "../acls/grants.ts";
import { invalidArgument } from "../errors.ts";
import { toldTime } from "../objects/times.ts";
import type { StoredObject } from "../records.ts";
import type { S3, S3State } from "../state.ts";
import { encoder, type Page, type PageRequest, pageMembers, pageOf, pageRequest } from "./pages.ts";

export const listObjectsV2: S3["ListObjectsV2"] = (input, context) => {
  const { Bucket, ContinuationToken, StartAfter, EncodingType, FetchOwner } = input;
  const { account } = openBucket(context, input);
  const encode = encoder(EncodingType);
  const after = ContinuationToken === undefined ? (StartAfter ?? "") : decodeToken(ContinuationToken);
  const request = pageRequest(input, after);
  const owner = FetchOwner ? ownerOf(account) : undefined;
  const Contents: _Object[] = [];
  const page = takeObjects(context.state, Bucket, request, (object) => Contents.push(entry(object, encode, owner)));
  return {
    Name: Bucket,
    MaxKeys: request.most,
    KeyCount: page.count + page.prefixes.length,
    Contents,
    ...pageMembers(page, request, EncodingType),
    StartAfter: StartAfter && encode(StartAfter),
    ContinuationToken,
    NextContinuationToken: page.next && Buffer.from(page.next).toString("base64url"),
  };
};

export const listObjects: S3["ListObjects"] = (input, context) => {
  const { Bucket, Marker = "", EncodingType, Delimiter } = input;
  const { account } = openBucket(context, input);
  const encode = encoder(EncodingType);
  const request = pageRequest(input, Marker);
  const owner = ownerOf(account);
  const Contents: _Object[] = [];
  const page = takeObjects(context.state, Bucket, request, (object) => Contents.push(entry(object, encode, owner)));
  return {
    Name: Bucket,
    Marker: encode(Marker),
    MaxKeys: request.most,
    Contents,
    ...pageMembers(page, request, EncodingType),
    // Without a delimiter a client goes on from the last key that it was given.
    NextMarker: Delimiter && page.next && encode(page.next),
  };
};

function takeObjects(
  { objects }: S3State,
  bucket: string,
  request: PageRequest,
  take: (object: StoredObject) => void,
): Page {
  return pageOf((from) => objects.values({ under: [bucket], from: [bucket, from] }), request, take);
}

function entry(
  { key, modified, etag, size, checksum, storageClass }: StoredObject,
  encode: (text: string) => string,
  owner: Owner | undefined,
): _Object {
  return {
    Key: encode(key),
    LastModified: toldTime(modified),
    ETag: etag,
    ChecksumAlgorithm: checksum && [checksum.algorithm],
    ChecksumType: checksum?.type,
    Size: size,
    Owner: owner,
    StorageClass: storageClass ?? "STANDARD",
  };
}

function decodeToken(token: string): string {
  const key = Buffer.from(token, "base64url").toString();
  if (key !== "" && Buffer.from(key).toString("base64url") === token) return key;
  throw invalidArgument("The continuation token provided is incorrect", "continuation-token", token);
}
