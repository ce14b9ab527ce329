import { authenticate } from "../auth/authenticate.ts";
import { type Caller, FIRST_ACCOUNT, isPerson, rootOf } from "../auth/caller.ts";
import { contextOf } from "../auth/condition-keys.ts";
import { evaluate } from "../auth/policy/evaluate.ts";
import type { Cloud } from "../cloud.ts";
import { httpFacts } from "../door/http.ts";
import { AwsError } from "../errors.ts";
import type { Exchange } from "../service/service.ts";
import { ControlError } from "./answer.ts";
import { checkToken } from "./guard.ts";

/** Who asks for something under `/_lab/`. */
export interface Asker {
  readonly caller: Caller;
  /** Whether all accounts are theirs to see, and to change. */
  readonly isTeacher: boolean;
  /** Whether they proved it, by a signature or by the lab's token. */
  readonly isKnown: boolean;
}

/** What a permission to run the lab is called in policies. */
const ADMINISTER = { action: "lab:Administer", resource: "*", account: FIRST_ACCOUNT };

const TEACHER = { caller: rootOf(FIRST_ACCOUNT), isTeacher: true };

/**
 * Finds out who asks, by a Version 4 signature (for any service name; the lab's own clients say `lab`) or by the lab's token.
 * While well-known keys open every account, a signature would prove nothing: whoever reaches the lab without one is the teacher.
 *
 * @throws ControlError when the signature is wrong, or missing where it is needed
 */
export function askerOf(cloud: Cloud, exchange: Exchange, body: Buffer): Asker {
  if (isSigned(exchange)) {
    const caller = callerOf(cloud, exchange, body);
    return { caller, isTeacher: isTeacher(caller, cloud, exchange), isKnown: true };
  }
  if (checkToken(cloud, exchange)) return { ...TEACHER, isKnown: true };
  if (cloud.credentials.wellKnownKeys === "on") return { ...TEACHER, isKnown: false };
  throw new ControlError(401, "This lab needs to know the caller: sign the request with AWS Signature Version 4");
}

/** Whether a request carries a signature, right or wrong. */
export function isSigned({ headers, query }: Pick<Exchange, "headers" | "query">): boolean {
  return headers.authorization !== undefined || query.has("X-Amz-Algorithm");
}

function callerOf({ credentials, clock }: Cloud, exchange: Exchange, body: Buffer): Caller {
  try {
    return authenticate(exchange, { credentials, now: clock.now(), protocol: "restJson1", body }).caller;
  } catch (error) {
    if (error instanceof AwsError) throw new ControlError(403, error.message);
    throw error;
  }
}

/** The root and the administrators of the first account: roles of functions there are none. */
function isTeacher(caller: Caller, cloud: Cloud, exchange: Exchange): boolean {
  if (caller.account !== FIRST_ACCOUNT) return false;
  if (!cloud.accounts.isLimited(caller)) return caller.kind === "root";
  if (cloud.accounts.modeOf(FIRST_ACCOUNT) !== "enforce") return isPerson(caller);
  const context = contextOf({ cloud, caller, region: cloud.region, http: httpFacts(exchange) }, ADMINISTER);
  const policies = { ...cloud.identities.policiesOf(caller), serviceControl: cloud.accounts.serviceControlOf(caller) };
  return evaluate({ principal: caller, ...ADMINISTER, context }, policies).allowed;
}
