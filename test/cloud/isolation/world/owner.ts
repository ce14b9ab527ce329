import { createHash } from "node:crypto";
import type { Clients, Cloud } from "../../../../lab/cloud/cloud.ts";

/** Stands in everything that only its owner may read. */
export const MARK = "only-its-owner-reads-this";

export const REGION = "us-east-1";
export const CODE = `export const handler = async () => ${JSON.stringify(MARK)};`;
export const tag = { Key: MARK, Value: MARK };

/** What members of inputs are called that name something, and what they are of somebody's resources. */
export type Names = Readonly<Record<string, unknown>>;

/** By service, the ways in which its operations can name somebody's resources. */
export type World = Readonly<Record<string, Names | readonly Names[]>>;

/** Whose account is filled. */
export interface Owner {
  readonly cloud: Cloud;
  /** The services, as the root of the account. */
  readonly own: Clients;
  readonly account: string;
  /** What most things are called. */
  readonly of: string;
  arn(service: string, rest: string, region?: string): string;
}

export function digestOf(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

export function policy(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
