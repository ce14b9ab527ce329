import { defineService } from "../../service/service.ts";
import { access, checkCredentials } from "./access.ts";
import { constraints } from "./constraints.ts";
import { getWebIdentityToken } from "./federation/outbound-token.ts";
import { assumeRoleWithSAML } from "./federation/saml.ts";
import { assumeRoleWithWebIdentity } from "./federation/web-identity.ts";
import { assumeRole } from "./sessions/assume-role.ts";
import { getFederationToken } from "./sessions/federation-token.ts";
import * as identity from "./sessions/identity.ts";

/**
 * AWS Security Token Service.
 *
 * Known gaps: of web identities only OpenID Connect ones of registered providers
 * are known (Google's, Amazon's and Facebook's own are on AWS); how AWS packs
 * policies and tags is not known, so that PackedPolicySize is an estimate.
 * No service that is here hands out encoded authorization messages, as EC2 does on AWS: `lab why --encoded` does.
 */
export const service = defineService("sts", {
  constraints,
  sdk: () => import("@aws-sdk/client-sts"),
  access,
  audit: {
    reads: ["AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"],
    resources: { RoleArn: "AWS::IAM::Role" },
  },
  checkCredentials,
  unsigned: ["AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"],
  limits: { body: 524_288 },
  operations: {
    AssumeRole: assumeRole,
    DecodeAuthorizationMessage: identity.decodeAuthorizationMessage,
    AssumeRoleWithSAML: assumeRoleWithSAML,
    AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity,
    GetCallerIdentity: identity.getCallerIdentity,
    GetFederationToken: getFederationToken,
    GetSessionToken: identity.getSessionToken,
    GetWebIdentityToken: getWebIdentityToken,
    GetAccessKeyInfo: identity.getAccessKeyInfo,
  },
});
