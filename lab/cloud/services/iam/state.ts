import { randomBytes } from "node:crypto";
import {
  type AccessKey,
  type Group,
  type ManagedPolicy,
  type Principal,
  principalsIn,
  type Role,
  type User,
} from "../../auth/principals.ts";
import type { Tags } from "../../auth/request-tags.ts";
import type { Cloud } from "../../cloud.ts";
import type { Context, Handlers } from "../../service.ts";
import type { Collection } from "../../store/collection.ts";

export { arnOf } from "../../auth/principals.ts";
export type { AccessKey, Group, ManagedPolicy, Principal, Role, Tags, User };

export type Iam = Handlers<typeof import("@aws-sdk/client-iam"), IamState>;
export type IamContext = Context<IamState>;

/** What is set for an account as a whole. */
export interface AccountSettings {
  readonly alias?: string;
  readonly passwordPolicy?: import("@aws-sdk/client-iam").PasswordPolicy;
  /** Of the root. The lab's own (`test`, and the number of an account) are not among them: nobody can take them away. */
  readonly keys?: readonly AccessKey[];
  readonly credentialReport?: { readonly content: string; readonly generated: number };
}

/** What hands a role to a machine. */
export interface InstanceProfile {
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly created: number;
  /** At most one. */
  readonly role?: string;
  readonly tags: Tags;
}

/** Who vouches for people by OpenID Connect. */
export interface OidcProvider {
  /** As it was given, with a scheme, which AWS leaves out of what it answers. */
  readonly url: string;
  readonly clients: readonly string[];
  readonly thumbprints: readonly string[];
  readonly created: number;
  readonly tags: Tags;
}

/** Who vouches for people by SAML. */
export interface SamlProvider {
  readonly name: string;
  readonly uuid: string;
  readonly metadata: string;
  readonly created: number;
  readonly tags: Tags;
}

/** What lets a user sign in with a password. */
export interface LoginProfile {
  readonly created: number;
  readonly changed: number;
  readonly resetRequired: boolean;
  readonly hash: string;
  /** Hashes of those before, the newest first. */
  readonly former: readonly string[];
}

/** A report on which services somebody may use, and when he last did. */
export interface LastAccessedJob {
  readonly arn: string;
  readonly byAction: boolean;
  readonly created: number;
}

/** Everything that IAM keeps. IAM has no regions: keys are [account, name]. */
export class IamState {
  readonly roles: Collection<Role>;
  readonly users: Collection<User>;
  readonly groups: Collection<Group>;
  readonly policies: Collection<ManagedPolicy>;
  readonly profiles: Collection<InstanceProfile>;
  /** [account] */
  readonly accounts: Collection<AccountSettings>;
  /** [account, URL without its scheme] */
  readonly oidcProviders: Collection<OidcProvider>;
  readonly samlProviders: Collection<SamlProvider>;
  /** [account, id of the user] */
  readonly loginProfiles: Collection<LoginProfile>;
  /** [account, id] */
  readonly lastAccessedJobs: Collection<LastAccessedJob>;
  /** [account, id]: service-linked roles that were deleted. */
  readonly deletions: Collection<true>;

  constructor({ store }: Cloud) {
    const { roles, users, groups, policies } = principalsIn(store);
    this.roles = roles;
    this.users = users;
    this.groups = groups;
    this.policies = policies;
    this.accounts = store.collection("iam-accounts");
    this.profiles = store.collection("iam-instance-profiles");
    this.oidcProviders = store.collection("iam-oidc-providers");
    this.samlProviders = store.collection("iam-saml-providers");
    this.loginProfiles = store.collection("iam-login-profiles");
    this.lastAccessedJobs = store.collection("iam-last-accessed-jobs");
    this.deletions = store.collection("iam-service-linked-role-deletions");
  }
}

/** A unique id as IAM makes them. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
export function uniqueId(prefix: "AROA" | "AIDA" | "AGPA" | "ANPA" | "AIPA"): string {
  return prefix + [...randomBytes(17)].map((byte) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[byte & 31]).join("");
}
