import type { ResourceContext, ResourceProvider } from "../../../service/service.ts";
import { type InlinePolicy, type Kind, policyCalls, textOf, unlessGone } from "./principals.ts";

type Holders = { readonly [K in Kind]?: readonly string[] };
const KINDS: readonly Kind[] = ["Roles", "Users", "Groups"];

type PolicyProperties = InlinePolicy & Holders;

/**
 * An inline policy that several principals get under the same name.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-policy.html
 */
export const policy: ResourceProvider<PolicyProperties> = {
  async create(properties, context) {
    const id = context.name(128);
    context.initiated(id);
    await embed(properties, context);
    return { id, attributes: { Id: id } };
  },
  async update(id, properties, previous, context) {
    await embed(properties, context);
    const kept = previous.PolicyName === properties.PolicyName ? properties : {};
    await strip({ ...previous, ...gone(previous, kept) }, context);
    return { id, attributes: { Id: id } };
  },
  async delete(_id, properties, context) {
    await strip(properties, context);
  },
};

interface ManagedPolicyProperties extends Holders {
  readonly ManagedPolicyName?: string;
  readonly PolicyDocument: object | string;
  readonly Description?: string;
  readonly Path?: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-managedpolicy.html */
export const managedPolicy: ResourceProvider<ManagedPolicyProperties> = {
  replacedBy: ["ManagedPolicyName", "Description", "Path"],
  async create(properties, context) {
    const { Policy } = await context.call.iam.CreatePolicy({
      PolicyName: properties.ManagedPolicyName ?? context.name(128),
      PolicyDocument: textOf(properties.PolicyDocument),
      Description: properties.Description,
      Path: properties.Path,
    });
    const PolicyArn = Policy?.Arn as string;
    context.initiated(PolicyArn);
    await attachTo(PolicyArn, properties, {}, context);
    return { id: PolicyArn, attributes: await attributesOf(PolicyArn, context) };
  },
  async update(PolicyArn, properties, previous, context) {
    const { call } = context;
    const PolicyDocument = textOf(properties.PolicyDocument);
    if (PolicyDocument !== textOf(previous.PolicyDocument)) {
      const { Versions = [] } = await call.iam.ListPolicyVersions({ PolicyArn });
      const oldest = Versions.filter(({ IsDefaultVersion }) => !IsDefaultVersion).at(-1);
      if (Versions.length >= 5 && oldest?.VersionId)
        await call.iam.DeletePolicyVersion({ PolicyArn, VersionId: oldest.VersionId });
      await call.iam.CreatePolicyVersion({ PolicyArn, PolicyDocument, SetAsDefault: true });
    }
    await attachTo(PolicyArn, properties, previous, context);
    return { id: PolicyArn, attributes: await attributesOf(PolicyArn, context) };
  },
  async read(PolicyArn, { call }) {
    const { Policy } = (await call.iam.GetPolicy({ PolicyArn }).catch(unlessGone)) ?? {};
    if (!Policy) return undefined;
    const { DefaultVersionId: VersionId = "v1", PolicyName, Path, Description } = Policy;
    const { PolicyVersion } = await call.iam.GetPolicyVersion({ PolicyArn, VersionId });
    const PolicyDocument = JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? "{}"));
    return {
      properties: { ManagedPolicyName: PolicyName, Path, Description, PolicyDocument },
      attributes: { PolicyArn, PolicyId: Policy.PolicyId },
    };
  },
  async delete(PolicyArn, properties, context) {
    try {
      await attachTo(PolicyArn, {}, properties, context);
      const { Versions = [] } = await context.call.iam.ListPolicyVersions({ PolicyArn });
      for (const { VersionId, IsDefaultVersion } of Versions) {
        if (!IsDefaultVersion) await context.call.iam.DeletePolicyVersion({ PolicyArn, VersionId });
      }
      await context.call.iam.DeletePolicy({ PolicyArn });
    } catch (error) {
      unlessGone(error as Error);
    }
  },
};

async function attributesOf(PolicyArn: string, { call }: ResourceContext) {
  const { Policy } = await call.iam.GetPolicy({ PolicyArn });
  return {
    PolicyArn,
    PolicyId: Policy?.PolicyId,
    DefaultVersionId: Policy?.DefaultVersionId,
    AttachmentCount: Policy?.AttachmentCount,
    PermissionsBoundaryUsageCount: Policy?.PermissionsBoundaryUsageCount,
    IsAttachable: Policy?.IsAttachable,
    CreateDate: Policy?.CreateDate?.toISOString(),
    UpdateDate: Policy?.UpdateDate?.toISOString(),
  };
}

type OneHolder = { readonly PolicyName: string; readonly PolicyDocument?: object | string } & {
  readonly [K in "RoleName" | "UserName" | "GroupName"]?: string;
};

/** An inline policy of one principal: `AWS::IAM::RolePolicy` and its like. Its id is made of both names. */
function inlinePolicy(kind: Kind, member: "RoleName" | "UserName" | "GroupName"): ResourceProvider<OneHolder> {
  const put = async (properties: OneHolder, { call }: ResourceContext) => {
    const { PolicyName, PolicyDocument = "", [member]: name = "" } = properties;
    await policyCalls(kind, call).put(name, PolicyName, textOf(PolicyDocument));
    return { id: `${PolicyName}|${name}` };
  };
  return {
    replacedBy: ["PolicyName", member],
    create: put,
    update: (_id, properties, _previous, context) => put(properties, context),
    async delete(_id, { PolicyName, [member]: name = "" }, { call }) {
      await policyCalls(kind, call).remove(name, PolicyName).catch(unlessGone);
    },
  };
}

export const rolePolicy = inlinePolicy("Roles", "RoleName");
export const userPolicy = inlinePolicy("Users", "UserName");
export const groupPolicy = inlinePolicy("Groups", "GroupName");

async function embed(properties: PolicyProperties, { call }: ResourceContext): Promise<void> {
  const { PolicyName, PolicyDocument } = properties;
  for (const kind of KINDS)
    for (const name of properties[kind] ?? [])
      await policyCalls(kind, call).put(name, PolicyName, textOf(PolicyDocument));
}

async function strip(properties: PolicyProperties, { call }: ResourceContext): Promise<void> {
  for (const kind of KINDS)
    for (const name of properties[kind] ?? [])
      await policyCalls(kind, call).remove(name, properties.PolicyName).catch(unlessGone);
}

async function attachTo(arn: string, next: Holders, previous: Holders, { call }: ResourceContext): Promise<void> {
  const former = gone(previous, next);
  for (const kind of KINDS) {
    const calls = policyCalls(kind, call);
    for (const name of next[kind] ?? []) await calls.attach(name, arn);
    for (const name of former[kind] ?? []) await calls.detach(name, arn).catch(unlessGone);
  }
}

/** Who had a policy, and is to have it no more. */
function gone(previous: Holders, next: Holders): Holders {
  return Object.fromEntries(
    KINDS.map((kind) => [kind, (previous[kind] ?? []).filter((name) => !next[kind]?.includes(name))]),
  );
}
