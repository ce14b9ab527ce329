import { AwsError } from "../errors.ts";
import type { ProtocolName } from "../wire/model.ts";
import type { Caller } from "./caller.ts";

/** A call whose principal is known and whose input is read. */
export interface AuthorizationRequest {
  readonly caller: Caller;
  readonly service: string;
  readonly operation: string;
  readonly input: object;
  readonly protocol: ProtocolName;
}

/** Operations that need no signature: they hand out the credentials to sign with. */
const UNSIGNED = new Set(["sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"]);

/**
 * Where IAM decides whether a call is allowed. So far it only refuses callers without credentials: policies are stored,
 * and not evaluated yet.
 */
export function authorize({ caller, service, operation, protocol }: AuthorizationRequest): void {
  if (caller.kind !== "anonymous" || UNSIGNED.has(`${service}:${operation}`)) return;
  if (protocol === "restXml") throw new AwsError("AccessDenied", "Access Denied", 403);
  throw new AwsError("MissingAuthenticationToken", "Missing Authentication Token", 403);
}
