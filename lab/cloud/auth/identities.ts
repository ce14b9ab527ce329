import type { Store } from "../store/store.ts";
import { awsManagedPolicies } from "./aws-managed.ts";
import type { Caller } from "./caller.ts";
import type { Policy } from "./policy/document.ts";
import type { Policies } from "./policy/evaluate.ts";
import { documentOf } from "./policy/parsed.ts";
import { nameIn, type Principal, type Principals, principalsIn, type Role, type User } from "./principals.ts";
import type { Tags } from "./request-tags.ts";

/** What the root of an account may do. */
const EVERYTHING: Policy = {
  name: "the root of the account",
  document: { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } },
};

/** The policies of principals, as IAM keeps them. */
export class Identities {
  readonly #kept: Principals;

  constructor(store: Store) {
    this.#kept = principalsIn(store);
  }

  /** The caller's policies. Nothing for services, and for nobody: resources decide on them. */
  policiesOf(caller: Caller): Pick<Policies, "identity" | "boundary" | "session"> {
    if (caller.kind === "root") return { identity: [EVERYTHING] };
    const session = caller.sessionPolicies?.map((text, i) => policyOf(`session policy ${i + 1}`, text));
    const limits = session && { session };
    const role = caller.role === undefined ? undefined : this.role(caller.role);
    if (role && isGone(role, caller)) return { identity: [], ...limits };
    if (role) return { identity: this.#of(role), ...this.#boundary(role), ...limits };
    if (caller.federatedBy !== undefined) return { ...this.#federated(caller.account, caller.federatedBy), ...limits };
    const user = caller.kind === "user" ? this.#kept.users.get(caller.account, nameIn(caller.arn)) : undefined;
    if (!user || isGone(user, caller)) return { identity: [], ...limits };
    const groups = user.groups.flatMap((name) => this.#kept.groups.get(caller.account, name) ?? []);
    return {
      identity: [user, ...groups].flatMap((one) => this.#of(one)),
      ...this.#boundary(user),
      ...limits,
    };
  }

  /** The policies of a user, a group or a role, by its ARN; nothing when there is none. */
  policiesOfArn(arn: string): Pick<Policies, "identity" | "boundary"> | undefined {
    const [, account = "", kind] = /^arn:aws:iam::(\d{12}):(user|group|role)\//.exec(arn) ?? [];
    if (kind === "user") {
      if (!this.#kept.users.has(account, nameIn(arn))) return undefined;
      return this.policiesOf({ kind: "user", account, arn, userId: "" });
    }
    const found = kind === "group" ? this.#kept.groups.get(account, nameIn(arn)) : this.role(arn);
    if (!found) return undefined;
    return { identity: this.#of(found), ...("trust" in found && this.#boundary(found as Role)) };
  }

  /** What the one who let in a federated user may do. */
  #federated(account: string, arn: string): Pick<Policies, "identity" | "boundary"> {
    const by = { account, arn, userId: "" };
    return this.policiesOf(arn.endsWith(":root") ? { ...by, kind: "root" } : { ...by, kind: "user" });
  }

  /** The accounts in which there are users or roles. */
  accounts(): string[] {
    const owners = [this.#kept.users, this.#kept.roles].flatMap((all) =>
      [...all.entries()].map(([[account]]) => String(account)),
    );
    return [...new Set(owners)].sort();
  }

  /** A role by its ARN. */
  role(arn: string): Role | undefined {
    const account = /^arn:aws:iam::(\d{12}):role\//.exec(arn)?.[1];
    return account === undefined ? undefined : this.#kept.roles.get(account, nameIn(arn));
  }

  /** Who may assume a role. */
  trustOf(arn: string): Policy | undefined {
    const role = this.role(arn);
    return role && policyOf(`the trust policy of ${arn}`, role.trust);
  }

  /** The text of a managed policy, by its ARN. */
  managedDocument(arn: string): string | undefined {
    const aws = awsManagedPolicies.get(arn);
    if (aws) return aws.document;
    const account = /^arn:aws:iam::(\d{12}):/.exec(arn)?.[1] ?? "";
    const policy = this.#kept.policies.get(account, nameIn(arn));
    return policy?.versions.find(({ id }) => id === policy.defaultVersion)?.document;
  }

  /** The tags of the calling role or user. */
  tagsOf(caller: Caller): Tags {
    if (caller.role !== undefined) return { ...this.role(caller.role)?.tags, ...caller.sessionTags };
    if (caller.federatedBy !== undefined) return caller.sessionTags ?? {};
    return (caller.kind === "user" && this.#kept.users.get(caller.account, nameIn(caller.arn))?.tags) || {};
  }

  #of({ name, inline, attached }: Principal): Policy[] {
    return [
      ...Object.entries(inline).map(([policy, text]) => policyOf(`${policy}, inline in ${name}`, text)),
      ...attached.flatMap((arn) => this.#managed(arn) ?? []),
    ];
  }

  #boundary({ boundary }: Role | User): { boundary?: Policy } {
    if (boundary === undefined) return {};
    // A boundary that is gone lets nothing pass.
    return { boundary: this.#managed(boundary) ?? { name: boundary, document: { Statement: [] } } };
  }

  #managed(arn: string): Policy | undefined {
    const text = this.managedDocument(arn);
    return text === undefined ? undefined : policyOf(arn, text);
  }
}

/** Who was deleted does not come back as another of the same name. */
function isGone({ id }: Principal, { userId }: Caller): boolean {
  return /^A(ROA|IDA)/.test(userId) && userId.split(":")[0] !== id;
}

function policyOf(name: string, text: string): Policy {
  return { name, document: documentOf(text) };
}
