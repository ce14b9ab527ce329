import { defineService } from "../../service.ts";
import { assumeRole } from "./assume-role.ts";
import * as identity from "./identity.ts";

/**
 * AWS Security Token Service.
 *
 * Known gaps: a role's trust policy and session policies are not evaluated yet; federation (web identity, SAML) is not there.
 */
export const service = defineService("sts", {
  sdk: () => import("@aws-sdk/client-sts"),
  operations: {
    AssumeRole: assumeRole,
    GetCallerIdentity: identity.getCallerIdentity,
    GetSessionToken: identity.getSessionToken,
    GetAccessKeyInfo: identity.getAccessKeyInfo,
  },
});
