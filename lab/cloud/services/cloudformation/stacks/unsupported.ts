import type { DeploymentConfig } from "@aws-sdk/client-cloudformation";
import { AwsError } from "../../../errors.ts";

/** Settings of requests that would have an effect which this cloud does not have yet. */
const UNSUPPORTED = ["ResourceTypes", "DeploymentMode", "NotificationARNs", "RollbackConfiguration"] as const;

/** Throws NotImplemented, by name, for a setting that is in use and that nothing would heed. */
export function refuseUnsupported(request: { readonly [setting in (typeof UNSUPPORTED)[number]]?: unknown }): void {
  const used = UNSUPPORTED.find((setting) => isSet(request[setting]));
  if (used) throw new AwsError("NotImplemented", `Skylab does not implement CloudFormation's ${used} yet.`, 501);
}

/** False, empty lists and empty objects are how clients spell out that they want nothing of a setting. */
function isSet(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).some(isSet);
  return value !== undefined && value !== false && value !== null;
}

/** Whether a request wants what was made before a failure to stay. */
export function keepsFailures(request: {
  readonly DisableRollback?: boolean | undefined;
  readonly DeploymentConfig?: DeploymentConfig | undefined;
}): boolean {
  return request.DisableRollback === true || request.DeploymentConfig?.DisableRollback === true;
}
