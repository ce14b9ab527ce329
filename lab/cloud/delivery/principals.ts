import { type Caller, serviceIn } from "../auth/caller.ts";
import type { Cloud } from "../cloud.ts";

/** As whom a message is sent, as plain data: a service, or a role that trusts it. */
export type Principal = ServicePrincipal | RolePrincipal;

/** A service acting in an account. */
export interface ServicePrincipal {
  /** Such as `s3.amazonaws.com`. */
  readonly service: string;
  readonly account: string;
  /** ARN of the resource on whose behalf it acts: policies ask for it as `aws:SourceArn`. */
  readonly source?: string;
}

/** A role, assumed by a service. */
export interface RolePrincipal {
  readonly role: string;
  /** The service that assumes it, such as `lambda.amazonaws.com`, and the account in which it does. */
  readonly service: string;
  readonly account: string;
  /** The name of the session. */
  readonly session: string;
  /** ARN of the resource on whose behalf the service assumes it: trust policies ask for it as `aws:SourceArn`. */
  readonly source?: string;
}

/** The caller that a principal is. Rejects when the service may not assume the role. */
export async function callerOf(principal: Principal, cloud: Cloud): Promise<Caller> {
  if (!("role" in principal)) return serviceIn(principal.account, principal.service, principal.source);
  const { role, service, account, session, source } = principal;
  const assumed = await cloud.assume(role, serviceIn(account, service, source), session, cloud.region);
  return assumed.caller;
}
