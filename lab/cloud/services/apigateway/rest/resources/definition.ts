import { Readable } from "node:stream";
import { collect } from "../../../../door/http.ts";
import type { ResourceContext } from "../../../../service/service.ts";

/** The largest definition of an API, in bytes. */
const LARGEST = 6_291_456;

/** Where a template has an API's definition: in itself, or in a bucket. */
export interface DefinitionProperties {
  readonly Body?: object | string;
  readonly BodyS3Location?: { readonly Bucket: string; readonly Key: string; readonly Version?: string };
}

/** The definition of an API, of either version; nothing when it has none. */
export async function definitionOf(
  { Body, BodyS3Location: place }: DefinitionProperties,
  { call }: ResourceContext,
): Promise<string | undefined> {
  if (Body !== undefined) return typeof Body === "string" ? Body : JSON.stringify(Body);
  if (!place) return undefined;
  const { Bucket, Key, Version: VersionId } = place;
  const { Body: stored } = await call.s3.GetObject({ Bucket, Key, VersionId });
  // What is small comes whole.
  const body = stored instanceof Readable ? await collect(stored, LARGEST) : Buffer.from((stored as Uint8Array) ?? "");
  return body.toString("utf8");
}
