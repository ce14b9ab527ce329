import type { Cloud } from "../cloud.ts";
import type { Caller } from "./caller.ts";
import type { SessionCredentials } from "./credentials.ts";

/** A session of a role that a service holds: who it is, and what it signs with. */
export interface AssumedRole {
  readonly caller: Caller;
  readonly credentials: SessionCredentials;
}

/**
 * Assumes a role as a service does. Rejects with STS's error when the role does not trust the service.
 *
 * @param externalId what trust policies may ask for as `sts:ExternalId`
 */
export async function assumeRole(
  cloud: Cloud,
  role: string,
  service: Caller,
  session: string,
  region: string,
  externalId?: string,
): Promise<AssumedRole> {
  const { sts } = cloud.clients(service, region);
  const { Credentials } = await sts.AssumeRole({
    RoleArn: role,
    RoleSessionName: session,
    ...(externalId !== undefined && { ExternalId: externalId }),
  });
  const credentials = Credentials as SessionCredentials;
  const identity = cloud.credentials.find(credentials.AccessKeyId, credentials.SessionToken);
  if (typeof identity === "string") throw new Error(`The session of ${role} is ${identity}`);
  return { caller: identity.caller, credentials };
}
