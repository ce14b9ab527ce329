import { randomUUID } from "node:crypto";
import { AwsError } from "../errors.ts";
import type { Access, Context, Service } from "../service/service.ts";
import type { OperationModel, ProtocolName } from "../wire/model.ts";
import { type Caller, isPerson } from "./caller.ts";
import { type Circumstances, contextOf } from "./condition-keys.ts";
import { type Denial, reasonOf } from "./denials.ts";
import type { Policy } from "./policy/document.ts";
import { type Decision, type Decisive, evaluate, type Policies } from "./policy/evaluate.ts";

/** A call whose principal is known and whose input is read. */
export interface AuthorizationRequest {
  readonly definition: Service;
  readonly operation: OperationModel;
  readonly input: object;
  readonly context: Context;
  readonly protocol: ProtocolName;
  /** The service spoke Query before JSON, and its statuses are still those. */
  readonly queryCompatible?: boolean;
}

/** What identities may do where their policies don't count. */
const UNLIMITED: Pick<Policies, "identity"> = {
  identity: [
    {
      name: "nobody's policies: they don't count in this lab",
      document: { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } },
    },
  ],
};

/**
 * Where IAM decides whether a call is allowed, by the policies of the caller and of the resources.
 */
export function authorize(request: AuthorizationRequest): void {
  const { definition, operation, input, context, protocol } = request;
  const { caller } = context;
  definition.checkCredentials?.(caller, operation.name);
  const wanted = definition.access?.(operation.name, input as never, context, operation.http);
  if (!wanted) {
    if (caller.kind !== "anonymous" || isOpen(definition, operation.name)) return;
    if (protocol === "restXml") throw new AwsError("AccessDenied", "Access Denied", 403);
    throw new AwsError("MissingAuthenticationToken", "Missing Authentication Token", 403);
  }
  if (wanted.length === 0) return;
  const refusal = refusalOf(wanted, { ...context, input }, { ...request, ownCode: definition.denial });
  if (refusal) throw refusal;
}

/** What a refusal's code and status depend on. */
interface Words extends Pick<AuthorizationRequest, "protocol" | "queryCompatible"> {
  /** The service's own code. */
  readonly ownCode?: string | undefined;
}

/** The error with which something is refused of which not all is allowed; nothing where it is. */
export function refusalOf(wanted: readonly Access[], circumstances: Circumstances, words: Words): AwsError | undefined {
  for (const access of wanted) {
    const decision = decide(access, circumstances);
    if (!decision.allowed) return denied(access, circumstances.caller, decision, words);
  }
  return undefined;
}

/** Throws AWS's error unless the caller may have an access that is known only once the operation has read its input. */
export function demand(access: Access, context: Context, input: object, protocol: ProtocolName): void {
  const refusal = refusalOf([access], { ...context, input }, { protocol });
  if (refusal) throw refusal;
}

/** Whether an operation is for everybody, with credentials or without. Where `all` may come unsigned, policies decide. */
function isOpen({ unsigned }: Service, operation: string): boolean {
  return Array.isArray(unsigned) && unsigned.includes(operation);
}

/** Decides on one access, tells the trace, and remembers it when it is not allowed. */
export function decide(access: Access, circumstances: Circumstances): Decision {
  const { cloud, caller } = circumstances;
  const { action, resource, account, policy, policyMustAllow } = access;
  cloud.credentials.lastUsed.noteAction(caller, action, circumstances.region, cloud.clock.now());
  const request = { principal: caller, action, resource, account, context: contextOf(circumstances, access) };
  const evaluated = (own: Policies) =>
    evaluate(request, { ...own, resource: policy, resourceMustAllow: policyMustAllow });
  const mode = cloud.accounts.modeOf(caller.account);
  if (mode === "off" || !cloud.accounts.isLimited(caller)) {
    const all = isPerson(caller) ? UNLIMITED : cloud.identities.policiesOf(caller);
    return remembered(access, circumstances, evaluated(all), true, []);
  }
  const own = { ...cloud.identities.policiesOf(caller), serviceControl: cloud.accounts.serviceControlOf(caller) };
  const decision = evaluated(own);
  const passes = decision.allowed || mode === "audit";
  if (passes && caller.role !== undefined) cloud.activity.note(caller.role, action, resource);
  if (decision.allowed) return remembered(access, circumstances, decision, true, []);
  const { serviceControl = [], identity = [], boundary, session = [] } = own;
  const considered = [...serviceControl.flat(), ...identity, ...(boundary ? [boundary] : []), ...session];
  if (mode === "enforce") return remembered(access, circumstances, decision, true, considered);
  remembered(access, circumstances, decision, false, considered);
  // What the resource's own policy says counts in any case.
  return evaluated(UNLIMITED);
}

/** Notes a decision; one that was no, with what would make it a yes. */
function remembered(
  access: Access,
  { cloud, caller }: Circumstances,
  decision: Decision,
  enforced: boolean,
  considered: readonly Policy[],
): Decision {
  const { action, resource, account, policy } = access;
  if (decision.allowed) {
    cloud.trace.decided(access, decision, caller);
    return decision;
  }
  const id = randomUUID();
  cloud.trace.decided(access, decision, caller, { denial: id, enforced });
  const isDenied = decision.why === "explicit deny";
  cloud.denials.add({
    id,
    at: cloud.clock.now(),
    caller: caller.arn,
    account: caller.account || account,
    userId: caller.userId,
    role: caller.role,
    action,
    resource,
    enforced,
    reason: reasonOf(decision, action),
    considered: [...considered, ...(policy ? [policy] : [])].map(({ name }) => name),
    by: isDenied ? deniedBy(decision.by, caller, account) : undefined,
    suggestion: isDenied ? undefined : { Effect: "Allow", Action: action, Resource: resource },
  });
  return decision;
}

/** The statement that denied, and whose it is. */
function deniedBy({ kind, policy, statement }: Decisive, caller: Caller, owner: string): Denial["by"] {
  const account = kind === "resource-based policy" ? owner : caller.account || owner;
  return { policy: policy.name, statement, account };
}

/** A denial in AWS's words; another account's, or nobody, is not told why. */
function denied(
  { action, resource, account }: Access,
  caller: Caller,
  decision: Decision,
  { protocol, queryCompatible = false, ownCode }: Words,
): AwsError {
  const isJson = protocol !== "restXml" && protocol !== "awsQuery" && protocol !== "ec2Query";
  const code = ownCode ?? (isJson ? "AccessDeniedException" : "AccessDenied");
  const status = protocol.startsWith("awsJson") && !queryCompatible ? 400 : 403;
  if (protocol === "restXml" && (decision.allowed || caller.account !== account)) {
    return new AwsError("AccessDenied", "Access Denied", 403);
  }
  const shown = protocol === "restXml" ? `"${resource}"` : resource;
  const because = caller.account === account ? ` ${reasonOf(decision, action)}` : "";
  return new AwsError(
    code,
    `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${shown}${because}`,
    status,
  );
}
