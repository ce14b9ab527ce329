import type { ServicePrincipal } from "../../../delivery/principals.ts";
import type { TrailName } from "../records.ts";
import { arnOf } from "../trails/names.ts";

/** What CloudTrail is called in policies. */
export const SERVICE = "cloudtrail.amazonaws.com";

/** CloudTrail, as it acts for a trail. */
export function principalOf(trail: TrailName): ServicePrincipal {
  return { service: SERVICE, account: trail.account, source: arnOf(trail) };
}

/** Where CloudWatch Logs keeps the events of a region. */
export function logStreamOf({ account }: Pick<TrailName, "account">, region: string): string {
  return `${account}_CloudTrail_${region}`;
}
