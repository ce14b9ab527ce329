import type { ResourceContext, ResourceProvider } from "../../service.ts";

interface InlinePolicy {
  readonly PolicyName: string;
  readonly PolicyDocument: object;
}

interface RoleProperties {
  readonly RoleName?: string;
  readonly AssumeRolePolicyDocument: object;
  readonly Description?: string;
  readonly Path?: string;
  readonly MaxSessionDuration?: number | string;
  readonly ManagedPolicyArns?: readonly string[];
  readonly Policies?: readonly InlinePolicy[];
  readonly PermissionsBoundary?: string;
  readonly Tags?: readonly { Key: string; Value: string }[];
}

const role: ResourceProvider<RoleProperties> = {
  replacedBy: ["RoleName", "Path"],
  async create(properties, context) {
    const RoleName = properties.RoleName ?? context.name(64);
    const { call, stack } = context;
    const { Role } = await call.iam.CreateRole({
      RoleName,
      AssumeRolePolicyDocument: JSON.stringify(properties.AssumeRolePolicyDocument),
      Description: properties.Description,
      Path: properties.Path,
      MaxSessionDuration: sessionOf(properties),
      PermissionsBoundary: properties.PermissionsBoundary,
      Tags: [...(properties.Tags ?? []), ...stack.tags],
    });
    context.initiated(RoleName);
    await setPolicies(RoleName, properties, {}, context);
    return { id: RoleName, attributes: { Arn: Role?.Arn, RoleId: Role?.RoleId } };
  },
  async update(RoleName, properties, previous, context) {
    const { call } = context;
    await call.iam.UpdateAssumeRolePolicy({
      RoleName,
      PolicyDocument: JSON.stringify(properties.AssumeRolePolicyDocument),
    });
    await call.iam.UpdateRole({
      RoleName,
      Description: properties.Description ?? "",
      MaxSessionDuration: sessionOf(properties) ?? 3600,
    });
    const { PermissionsBoundary } = properties;
    if (PermissionsBoundary) await call.iam.PutRolePermissionsBoundary({ RoleName, PermissionsBoundary });
    else if (previous.PermissionsBoundary) await call.iam.DeleteRolePermissionsBoundary({ RoleName });
    await setPolicies(RoleName, properties, previous, context);
    const { Role } = await call.iam.GetRole({ RoleName });
    return { id: RoleName, attributes: { Arn: Role?.Arn, RoleId: Role?.RoleId } };
  },
  async read(RoleName, { call }) {
    const { Role } = (await call.iam.GetRole({ RoleName }).catch(unlessGone)) ?? {};
    if (!Role) return undefined;
    const { AttachedPolicies = [] } = await call.iam.ListAttachedRolePolicies({ RoleName });
    const properties = {
      RoleName,
      Path: Role.Path,
      Description: Role.Description,
      MaxSessionDuration: Role.MaxSessionDuration,
      AssumeRolePolicyDocument: JSON.parse(decodeURIComponent(Role.AssumeRolePolicyDocument ?? "{}")),
      ManagedPolicyArns: AttachedPolicies.map(({ PolicyArn }) => PolicyArn),
      PermissionsBoundary: Role.PermissionsBoundary?.PermissionsBoundaryArn,
    };
    return { properties, attributes: { Arn: Role.Arn, RoleId: Role.RoleId } };
  },
  async delete(RoleName, _properties, { call }) {
    // Policies that other resources of the stack attached are gone by now; what is left was attached here, or by hand.
    try {
      const { AttachedPolicies = [] } = await call.iam.ListAttachedRolePolicies({ RoleName });
      for (const { PolicyArn } of AttachedPolicies) await call.iam.DetachRolePolicy({ RoleName, PolicyArn });
      const { PolicyNames = [] } = await call.iam.ListRolePolicies({ RoleName });
      for (const PolicyName of PolicyNames) await call.iam.DeleteRolePolicy({ RoleName, PolicyName });
      await call.iam.DeleteRole({ RoleName });
    } catch (error) {
      unlessGone(error as Error);
    }
  },
};

interface PolicyProperties extends InlinePolicy {
  readonly Roles?: readonly string[];
  readonly Users?: readonly string[];
  readonly Groups?: readonly string[];
}

/** AWS::IAM::Policy is an inline policy that several principals get under the same name. */
const policy: ResourceProvider<PolicyProperties> = {
  async create(properties, context) {
    const id = context.name(128);
    context.initiated(id);
    await embed(properties, context);
    return { id };
  },
  async update(id, properties, previous, context) {
    await embed(properties, context);
    const gone = (kind: "Roles" | "Users" | "Groups") => {
      const kept = previous.PolicyName === properties.PolicyName ? (properties[kind] ?? []) : [];
      return previous[kind]?.filter((name) => !kept.includes(name)) ?? [];
    };
    await strip({ ...previous, Roles: gone("Roles"), Users: gone("Users"), Groups: gone("Groups") }, context);
    return { id };
  },
  async delete(_id, properties, context) {
    await strip(properties, context);
  },
};

interface ManagedPolicyProperties {
  readonly ManagedPolicyName?: string;
  readonly PolicyDocument: object;
  readonly Description?: string;
  readonly Path?: string;
  readonly Roles?: readonly string[];
  readonly Users?: readonly string[];
  readonly Groups?: readonly string[];
}

const managedPolicy: ResourceProvider<ManagedPolicyProperties> = {
  replacedBy: ["ManagedPolicyName", "Description", "Path"],
  async create(properties, context) {
    const { Policy } = await context.call.iam.CreatePolicy({
      PolicyName: properties.ManagedPolicyName ?? context.name(128),
      PolicyDocument: JSON.stringify(properties.PolicyDocument),
      Description: properties.Description,
      Path: properties.Path,
    });
    const PolicyArn = Policy?.Arn as string;
    context.initiated(PolicyArn);
    await attachTo(PolicyArn, properties, {}, context);
    return { id: PolicyArn, attributes: { PolicyArn, PolicyId: Policy?.PolicyId } };
  },
  async update(PolicyArn, properties, previous, context) {
    const { call } = context;
    const { Versions = [] } = await call.iam.ListPolicyVersions({ PolicyArn });
    const oldest = Versions.filter(({ IsDefaultVersion }) => !IsDefaultVersion).at(-1);
    if (Versions.length >= 5 && oldest?.VersionId)
      await call.iam.DeletePolicyVersion({ PolicyArn, VersionId: oldest.VersionId });
    await call.iam.CreatePolicyVersion({
      PolicyArn,
      PolicyDocument: JSON.stringify(properties.PolicyDocument),
      SetAsDefault: true,
    });
    await attachTo(PolicyArn, properties, previous, context);
    return { id: PolicyArn, attributes: { PolicyArn } };
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

export const resources: Record<string, ResourceProvider> = {
  "AWS::IAM::Role": role,
  "AWS::IAM::Policy": policy,
  "AWS::IAM::ManagedPolicy": managedPolicy,
};

async function setPolicies(
  RoleName: string,
  next: Partial<RoleProperties>,
  previous: Partial<RoleProperties>,
  { call }: ResourceContext,
): Promise<void> {
  const arns = next.ManagedPolicyArns ?? [];
  for (const PolicyArn of arns) await call.iam.AttachRolePolicy({ RoleName, PolicyArn });
  for (const PolicyArn of previous.ManagedPolicyArns ?? []) {
    if (!arns.includes(PolicyArn)) await call.iam.DetachRolePolicy({ RoleName, PolicyArn }).catch(unlessGone);
  }
  const inline = next.Policies ?? [];
  for (const { PolicyName, PolicyDocument } of inline) {
    await call.iam.PutRolePolicy({ RoleName, PolicyName, PolicyDocument: JSON.stringify(PolicyDocument) });
  }
  for (const { PolicyName } of previous.Policies ?? []) {
    if (!inline.some((one) => one.PolicyName === PolicyName))
      await call.iam.DeleteRolePolicy({ RoleName, PolicyName }).catch(unlessGone);
  }
}

async function embed(
  { PolicyName, PolicyDocument: document, Roles = [], Users = [], Groups = [] }: PolicyProperties,
  { call }: ResourceContext,
): Promise<void> {
  const PolicyDocument = JSON.stringify(document);
  for (const RoleName of Roles) await call.iam.PutRolePolicy({ RoleName, PolicyName, PolicyDocument });
  for (const UserName of Users) await call.iam.PutUserPolicy({ UserName, PolicyName, PolicyDocument });
  for (const GroupName of Groups) await call.iam.PutGroupPolicy({ GroupName, PolicyName, PolicyDocument });
}

async function strip(
  { PolicyName, Roles = [], Users = [], Groups = [] }: PolicyProperties,
  { call }: ResourceContext,
): Promise<void> {
  for (const RoleName of Roles) await call.iam.DeleteRolePolicy({ RoleName, PolicyName }).catch(unlessGone);
  for (const UserName of Users) await call.iam.DeleteUserPolicy({ UserName, PolicyName }).catch(unlessGone);
  for (const GroupName of Groups) await call.iam.DeleteGroupPolicy({ GroupName, PolicyName }).catch(unlessGone);
}

type Attached = Pick<ManagedPolicyProperties, "Roles" | "Users" | "Groups">;

async function attachTo(
  PolicyArn: string,
  next: Attached,
  previous: Attached,
  { call }: ResourceContext,
): Promise<void> {
  const gone = (kind: keyof Attached) => (previous[kind] ?? []).filter((name) => !next[kind]?.includes(name));
  for (const RoleName of next.Roles ?? []) await call.iam.AttachRolePolicy({ RoleName, PolicyArn });
  for (const UserName of next.Users ?? []) await call.iam.AttachUserPolicy({ UserName, PolicyArn });
  for (const GroupName of next.Groups ?? []) await call.iam.AttachGroupPolicy({ GroupName, PolicyArn });
  for (const RoleName of gone("Roles")) await call.iam.DetachRolePolicy({ RoleName, PolicyArn }).catch(unlessGone);
  for (const UserName of gone("Users")) await call.iam.DetachUserPolicy({ UserName, PolicyArn }).catch(unlessGone);
  for (const GroupName of gone("Groups")) await call.iam.DetachGroupPolicy({ GroupName, PolicyArn }).catch(unlessGone);
}

function sessionOf({ MaxSessionDuration }: RoleProperties): number | undefined {
  return MaxSessionDuration === undefined ? undefined : Number(MaxSessionDuration);
}

function unlessGone(error: Error): void {
  if (error.name !== "NoSuchEntity") throw error;
}
