import { allTags, type Tag, tagChanges } from "../../../service/resource-tags.ts";
import type { ResourceContext, ResourceProvider } from "../../../service/service.ts";
import { unlessGone } from "./principals.ts";

interface OidcProperties {
  readonly Url?: string;
  readonly ClientIdList?: readonly string[];
  readonly ThumbprintList?: readonly string[];
  readonly Tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-oidcprovider.html */
export const oidcProvider: ResourceProvider<OidcProperties> = {
  replacedBy: ["Url"],
  async create({ Url, ClientIdList = [], ThumbprintList = [], Tags }, context) {
    const { OpenIDConnectProviderArn: id = "" } = await context.call.iam.CreateOpenIDConnectProvider({
      Url,
      ClientIDList: [...ClientIdList],
      ThumbprintList: [...ThumbprintList],
      Tags: allTags(Tags, context),
    });
    return { id, attributes: { Arn: id } };
  },
  async update(OpenIDConnectProviderArn, properties, previous, context) {
    const { iam } = context.call;
    const on = { OpenIDConnectProviderArn };
    const { ClientIdList = [], ThumbprintList = [] } = properties;
    const { ClientIdList: former = [] } = previous;
    // What goes makes room for what comes: there are quotas.
    for (const ClientID of former)
      if (!ClientIdList.includes(ClientID)) await iam.RemoveClientIDFromOpenIDConnectProvider({ ...on, ClientID });
    for (const ClientID of ClientIdList)
      if (!former.includes(ClientID)) await iam.AddClientIDToOpenIDConnectProvider({ ...on, ClientID });
    await iam.UpdateOpenIDConnectProviderThumbprint({ ...on, ThumbprintList: [...ThumbprintList] });
    const { Tags, TagKeys } = tagChanges(properties.Tags, previous.Tags, context);
    if (TagKeys.length > 0) await iam.UntagOpenIDConnectProvider({ ...on, TagKeys });
    if (Tags.length > 0) await iam.TagOpenIDConnectProvider({ ...on, Tags });
    return { id: OpenIDConnectProviderArn, attributes: { Arn: OpenIDConnectProviderArn } };
  },
  async read(OpenIDConnectProviderArn, { call }) {
    const found = await call.iam.GetOpenIDConnectProvider({ OpenIDConnectProviderArn }).catch(unlessGone);
    if (!found) return undefined;
    const { ClientIDList: ClientIdList, ThumbprintList } = found;
    return { properties: { ClientIdList, ThumbprintList }, attributes: { Arn: OpenIDConnectProviderArn } };
  },
  async delete(OpenIDConnectProviderArn, _properties, { call }) {
    await call.iam.DeleteOpenIDConnectProvider({ OpenIDConnectProviderArn });
  },
};

interface SamlProperties {
  readonly Name?: string;
  readonly SamlMetadataDocument?: string;
  readonly AssertionEncryptionMode?: "Allowed" | "Required";
  readonly AddPrivateKey?: string;
  readonly Tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-samlprovider.html */
export const samlProvider: ResourceProvider<SamlProperties> = {
  replacedBy: ["Name", "AddPrivateKey"],
  async create({ SamlMetadataDocument, AssertionEncryptionMode, AddPrivateKey, ...properties }, context) {
    const { SAMLProviderArn = "" } = await context.call.iam.CreateSAMLProvider({
      Name: properties.Name ?? context.name(128),
      SAMLMetadataDocument: SamlMetadataDocument,
      AssertionEncryptionMode,
      AddPrivateKey,
      Tags: allTags(properties.Tags, context),
    });
    return { id: SAMLProviderArn, attributes: await samlAttributes(SAMLProviderArn, context) };
  },
  async update(SAMLProviderArn, properties, previous, context) {
    const { iam } = context.call;
    const { SamlMetadataDocument: SAMLMetadataDocument, AssertionEncryptionMode } = properties;
    await iam.UpdateSAMLProvider({ SAMLProviderArn, SAMLMetadataDocument, AssertionEncryptionMode });
    const { Tags, TagKeys } = tagChanges(properties.Tags, previous.Tags, context);
    if (TagKeys.length > 0) await iam.UntagSAMLProvider({ SAMLProviderArn, TagKeys });
    if (Tags.length > 0) await iam.TagSAMLProvider({ SAMLProviderArn, Tags });
    return { id: SAMLProviderArn, attributes: await samlAttributes(SAMLProviderArn, context) };
  },
  async delete(SAMLProviderArn, _properties, { call }) {
    await call.iam.DeleteSAMLProvider({ SAMLProviderArn }).catch(unlessGone);
  },
};

async function samlAttributes(SAMLProviderArn: string, { call }: Pick<ResourceContext, "call">) {
  const { SAMLProviderUUID } = await call.iam.GetSAMLProvider({ SAMLProviderArn });
  return { Arn: SAMLProviderArn, SamlProviderUUID: SAMLProviderUUID };
}

interface MfaDeviceProperties {
  readonly VirtualMfaDeviceName?: string;
  readonly Path?: string;
  /** Who is to have it. Nobody gets it from a template: that takes two codes, and a secret that only CreateVirtualMFADevice tells. */
  readonly Users: readonly string[];
  readonly Tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-virtualmfadevice.html */
export const virtualMfaDevice: ResourceProvider<MfaDeviceProperties> = {
  replacedBy: ["VirtualMfaDeviceName", "Path"],
  async create({ VirtualMfaDeviceName, Path, Tags }, context) {
    const { VirtualMFADevice } = await context.call.iam.CreateVirtualMFADevice({
      VirtualMFADeviceName: VirtualMfaDeviceName ?? context.name(226),
      Path,
      Tags: allTags(Tags, context),
    });
    const id = VirtualMFADevice?.SerialNumber ?? "";
    return { id, attributes: { SerialNumber: id } };
  },
  async update(SerialNumber, properties, previous, context) {
    const { Tags, TagKeys } = tagChanges(properties.Tags, previous.Tags, context);
    if (TagKeys.length > 0) await context.call.iam.UntagMFADevice({ SerialNumber, TagKeys });
    if (Tags.length > 0) await context.call.iam.TagMFADevice({ SerialNumber, Tags });
    return { id: SerialNumber, attributes: { SerialNumber } };
  },
  async delete(SerialNumber, _properties, { call }) {
    await call.iam.DeleteVirtualMFADevice({ SerialNumber }).catch(unlessGone);
  },
};
