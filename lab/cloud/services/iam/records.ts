export type Tags = Readonly<Record<string, string>>;

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

export interface ManagedPolicy {
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly created: number;
  readonly updated: number;
  readonly description?: string | undefined;
  readonly versions: readonly { readonly id: string; readonly document: string; readonly created: number }[];
  readonly defaultVersion: string;
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
