import type { Tag } from "@aws-sdk/client-dynamodb";
import { invalid, invalidParameters } from "../errors.ts";

const MOST = 50;

/** Reads tags that are given. Throws DynamoDB's errors. */
export function readTags(tags: readonly Tag[]): Record<string, string> {
  const keys = tags.map(({ Key = "" }) => Key);
  const twice = keys.find((key, i) => keys.indexOf(key) < i);
  if (twice !== undefined) throw invalidParameters(`Duplicate tag key found: ${twice}`);
  const reserved = keys.find((key) => /^aws:/i.test(key));
  if (reserved !== undefined) throw invalid(`Tag key cannot start with aws: ${reserved}`);
  checkCount(keys.length);
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}

export function checkCount(count: number): void {
  if (count > MOST) throw invalid(`Too many tags: a resource can have at most ${MOST}`);
}
