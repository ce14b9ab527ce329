import { randomBytes } from "node:crypto";
import type { Caller } from "../../../auth/caller.ts";
import type { Cloud } from "../../../cloud.ts";
import type { Collection } from "../../../store/collection.ts";
import type { Ecr, EcrContext } from "../state.ts";
import { registryHost } from "./address.ts";

/** As on AWS, in milliseconds. https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html */
const LIFETIME = 12 * 3_600_000;

/** Whom a token was given to: with it they may do in the registry what they may do with the API. */
export interface TokenRecord {
  readonly caller: Caller;
  readonly region: string;
  readonly expires: number;
}

export const getAuthorizationToken: Ecr["GetAuthorizationToken"] = (input, context) => {
  const { account } = context;
  const registries = input.registryIds?.length ? input.registryIds : [account];
  const expiresAt = new Date(context.cloud.clock.now() + LIFETIME);
  const authorizationToken = Buffer.from(`AWS:${newToken(context)}`).toString("base64");
  const authorizationData = registries.map((registry) => {
    const proxyEndpoint = `http://${registryHost(registry, context)}`;
    return { authorizationToken, expiresAt, proxyEndpoint };
  });
  return { authorizationData };
};

/** What a name and a password prove: nothing, or whom the token was given to, though it may have ended. */
export function tokenOf(password: string, tokens: Collection<TokenRecord>): TokenRecord | undefined {
  const [account = "", secret = ""] = Buffer.from(password, "base64").toString().split(":");
  return tokens.get(account, secret);
}

/** Gives a token to the caller, and forgets those of the account that have ended. */
function newToken({ cloud, state, account, region, caller }: EcrContext): string {
  const secret = randomBytes(32).toString("hex");
  const now = cloud.clock.now();
  cloud.store.write(() => {
    for (const [key, { expires }] of [...state.tokens.entries({ under: [account] })])
      if (expires <= now) state.tokens.delete(...key);
    state.tokens.put([account, secret], { caller, region, expires: now + LIFETIME });
  });
  return Buffer.from(`${account}:${secret}`).toString("base64");
}

export function tokensIn({ store }: Cloud): Collection<TokenRecord> {
  return store.collection("ecr-authorization-tokens");
}
