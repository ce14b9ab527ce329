import { createPrivateKey, randomUUID } from "node:crypto";
import type { Caller } from "../../../auth/caller.ts";
import { AwsError } from "../../../errors.ts";
import { issuerOf, signingKey, TOKEN_ALGORITHMS } from "../../iam/outbound-federation/issuer.ts";
import type { IamState } from "../../iam/state.ts";
import type { Sts } from "../sessions/identity.ts";
import { sessionTagsOf } from "../sessions/session-tags.ts";

const USUAL_SECONDS = 300;

/**
 * A token by which a service outside of AWS knows the caller.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound_token_claims.html
 */
export const getWebIdentityToken: Sts["GetWebIdentityToken"] = async (input, { cloud, caller, account, region }) => {
  const { Audience = [], DurationSeconds = USUAL_SECONDS, SigningAlgorithm, Tags } = input;
  const algorithm = TOKEN_ALGORITHMS.find((one) => one === SigningAlgorithm);
  if (!algorithm)
    throw new AwsError("ValidationError", `The signing algorithm must be one of ${TOKEN_ALGORITHMS.join(", ")}.`);
  const state = (await cloud.service("iam")).state as IamState;
  const issuer = issuerOf(account, state, cloud);
  if (issuer === undefined)
    throw new AwsError(
      "OutboundWebIdentityFederationDisabledException",
      "Outbound web identity federation is not enabled for this account.",
      403,
    );
  const { tags } = sessionTagsOf(Tags === undefined ? {} : { Tags });
  const issued = Math.floor(cloud.clock.now() / 1000);
  const expires = issued + DurationSeconds;
  const principalTags = cloud.identities.tagsOf(caller);
  const claims = {
    "https://sts.amazonaws.com/": {
      aws_account: account,
      source_region: region,
      principal_id: principalOf(caller),
      ...(Object.keys(principalTags).length > 0 && { principal_tags: principalTags }),
      ...(tags.length > 0 && {
        request_tags: Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value])),
      }),
    },
  };
  const { SignJWT } = await import("jose");
  const { kid, jwk } = await signingKey(account, algorithm, state, cloud);
  const WebIdentityToken = await new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm, kid, typ: "JWT" })
    .setIssuer(issuer)
    .setSubject(principalOf(caller))
    .setAudience(Audience.length === 1 ? (Audience[0] as string) : [...Audience])
    .setIssuedAt(issued)
    .setExpirationTime(expires)
    .setJti(randomUUID())
    .sign(createPrivateKey({ key: jwk, format: "jwk" }));
  return { WebIdentityToken, Expiration: new Date(expires * 1000) };
};

/** Of a session the role: a token says nothing of who took it on. */
function principalOf({ role, arn }: Caller): string {
  return role ?? arn;
}
