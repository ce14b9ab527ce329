import { generateKeyPair, type JsonWebKey, randomUUID } from "node:crypto";
import { promisify } from "node:util";
import type { Cloud } from "../../../cloud.ts";
import { AwsError } from "../../../errors.ts";
import type { Exchange } from "../../../service/service.ts";
import type { Iam, IamState } from "../state.ts";

// What vouches for an account's principals outside of AWS: an OpenID Connect issuer of the account's own. It answers at the lab.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound.html

const PATH = "/_aws/web-identity/";

/** How tokens may be signed. */
export type TokenAlgorithm = "RS256" | "ES384";
export const TOKEN_ALGORITHMS: readonly TokenAlgorithm[] = ["RS256", "ES384"];

/** A private key of an issuer, and how tokens name it. */
export interface SigningKey {
  readonly kid: string;
  readonly jwk: JsonWebKey;
}

export const enableOutboundWebIdentityFederation: Iam["EnableOutboundWebIdentityFederation"] = (_input, context) => {
  const { cloud, state, account } = context;
  return cloud.store.write(() => {
    const before = state.accounts.get(account) ?? {};
    if (before.tokenIssuer?.isEnabled)
      throw new AwsError("FeatureEnabled", "Outbound identity federation is already enabled for your account.");
    const tokenIssuer = { id: before.tokenIssuer?.id ?? randomUUID(), isEnabled: true };
    state.accounts.put([account], { ...before, tokenIssuer });
    return { IssuerIdentifier: issuerUrl(tokenIssuer.id, cloud) };
  });
};

/** Tokens that were issued before stay what they are, and can be verified. */
export const disableOutboundWebIdentityFederation: Iam["DisableOutboundWebIdentityFederation"] = (_input, context) => {
  const { cloud, state, account } = context;
  cloud.store.write(() => {
    const before = state.accounts.get(account) ?? {};
    if (!before.tokenIssuer?.isEnabled) throw featureDisabled();
    state.accounts.put([account], { ...before, tokenIssuer: { ...before.tokenIssuer, isEnabled: false } });
  });
  return {};
};

export const getOutboundWebIdentityFederationInfo: Iam["GetOutboundWebIdentityFederationInfo"] = (_input, context) => {
  const issuer = context.state.accounts.get(context.account)?.tokenIssuer;
  if (!issuer?.isEnabled) throw featureDisabled();
  return { IssuerIdentifier: issuerUrl(issuer.id, context.cloud), JwtVendingEnabled: true };
};

/** The issuer of an account, unless it has none or has disabled it. */
export function issuerOf(account: string, state: IamState, cloud: Cloud): string | undefined {
  const issuer = state.accounts.get(account)?.tokenIssuer;
  return issuer?.isEnabled ? issuerUrl(issuer.id, cloud) : undefined;
}

/** The key that an account's tokens are signed with. It is made when it is needed first. */
export async function signingKey(
  account: string,
  algorithm: TokenAlgorithm,
  state: IamState,
  cloud: Cloud,
): Promise<SigningKey> {
  const kept = state.tokenKeys.get(account, algorithm);
  if (kept) return kept;
  const jwk = (await newKey(algorithm)).export({ format: "jwk" });
  return cloud.store.write(() => {
    const made = state.tokenKeys.get(account, algorithm) ?? { kid: randomUUID(), jwk };
    state.tokenKeys.put([account, algorithm], made);
    return made;
  });
}

async function newKey(algorithm: TokenAlgorithm) {
  const generate = promisify(generateKeyPair);
  if (algorithm === "RS256") return (await generate("rsa", { modulusLength: 2048 })).privateKey;
  return (await generate("ec", { namedCurve: "P-384" })).privateKey;
}

/** Answers for issuers what whoever checks a token asks them: where their keys are, and the keys. */
export function serveIssuer({ path, method, response }: Exchange, state: IamState, cloud: Cloud): boolean {
  if (!path.startsWith(PATH) || method !== "GET") return false;
  const [id = "", ...rest] = path.slice(PATH.length).split("/");
  const [[[account] = []] = []] = [...state.accounts.entries()].filter(([, { tokenIssuer }]) => tokenIssuer?.id === id);
  if (account === undefined) return false;
  const document = documentOf(rest.join("/"), id, String(account), state, cloud);
  if (!document) return false;
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(document));
  return true;
}

function documentOf(name: string, id: string, account: string, state: IamState, cloud: Cloud): object | undefined {
  const issuer = issuerUrl(id, cloud);
  switch (name) {
    case ".well-known/openid-configuration":
      return {
        issuer,
        jwks_uri: `${issuer}/.well-known/jwks.json`,
        response_types_supported: ["id_token"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: TOKEN_ALGORITHMS,
      };
    case ".well-known/jwks.json":
      return {
        keys: TOKEN_ALGORITHMS.flatMap((alg) => {
          const key = state.tokenKeys.get(account, alg);
          return key ? [{ ...publicPart(key.jwk), kid: key.kid, alg, use: "sig" }] : [];
        }),
      };
    default:
      return undefined;
  }
}

function publicPart({ kty, n, e, crv, x, y }: JsonWebKey): JsonWebKey {
  return kty === "RSA" ? { kty, n, e } : { kty, crv, x, y };
}

function issuerUrl(id: string, { endpoint }: Cloud): string {
  return `${endpoint}${PATH}${id}`;
}

function featureDisabled(): AwsError {
  return new AwsError("FeatureDisabled", "Outbound identity federation is not enabled for your account.");
}
