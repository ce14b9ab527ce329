import { listOf, type Policy, type Statement } from "./document.ts";
import type { AccessRequest } from "./request.ts";
import { covers, denies, type Naming, namingOf } from "./statements.ts";

/** The policies that have a say in a request. */
export interface Policies {
  /** Of the principal: its own, and those of its groups. */
  readonly identity?: readonly Policy[];
  /** Of the resource. */
  readonly resource?: Policy | undefined;
  /** Whether the resource's policy must allow its own account's principals, too: that of a role's trust must. */
  readonly resourceMustAllow?: boolean | undefined;
  readonly boundary?: Policy | undefined;
  /** Of a session: it can do no more than they allow. */
  readonly session?: readonly Policy[] | undefined;
  /** Of the organization, from its root to the account: each level must allow. */
  readonly serviceControl?: readonly (readonly Policy[])[] | undefined;
}

/** A kind of policy, in the words of AWS's denials. */
export type PolicyKind =
  | "identity-based policy"
  | "resource-based policy"
  | "permissions boundary"
  | "session policy"
  | "service control policy";

/** The statement that decided. */
export interface Decisive {
  readonly kind: PolicyKind;
  readonly policy: Policy;
  readonly statement: Statement;
}

/** What came out. */
export type Decision =
  | { readonly allowed: true; readonly by?: Decisive }
  /** Some statement denies it. */
  | { readonly allowed: false; readonly why: "explicit deny"; readonly by: Decisive }
  /** No statement of such a policy allows it, where one must. */
  | { readonly allowed: false; readonly why: "no allow"; readonly missing: PolicyKind };

/**
 * Decides whether a request is allowed, as IAM does: an explicit denial wins; a principal's own account needs its identity's or
 * the resource's policy to allow it, another account needs both; a boundary, a session's policies and those of the organization
 * must allow it as well.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(request: AccessRequest, policies: Policies): Decision {
  const denial = denialOf(request, policies);
  if (denial) return { allowed: false, why: "explicit deny", by: denial };

  const { principal } = request;
  for (const level of principal.kind === "service" ? [] : (policies.serviceControl ?? [])) {
    if (!allowOf("service control policy", level, request)) return missing("service control policy");
  }
  const granted = policies.resource && grantOf(policies.resource, request);
  if (principal.kind === "service" || principal.kind === "anonymous") {
    return granted ? { allowed: true, by: granted.by } : missing("resource-based policy");
  }
  if (policies.resourceMustAllow && !granted) return missing("resource-based policy");
  const isOwn = principal.account === request.account;
  // A principal that a resource of its own account names needs no more.
  if (isOwn && granted?.naming === "itself") return { allowed: true, by: granted.by };
  if (!isOwn && policies.resource && !granted) return missing("resource-based policy");
  if (!isOwn && !policies.resource) return missing("resource-based policy");
  const byRole = isOwn && granted?.naming === "role";
  return byIdentity(request, policies, byRole ? granted?.by : undefined);
}

/** What the principal's own side allows; a role that the resource's policy names needs no identity-based policy. */
function byIdentity(request: AccessRequest, policies: Policies, granted: Decisive | undefined): Decision {
  const { principal } = request;
  const own = allowOf("identity-based policy", policies.identity ?? [], request);
  if (!own && !granted && principal.kind !== "root") return missing("identity-based policy");
  if (policies.boundary && !allowOf("permissions boundary", [policies.boundary], request)) {
    return missing("permissions boundary");
  }
  if (policies.session && !allowOf("session policy", policies.session, request)) return missing("session policy");
  const by = own ?? granted;
  return by ? { allowed: true, by } : { allowed: true };
}

function missing(kind: PolicyKind): Decision {
  return { allowed: false, why: "no allow", missing: kind };
}

/** The first statement that denies the request, in the order in which AWS looks. */
function denialOf(request: AccessRequest, policies: Policies): Decisive | undefined {
  const { identity = [], resource, boundary, session = [], serviceControl = [] } = policies;
  const own: readonly [PolicyKind, readonly Policy[]][] = [
    ["service control policy", serviceControl.flat()],
    ["identity-based policy", identity],
    ["permissions boundary", boundary ? [boundary] : []],
    ["session policy", session],
  ];
  for (const [kind, list] of own) {
    const found = statementOf(kind, list, "Deny", request);
    if (found) return found;
  }
  if (!resource) return undefined;
  return statementOf("resource-based policy", [resource], "Deny", request, (statement) =>
    denies(statement, request.principal, boundary !== undefined),
  );
}

function allowOf(kind: PolicyKind, policies: readonly Policy[], request: AccessRequest): Decisive | undefined {
  return statementOf(kind, policies, "Allow", request);
}

/** What a resource's policy grants the principal, by the closest of the names it gives it. */
function grantOf(policy: Policy, request: AccessRequest): { by: Decisive; naming: Naming } | undefined {
  for (const naming of ["itself", "role", "account"] as const) {
    const by = statementOf(
      "resource-based policy",
      [policy],
      "Allow",
      request,
      (statement) => namingOf(statement, request.principal) === naming,
    );
    if (by) return { by, naming };
  }
  return undefined;
}

function statementOf(
  kind: PolicyKind,
  policies: readonly Policy[],
  effect: Statement["Effect"],
  request: AccessRequest,
  concerns: (statement: Statement) => boolean = () => true,
): Decisive | undefined {
  for (const policy of policies) {
    for (const statement of listOf(policy.document.Statement)) {
      if (statement.Effect !== effect || !concerns(statement)) continue;
      if (covers(statement, policy.document, request)) return { kind, policy, statement };
    }
  }
  return undefined;
}
