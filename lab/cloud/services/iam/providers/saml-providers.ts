import { randomBytes } from "node:crypto";
import { checkQuota } from "../entities/quotas.ts";
import { tagList, tagsIfAny, withoutTags, withTags } from "../entities/tags.ts";
import { entityAlreadyExists, invalidInput, noSuchEntity } from "../errors.ts";
import type { SamlProvider } from "../records.ts";
import type { Iam, IamContext } from "../state.ts";
import { readMetadata } from "./saml-metadata.ts";

const LONGEST_METADATA = 10_000_000;

/** AWS gives a provider whose metadata names no end a hundred years. */
const CENTURY = 100 * 365.25 * 24 * 60 * 60 * 1000;

export const createSAMLProvider: Iam["CreateSAMLProvider"] = async (input, context) => {
  const { cloud, state, account } = context;
  const { Name: name, SAMLMetadataDocument, Tags } = input;
  checkEncryption(input);
  await checkMetadata(SAMLMetadataDocument);
  const provider: SamlProvider = {
    name,
    uuid: `SAMLP${randomBytes(10).toString("hex").toUpperCase()}`,
    metadata: SAMLMetadataDocument,
    created: cloud.clock.now(),
    tags: withTags({}, Tags),
  };
  cloud.store.write(() => {
    if (state.samlProviders.has(account, name)) throw entityAlreadyExists("SAMLProvider", name);
    checkQuota("SAMLProvidersPerAccount", [...state.samlProviders.values({ under: [account] })].length + 1);
    state.samlProviders.put([account, name], provider);
  });
  return { SAMLProviderArn: arnOf(account, name), ...tagsIfAny(provider.tags) };
};

export const getSAMLProvider: Iam["GetSAMLProvider"] = async ({ SAMLProviderArn }, context) => {
  const provider = open(SAMLProviderArn, context);
  return {
    SAMLProviderUUID: provider.uuid,
    SAMLMetadataDocument: provider.metadata,
    CreateDate: new Date(provider.created),
    ValidUntil: await validUntil(provider),
    AssertionEncryptionMode: "Allowed",
    PrivateKeyList: [],
    Tags: tagList(provider.tags),
  };
};

export const listSAMLProviders: Iam["ListSAMLProviders"] = async (_input, { state, account }) => {
  const providers = [...state.samlProviders.values({ under: [account] })];
  return {
    SAMLProviderList: await Promise.all(
      providers.map(async (provider) => ({
        Arn: arnOf(account, provider.name),
        ValidUntil: await validUntil(provider),
        CreateDate: new Date(provider.created),
      })),
    ),
  };
};

export const updateSAMLProvider: Iam["UpdateSAMLProvider"] = async (input, context) => {
  const { SAMLProviderArn, SAMLMetadataDocument: metadata } = input;
  checkEncryption(input);
  if (metadata !== undefined) await checkMetadata(metadata);
  change(SAMLProviderArn, context, (provider) => ({ ...provider, metadata: metadata ?? provider.metadata }));
  return { SAMLProviderArn };
};

export const deleteSAMLProvider: Iam["DeleteSAMLProvider"] = ({ SAMLProviderArn }, context) => {
  const { cloud, state, account } = context;
  cloud.store.write(() => {
    const { name } = open(SAMLProviderArn, context);
    state.samlProviders.delete(account, name);
  });
  return {};
};

export const tagSAMLProvider: Iam["TagSAMLProvider"] = ({ SAMLProviderArn, Tags }, context) => {
  change(SAMLProviderArn, context, (provider) => ({ ...provider, tags: withTags(provider.tags, Tags) }));
  return {};
};

export const untagSAMLProvider: Iam["UntagSAMLProvider"] = ({ SAMLProviderArn, TagKeys }, context) => {
  change(SAMLProviderArn, context, (provider) => ({ ...provider, tags: withoutTags(provider.tags, TagKeys) }));
  return {};
};

export const listSAMLProviderTags: Iam["ListSAMLProviderTags"] = ({ SAMLProviderArn }, context) => ({
  Tags: tagList(open(SAMLProviderArn, context).tags),
  IsTruncated: false,
});

function arnOf(account: string, name: string): string {
  return `arn:aws:iam::${account}:saml-provider/${name}`;
}

function open(arn: string, { state, account }: IamContext): SamlProvider {
  const [, owner, name = ""] = /^arn:aws:iam::(\d{12}):saml-provider\/([\w._-]+)$/.exec(arn) ?? [];
  if (owner === undefined) throw invalidInput(`Invalid ARN: ${arn}`);
  const provider = owner === account ? state.samlProviders.get(account, name) : undefined;
  if (!provider) throw noSuchEntity(`Manifest not found for arn ${arn}`);
  return provider;
}

function change(arn: string, context: IamContext, apply: (provider: SamlProvider) => SamlProvider): void {
  const { cloud, state, account } = context;
  cloud.store.write(() => {
    const provider = open(arn, context);
    state.samlProviders.put([account, provider.name], apply(provider));
  });
}

async function validUntil({ metadata, created }: SamlProvider): Promise<Date> {
  const { validUntil: until = created + CENTURY } = await readMetadata(metadata);
  return new Date(until);
}

async function checkMetadata(text: string): Promise<void> {
  if (text.length < 1000 || text.length > LONGEST_METADATA)
    throw invalidInput("The metadata document must have between 1000 and 10000000 characters.");
  try {
    await readMetadata(text);
  } catch {
    throw invalidInput("Could not parse metadata");
  }
}

/** Nothing here opens encrypted assertions: settings for them are refused rather than kept without an effect. */
function checkEncryption({
  AssertionEncryptionMode,
  AddPrivateKey,
}: {
  AssertionEncryptionMode?: string;
  AddPrivateKey?: string;
}) {
  if (AssertionEncryptionMode !== undefined || AddPrivateKey !== undefined)
    throw invalidInput(
      "Skylab does not decrypt SAML assertions yet: leave out AssertionEncryptionMode and AddPrivateKey.",
    );
}
