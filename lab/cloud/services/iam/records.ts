import type { AccessKey } from "../../auth/principals.ts";
import type { Tags } from "../../auth/request-tags.ts";

// What decides on principals keeps them, too: their records are auth's.
export type { AccessKey, Group, ManagedPolicy, Principal, Role, User } from "../../auth/principals.ts";
export type { Tags };

/** What is set for an account as a whole. */
export interface AccountSettings {
  readonly alias?: string;
  readonly passwordPolicy?: import("@aws-sdk/client-iam").PasswordPolicy;
  /** Of the root. The lab's own (`test`, and the number of an account) are not among them: nobody can take them away. */
  readonly keys?: readonly AccessKey[];
  /** Who vouches for the account's principals outside, once that was enabled. */
  readonly tokenIssuer?: { readonly id: string; readonly isEnabled: boolean };
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

/** What lets a user into Git repositories. */
export interface SshPublicKey {
  readonly id: string;
  readonly body: string;
  readonly fingerprint: string;
  readonly active: boolean;
  readonly uploaded: number;
}

/** What a user's requests by SOAP are signed with. */
export interface SigningCertificate {
  readonly id: string;
  readonly body: string;
  readonly active: boolean;
  readonly uploaded: number;
}

/** A user's name and password, or API key, for one service. The secret is shown once, and not kept. */
export interface ServiceCredential {
  readonly id: string;
  readonly service: string;
  readonly login: string;
  readonly active: boolean;
  readonly created: number;
  readonly expires?: number | undefined;
}

/** What servers prove who they are by. */
export interface ServerCertificate {
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly body: string;
  readonly chain?: string | undefined;
  readonly uploaded: number;
  readonly expires: number;
  readonly tags: Tags;
}

/** A report on which services somebody may use, and when he last did. */
export interface LastAccessedJob {
  readonly arn: string;
  readonly byAction: boolean;
  readonly created: number;
}
