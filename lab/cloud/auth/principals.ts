import type { Collection } from "../store/collection.ts";
import type { Store } from "../store/store.ts";
import type { Tags } from "./request-tags.ts";

/** What roles, users and groups have in common: a name, a place, and policies. */
export interface Principal {
  readonly name: string;
  /** `AROA…`, `AIDA…`, `AGPA…` */
  readonly id: string;
  readonly path: string;
  readonly created: number;
  /** Inline policies: name to document. */
  readonly inline: Readonly<Record<string, string>>;
  /** ARNs of attached managed policies, in the order they were attached. */
  readonly attached: readonly string[];
}

export interface Role extends Principal {
  readonly trust: string;
  readonly description?: string | undefined;
  /** Seconds. */
  readonly maxSession: number;
  readonly boundary?: string | undefined;
  readonly tags: Tags;
  /** The service that a service-linked role belongs to, such as `ecs.amazonaws.com`. */
  readonly service?: string | undefined;
}

export interface AccessKey {
  readonly id: string;
  readonly created: number;
  readonly active: boolean;
}

export interface User extends Principal {
  readonly boundary?: string | undefined;
  readonly tags: Tags;
  /** Names of the groups that the user is in. */
  readonly groups: readonly string[];
  readonly keys: readonly AccessKey[];
}

export type Group = Principal;

export interface ManagedPolicy {
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly created: number;
  readonly updated: number;
  readonly description?: string | undefined;
  readonly versions: readonly { readonly id: string; readonly document: string; readonly created: number }[];
  readonly defaultVersion: string;
  /** The number of the last version, where that one may be deleted. */
  readonly lastVersion?: number;
  readonly tags: Tags;
}

/** The principals of all accounts, and the policies that they have: [account, name]. */
export interface Principals {
  readonly roles: Collection<Role>;
  readonly users: Collection<User>;
  readonly groups: Collection<Group>;
  readonly policies: Collection<ManagedPolicy>;
}

export function principalsIn(store: Store): Principals {
  return {
    roles: store.collection("iam-roles"),
    users: store.collection("iam-users"),
    groups: store.collection("iam-groups"),
    policies: store.collection("iam-policies"),
  };
}

/** `arn:aws:iam::account:role/path/name` */
export function arnOf(
  account: string,
  kind: "role" | "user" | "group" | "policy" | "instance-profile",
  { path, name }: { path: string; name: string },
): string {
  return `arn:aws:iam::${account}:${kind}${path}${name}`;
}

/** The name in an ARN with a path. */
export function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
