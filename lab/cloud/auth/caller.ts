import type { Issuance } from "./issuance.ts";

/** The account of whoever runs the lab; in a class, the teacher's. */
export const FIRST_ACCOUNT = "000000000000";

/** Who makes a call: the principal that policies name and traces show. */
export interface Caller {
  readonly kind: "root" | "user" | "session" | "service" | "anonymous";
  /** The 12 digits of the principal's account; for a service, the account it acts in; empty for an anonymous caller. */
  readonly account: string;
  /** As GetCallerIdentity answers it, such as `arn:aws:sts::000000000000:assumed-role/app/session`. */
  readonly arn: string;
  /** AWS's unique id: the account for root, `AIDA…` for a user, `AROA…:session` for a role session. */
  readonly userId: string;
  /** For a role session, the role's ARN. */
  readonly role?: string;
  /** For a federated user, the ARN of who let him in. */
  readonly federatedBy?: string;
  /** For a session, what limits it besides its role's policies, and the tags that it was given. */
  readonly sessionPolicies?: readonly string[];
  readonly sessionTags?: Readonly<Record<string, string>>;
  /** For temporary credentials, how they were come by. */
  readonly issuance?: Issuance;
  /** For somebody without credentials, the identity provider that vouches for him, as policies name it. */
  readonly provider?: string;
  /** The services that make the call with the caller's permissions, the first one first: CloudFormation does. */
  readonly via?: readonly string[];
  /** For a service, the ARN of the resource on whose behalf it acts, such as a bucket that notifies a function. */
  readonly source?: string;
}

/** Whether a caller may do only what their own policies say: a user, or a session of a role or of a federated user. */
export function isPerson({ kind }: Pick<Caller, "kind">): boolean {
  return kind === "user" || kind === "session";
}

/** The root of an account. */
export function rootOf(account: string): Caller {
  return { kind: "root", account, arn: `arn:aws:iam::${account}:root`, userId: account };
}

/** An AWS service acting in an account, such as `lambda.amazonaws.com` assuming a function's role. */
export function serviceIn(account: string, service: string, source?: string): Caller {
  return { kind: "service", account, arn: service, userId: service, ...(source && { source }) };
}

/** A request without credentials. */
export const anonymous: Caller = { kind: "anonymous", account: "", arn: "anonymous", userId: "anonymous" };

/**
 * A caller for whom a service calls others (a forward access session).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
 */
export function calledVia(caller: Caller, service: string): Caller {
  const { via = [] } = caller;
  return via.at(-1) === service ? caller : { ...caller, via: [...via, service] };
}
