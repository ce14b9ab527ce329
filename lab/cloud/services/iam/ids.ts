import { BASE_32, randomId } from "../../ids.ts";

/** A unique id as IAM makes them. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
export function uniqueId(prefix: "AROA" | "AIDA" | "AGPA" | "ANPA" | "AIPA"): string {
  return prefix + randomId(17, BASE_32);
}

/** `arn:aws:iam::account:role/path/name` */
export function arnOf(
  account: string,
  kind: "role" | "user" | "group" | "policy" | "instance-profile",
  { path, name }: { path: string; name: string },
): string {
  return `arn:aws:iam::${account}:${kind}${path}${name}`;
}
