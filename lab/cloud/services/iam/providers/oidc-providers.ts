import ipaddr from "ipaddr.js";
import { AwsError } from "../../../errors.ts";
import { checkQuota } from "../entities/quotas.ts";
import { tagList, tagsIfAny, withoutTags, withTags } from "../entities/tags.ts";
import { invalidInput, noSuchEntity, validationError } from "../errors.ts";
import type { OidcProvider } from "../records.ts";
import type { Iam, IamContext } from "../state.ts";

const MOST_THUMBPRINTS = 5;

/**
 * Registers an issuer of tokens. The lab goes further than AWS for issuers on this machine: they may be reached by plain HTTP,
 * and at a port. By which scheme an issuer is asked for its keys, its tokens say (`iss`): AWS keeps no scheme, and the CDK's
 * `OidcProviderNative` takes none but HTTPS.
 */
export const createOpenIDConnectProvider: Iam["CreateOpenIDConnectProvider"] = (input, context) => {
  const { cloud, state, account } = context;
  const { Url, ClientIDList = [], ThumbprintList = [], Tags } = input;
  const provider: OidcProvider = {
    url: checkUrl(Url),
    clients: checkClients([...new Set(ClientIDList)]),
    thumbprints: checkThumbprints(ThumbprintList),
    created: cloud.clock.now(),
    tags: withTags({}, Tags),
  };
  const name = withoutScheme(Url);
  cloud.store.write(() => {
    if (state.oidcProviders.has(account, name))
      throw new AwsError("EntityAlreadyExists", `Provider with url ${Url} already exists.`);
    checkQuota("OpenIdConnectProvidersPerAccount", [...state.oidcProviders.values({ under: [account] })].length + 1);
    state.oidcProviders.put([account, name], provider);
  });
  return { OpenIDConnectProviderArn: arnOf(account, provider), ...tagsIfAny(provider.tags) };
};

export const getOpenIDConnectProvider: Iam["GetOpenIDConnectProvider"] = ({ OpenIDConnectProviderArn }, context) => {
  const { url, clients, thumbprints, created, tags } = open(OpenIDConnectProviderArn, context);
  return {
    Url: withoutScheme(url),
    ClientIDList: [...clients],
    ThumbprintList: [...thumbprints],
    CreateDate: new Date(created),
    Tags: tagList(tags),
  };
};

export const listOpenIDConnectProviders: Iam["ListOpenIDConnectProviders"] = (_input, { state, account }) => ({
  OpenIDConnectProviderList: [...state.oidcProviders.values({ under: [account] })].map((provider) => ({
    Arn: arnOf(account, provider),
  })),
});

/** A provider that is gone already is a success. */
export const deleteOpenIDConnectProvider: Iam["DeleteOpenIDConnectProvider"] = (
  { OpenIDConnectProviderArn },
  context,
) => {
  const { cloud, state, account } = context;
  cloud.store.write(() => state.oidcProviders.delete(account, nameIn(OpenIDConnectProviderArn, account)));
  return {};
};

export const updateOpenIDConnectProviderThumbprint: Iam["UpdateOpenIDConnectProviderThumbprint"] = (input, context) => {
  const thumbprints = checkThumbprints(input.ThumbprintList);
  change(input.OpenIDConnectProviderArn, context, (provider) => ({ ...provider, thumbprints }));
  return {};
};

export const addClientID: Iam["AddClientIDToOpenIDConnectProvider"] = (input, context) => {
  change(input.OpenIDConnectProviderArn, context, (provider) => ({
    ...provider,
    clients: checkClients([...new Set([...provider.clients, input.ClientID])]),
  }));
  return {};
};

export const removeClientID: Iam["RemoveClientIDFromOpenIDConnectProvider"] = (input, context) => {
  change(input.OpenIDConnectProviderArn, context, (provider) => ({
    ...provider,
    clients: provider.clients.filter((client) => client !== input.ClientID),
  }));
  return {};
};

export const tagOpenIDConnectProvider: Iam["TagOpenIDConnectProvider"] = (input, context) => {
  change(input.OpenIDConnectProviderArn, context, (one) => ({ ...one, tags: withTags(one.tags, input.Tags) }));
  return {};
};

export const untagOpenIDConnectProvider: Iam["UntagOpenIDConnectProvider"] = (input, context) => {
  change(input.OpenIDConnectProviderArn, context, (one) => ({ ...one, tags: withoutTags(one.tags, input.TagKeys) }));
  return {};
};

export const listOpenIDConnectProviderTags: Iam["ListOpenIDConnectProviderTags"] = (input, context) => ({
  Tags: tagList(open(input.OpenIDConnectProviderArn, context).tags),
  IsTruncated: false,
});

/** An issuer as AWS writes it: `https://server.example.com/path` is `server.example.com/path`. */
export function withoutScheme(url: string): string {
  return url.replace(/^https?:\/\//, "");
}

function arnOf(account: string, { url }: OidcProvider): string {
  return `arn:aws:iam::${account}:oidc-provider/${withoutScheme(url)}`;
}

function open(arn: string, { state, account }: IamContext): OidcProvider {
  const provider = state.oidcProviders.get(account, nameIn(arn, account));
  if (!provider) throw noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`);
  return provider;
}

function change(arn: string, context: IamContext, apply: (provider: OidcProvider) => OidcProvider): void {
  const { cloud, state, account } = context;
  cloud.store.write(() => {
    const provider = open(arn, context);
    state.oidcProviders.put([account, withoutScheme(provider.url)], apply(provider));
  });
}

function nameIn(arn: string, account: string): string {
  const begin = `arn:aws:iam::${account}:oidc-provider/`;
  if (!/^arn:aws:iam::\d{12}:oidc-provider\/./.test(arn)) throw invalidInput(`Invalid ARN: ${arn}`);
  // Another account's is not there.
  return arn.startsWith(begin) ? arn.slice(begin.length) : "";
}

function checkUrl(text: string): string {
  if (!isAcceptable(text)) throw validationError("Invalid Open ID Connect Provider URL");
  const url = new URL(text);
  if (url.search || url.hash || url.username || url.password)
    throw validationError("Invalid Open ID Connect Provider URL");
  return text;
}

/** Whether an issuer is reached as it must be: by HTTPS, or on this machine. */
export function isAcceptable(issuer: string): boolean {
  if (!URL.canParse(issuer)) return false;
  return issuer.startsWith("https://") || (issuer.startsWith("http://") && isHere(new URL(issuer).hostname));
}

/** Whether a host is this machine. */
function isHere(host: string): boolean {
  if (host === "localhost" || host.endsWith(".localhost")) return true;
  const address = host.replace(/^\[|\]$/g, "");
  return ipaddr.isValid(address) && ipaddr.process(address).range() === "loopback";
}

function checkClients(clients: readonly string[]): readonly string[] {
  checkQuota("ClientIdsPerOpenIdConnectProvider", clients.length);
  return clients;
}

function checkThumbprints(thumbprints: readonly string[]): readonly string[] {
  if (thumbprints.length > MOST_THUMBPRINTS)
    throw invalidInput(`Thumbprint list must contain fewer than ${MOST_THUMBPRINTS} entries.`);
  if (thumbprints.some((thumbprint) => !/^[0-9a-f]*$/i.test(thumbprint)))
    throw invalidInput("Thumbprint contains invalid characters.");
  return thumbprints;
}
