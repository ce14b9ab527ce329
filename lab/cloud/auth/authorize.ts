import { AwsError } from "../errors.ts";
import type { Access, Context, HttpFacts, Service } from "../service.ts";
import type { ProtocolName } from "../wire/model.ts";
import type { Caller } from "./caller.ts";
import type { Policy } from "./policy/document.ts";
import { type Decision, evaluate } from "./policy/evaluate.ts";
import { RequestContext } from "./policy/request.ts";

/** A call whose principal is known and whose input is read. */
export interface AuthorizationRequest {
  readonly definition: Service;
  readonly operation: string;
  readonly input: object;
  readonly context: Context;
  readonly protocol: ProtocolName;
}

/** Operations that need no signature: they hand out the credentials to sign with. */
const UNSIGNED = new Set(["sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"]);

/** What identities may do, as long as their own policies are not evaluated. */
const EVERYTHING: Policy = {
  name: "identity-based policies, which are not evaluated yet",
  document: { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } },
};

/**
 * Where IAM decides whether a call is allowed. So far the policies of resources are evaluated, where a service has them: they
 * let others in, and keep anybody out. Those of identities are stored only: within its account, a caller may do everything.
 */
export function authorize({ definition, operation, input, context, protocol }: AuthorizationRequest): void {
  const { caller } = context;
  const wanted = definition.access?.(operation, input as never, context);
  if (!wanted) {
    if (caller.kind !== "anonymous" || UNSIGNED.has(`${definition.name}:${operation}`)) return;
    if (protocol === "restXml") throw new AwsError("AccessDenied", "Access Denied", 403);
    throw new AwsError("MissingAuthenticationToken", "Missing Authentication Token", 403);
  }
  for (const access of wanted) {
    const decision = decide(access, context);
    if (!decision.allowed) throw denied(access, caller, decision);
  }
}

/** Who asks, where, and by which request. */
export type Circumstances = Pick<Context, "caller" | "region" | "cloud"> & {
  readonly http?: Pick<HttpFacts, "headers" | "sourceIp">;
};

/** Decides on one access. */
export function decide(access: Access, context: Circumstances): Decision {
  const { action, resource, account, policy, keys } = access;
  const request = { action, resource, account, context: requestContext(context, keys) };
  return evaluate({ ...request, principal: context.caller }, { identity: [EVERYTHING], resource: policy });
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
function requestContext({ caller, region, cloud, http }: Circumstances, keys: Access["keys"]): RequestContext {
  const { kind, arn, account, userId, role } = caller;
  const now = cloud.clock.date();
  const isPerson = kind !== "anonymous" && kind !== "service";
  return new RequestContext({
    "aws:CurrentTime": now.toISOString(),
    "aws:EpochTime": String(Math.floor(now.getTime() / 1000)),
    // The lab speaks HTTP, and stands for what is reached by HTTPS on AWS.
    "aws:SecureTransport": "true",
    "aws:RequestedRegion": region,
    "aws:SourceIp": http?.sourceIp,
    "aws:UserAgent": http?.headers["user-agent"],
    "aws:Referer": http?.headers.referer,
    "aws:PrincipalArn": isPerson ? (role ?? arn) : undefined,
    "aws:PrincipalAccount": isPerson ? account : undefined,
    "aws:userid": isPerson ? userId : undefined,
    "aws:username": kind === "user" ? arn.split("/").at(-1) : undefined,
    ...(kind === "service" && { "aws:SourceAccount": account, "aws:PrincipalServiceName": arn }),
    "aws:SourceArn": caller.source,
    ...keys,
  });
}

/** A denial in AWS's words; another account's, or nobody, is not told why. */
function denied({ action, resource, account }: Access, caller: Caller, decision: Decision): AwsError {
  if (decision.allowed || caller.account !== account) return new AwsError("AccessDenied", "Access Denied", 403);
  const because =
    decision.why === "explicit deny"
      ? `with an explicit deny in a ${decision.by.kind}`
      : `because no ${decision.missing} allows the ${action} action`;
  const message = `User: ${caller.arn} is not authorized to perform: ${action} on resource: "${resource}" ${because}`;
  return new AwsError("AccessDenied", message, 403);
}
