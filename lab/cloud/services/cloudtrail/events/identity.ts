import type { Call, Who } from "../../../audit/call.ts";
import type { Cloud } from "../../../cloud.ts";
import { isoSeconds } from "./values.ts";

/**
 * Who made a call, as an event tells it.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function identityOf({ who, account, input }: Call, cloud: Pick<Cloud, "identities">): object {
  const invokedBy = who.via && { invokedBy: who.via.at(-1) };
  if (who.kind === "service") return { type: "AWSService", invokedBy: who.arn };
  if (who.kind === "anonymous") return anonymous(who, input);
  // What other accounts hear of a stranger is little.
  if (who.account !== account)
    return { type: "AWSAccount", principalId: who.userId, accountId: who.account, ...invokedBy };
  const common = {
    principalId: who.userId,
    arn: who.arn,
    accountId: who.account,
    ...(who.accessKey !== undefined && { accessKeyId: who.accessKey }),
  };
  if (who.kind === "root") return { type: "Root", ...common, ...invokedBy };
  const sessionContext = who.issued === undefined ? {} : { sessionContext: contextOf(who, cloud) };
  if (who.role !== undefined) return { type: "AssumedRole", ...common, ...sessionContext, ...invokedBy };
  if (who.federatedBy !== undefined) return { type: "FederatedUser", ...common, ...sessionContext, ...invokedBy };
  return { type: "IAMUser", ...common, userName: userNameOf(who), ...sessionContext, ...invokedBy };
}

/** The name under which events are looked up: of a user, or of a session. */
export function userNameOf({ kind, arn, account }: Who): string {
  if (kind === "root") return "root";
  if (kind === "service") return arn;
  return account === "" ? "" : (arn.split("/").at(-1) ?? "");
}

/** Who issued temporary credentials, and how. */
function contextOf(who: Who, { identities }: Pick<Cloud, "identities">): object {
  const { role, federatedBy, issued = 0, isAuthenticated } = who;
  const attributes = { creationDate: isoSeconds(issued), mfaAuthenticated: String(isAuthenticated === true) };
  const arn = role ?? federatedBy;
  if (arn === undefined) return { attributes };
  // A session's principal is the role's id and the session's name.
  const principalId = role === undefined ? undefined : (who.userId.split(":")[0] ?? identities.role(role)?.id);
  const sessionIssuer = {
    type: role === undefined ? "IAMUser" : "Role",
    ...(principalId !== undefined && { principalId }),
    arn,
    accountId: arn.split(":")[4],
    userName: arn.split("/").at(-1),
  };
  return { sessionIssuer, attributes };
}

function anonymous({ provider }: Who, input: unknown): object {
  if (provider === undefined) return { type: "AWSAccount", principalId: "", accountId: "ANONYMOUS_PRINCIPAL" };
  const { RoleSessionName } = (input ?? {}) as { readonly RoleSessionName?: string };
  const type = provider.includes(":saml-provider/") ? "SAMLUser" : "WebIdentityUser";
  return { type, principalId: provider, userName: RoleSessionName ?? "", identityProvider: provider };
}
