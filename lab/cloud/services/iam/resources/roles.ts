import { allTags, type Tag, tagChanges } from "../../../service/resource-tags.ts";
import type { ResourceProvider } from "../../../service/service.ts";
import { type PrincipalProperties, setPolicies, stripPolicies, textOf, unlessGone } from "./principals.ts";

interface RoleProperties extends PrincipalProperties {
  readonly RoleName?: string;
  readonly AssumeRolePolicyDocument: object | string;
  readonly Description?: string;
  readonly Path?: string;
  readonly MaxSessionDuration?: number | string;
  readonly PermissionsBoundary?: string;
  readonly Tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html */
export const role: ResourceProvider<RoleProperties> = {
  replacedBy: ["RoleName", "Path"],
  async create(properties, context) {
    const RoleName = properties.RoleName ?? context.name(64);
    const { call } = context;
    const { Role } = await call.iam.CreateRole({
      RoleName,
      AssumeRolePolicyDocument: textOf(properties.AssumeRolePolicyDocument),
      Description: properties.Description,
      Path: properties.Path,
      MaxSessionDuration: sessionOf(properties),
      PermissionsBoundary: properties.PermissionsBoundary,
      Tags: allTags(properties.Tags, context),
    });
    context.initiated(RoleName);
    await setPolicies("Roles", RoleName, properties, {}, context);
    return { id: RoleName, attributes: { Arn: Role?.Arn, RoleId: Role?.RoleId } };
  },
  async update(RoleName, properties, previous, context) {
    const { call } = context;
    await call.iam.UpdateAssumeRolePolicy({
      RoleName,
      PolicyDocument: textOf(properties.AssumeRolePolicyDocument),
    });
    await call.iam.UpdateRole({
      RoleName,
      Description: properties.Description ?? "",
      MaxSessionDuration: sessionOf(properties) ?? 3600,
    });
    const { PermissionsBoundary } = properties;
    if (PermissionsBoundary) await call.iam.PutRolePermissionsBoundary({ RoleName, PermissionsBoundary });
    else if (previous.PermissionsBoundary) await call.iam.DeleteRolePermissionsBoundary({ RoleName }).catch(unlessGone);
    const { Tags, TagKeys } = tagChanges(properties.Tags, previous.Tags, context);
    if (TagKeys.length > 0) await call.iam.UntagRole({ RoleName, TagKeys });
    if (Tags.length > 0) await call.iam.TagRole({ RoleName, Tags });
    await setPolicies("Roles", RoleName, properties, previous, context);
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
  async delete(RoleName, _properties, context) {
    try {
      await stripPolicies("Roles", RoleName, context);
      await context.call.iam.DeleteRole({ RoleName });
    } catch (error) {
      unlessGone(error as Error);
    }
  },
};

interface LinkedRoleProperties {
  readonly AWSServiceName: string;
  readonly CustomSuffix?: string;
  readonly Description?: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-servicelinkedrole.html */
export const serviceLinkedRole: ResourceProvider<LinkedRoleProperties> = {
  replacedBy: ["AWSServiceName", "CustomSuffix"],
  async create({ AWSServiceName, CustomSuffix, Description }, { call }) {
    const { Role } = await call.iam.CreateServiceLinkedRole({ AWSServiceName, CustomSuffix, Description });
    const id = Role?.RoleName as string;
    return { id, attributes: { RoleName: id } };
  },
  async update(RoleName, { Description = "" }, _previous, { call }) {
    await call.iam.UpdateRole({ RoleName, Description });
    return { id: RoleName, attributes: { RoleName } };
  },
  async delete(RoleName, _properties, { call }) {
    await call.iam.DeleteServiceLinkedRole({ RoleName }).catch(unlessGone);
  },
};

function sessionOf({ MaxSessionDuration }: RoleProperties): number | undefined {
  return MaxSessionDuration === undefined ? undefined : Number(MaxSessionDuration);
}
