import { defineService } from "../../service.ts";
import { access } from "./access.ts";
import { assumeRole } from "./assume-role.ts";
import { getFederationToken } from "./federation-token.ts";
import * as identity from "./identity.ts";
import { assumeRoleWithWebIdentity } from "./web-identity.ts";

/**
 * AWS Security Token Service.
 *
 * Known gaps: federation by identity providers (web identity, SAML) is not there.
 */
export const service = defineService("sts", {
  sdk: () => import("@aws-sdk/client-sts"),
  access,
  operations: {
    AssumeRole: assumeRole,
    AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity,
    GetCallerIdentity: identity.getCallerIdentity,
    GetFederationToken: getFederationToken,
    GetSessionToken: identity.getSessionToken,
    GetAccessKeyInfo: identity.getAccessKeyInfo,
  },
});
