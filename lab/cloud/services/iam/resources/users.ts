import { allTags, type Tag, tagChanges } from "../../../service/resource-tags.ts";
import type { ResourceContext, ResourceProvider } from "../../../service/service.ts";
import { type PrincipalProperties, setPolicies, stripPolicies, unlessGone } from "./principals.ts";

interface LoginProfile {
  readonly Password: string;
  readonly PasswordResetRequired?: boolean | string;
}

interface UserProperties extends PrincipalProperties {
  readonly UserName?: string;
  readonly Path?: string;
  readonly Groups?: readonly string[];
  readonly LoginProfile?: LoginProfile;
  readonly PermissionsBoundary?: string;
  readonly Tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-user.html */
export const user: ResourceProvider<UserProperties> = {
  replacedBy: ["UserName"],
  async create(properties, context) {
    const { call } = context;
    const UserName = properties.UserName ?? context.name(64);
    const { Path, PermissionsBoundary } = properties;
    const Tags = allTags(properties.Tags, context);
    const { User } = await call.iam.CreateUser({ UserName, Path, PermissionsBoundary, Tags });
    context.initiated(UserName);
    await setPolicies("Users", UserName, properties, {}, context);
    await setGroups(UserName, properties, {}, context);
    await setLogin(UserName, properties, {}, context);
    return { id: UserName, attributes: { Arn: User?.Arn } };
  },
  async update(UserName, properties, previous, context) {
    const { call } = context;
    const { PermissionsBoundary } = properties;
    if (properties.Path !== previous.Path) await call.iam.UpdateUser({ UserName, NewPath: properties.Path ?? "/" });
    if (PermissionsBoundary) await call.iam.PutUserPermissionsBoundary({ UserName, PermissionsBoundary });
    else if (previous.PermissionsBoundary) await call.iam.DeleteUserPermissionsBoundary({ UserName }).catch(unlessGone);
    const { Tags, TagKeys } = tagChanges(properties.Tags, previous.Tags, context);
    if (TagKeys.length > 0) await call.iam.UntagUser({ UserName, TagKeys });
    if (Tags.length > 0) await call.iam.TagUser({ UserName, Tags });
    await setPolicies("Users", UserName, properties, previous, context);
    await setGroups(UserName, properties, previous, context);
    await setLogin(UserName, properties, previous, context);
    const { User } = await call.iam.GetUser({ UserName });
    return { id: UserName, attributes: { Arn: User?.Arn } };
  },
  async read(UserName, { call }) {
    const { User } = (await call.iam.GetUser({ UserName }).catch(unlessGone)) ?? {};
    if (!User) return undefined;
    const { AttachedPolicies = [] } = await call.iam.ListAttachedUserPolicies({ UserName });
    const { Groups = [] } = await call.iam.ListGroupsForUser({ UserName });
    const properties = {
      UserName,
      Path: User.Path,
      Groups: Groups.map(({ GroupName }) => GroupName),
      ManagedPolicyArns: AttachedPolicies.map(({ PolicyArn }) => PolicyArn),
      PermissionsBoundary: User.PermissionsBoundary?.PermissionsBoundaryArn,
    };
    return { properties, attributes: { Arn: User.Arn } };
  },
  async delete(UserName, { LoginProfile }, context) {
    const { call } = context;
    try {
      const { Groups = [] } = await call.iam.ListGroupsForUser({ UserName });
      for (const { GroupName } of Groups) await call.iam.RemoveUserFromGroup({ GroupName, UserName });
      if (LoginProfile) await call.iam.DeleteLoginProfile({ UserName }).catch(unlessGone);
      await stripPolicies("Users", UserName, context);
      await call.iam.DeleteUser({ UserName });
    } catch (error) {
      unlessGone(error as Error);
    }
  },
};

async function setGroups(
  UserName: string,
  { Groups = [] }: Partial<UserProperties>,
  previous: Partial<UserProperties>,
  { call }: ResourceContext,
): Promise<void> {
  for (const GroupName of previous.Groups ?? [])
    if (!Groups.includes(GroupName)) await call.iam.RemoveUserFromGroup({ GroupName, UserName }).catch(unlessGone);
  for (const GroupName of Groups) await call.iam.AddUserToGroup({ GroupName, UserName });
}

async function setLogin(
  UserName: string,
  { LoginProfile: next }: Partial<UserProperties>,
  { LoginProfile: previous }: Partial<UserProperties>,
  { call }: ResourceContext,
): Promise<void> {
  if (JSON.stringify(next) === JSON.stringify(previous)) return;
  if (!next) return void (await call.iam.DeleteLoginProfile({ UserName }).catch(unlessGone));
  const { Password } = next;
  const login = { UserName, Password, PasswordResetRequired: String(next.PasswordResetRequired) === "true" };
  await (previous ? call.iam.UpdateLoginProfile(login) : call.iam.CreateLoginProfile(login));
}

interface AccessKeyProperties {
  readonly UserName: string;
  readonly Serial?: number | string;
  readonly Status?: "Active" | "Inactive";
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-accesskey.html */
export const accessKey: ResourceProvider<AccessKeyProperties> = {
  replacedBy: ["UserName", "Serial"],
  async create({ UserName, Status = "Active" }, context) {
    const { call } = context;
    const { AccessKey } = await call.iam.CreateAccessKey({ UserName });
    const { AccessKeyId = "", SecretAccessKey } = AccessKey ?? {};
    context.initiated(AccessKeyId);
    if (Status !== "Active") await call.iam.UpdateAccessKey({ UserName, AccessKeyId, Status });
    return { id: AccessKeyId, attributes: { SecretAccessKey, Id: AccessKeyId } };
  },
  // The secret is told once: what it was stays in the stack.
  async update(AccessKeyId, { UserName, Status = "Active" }, _previous, { call }) {
    await call.iam.UpdateAccessKey({ UserName, AccessKeyId, Status });
    return { id: AccessKeyId };
  },
  async delete(AccessKeyId, { UserName }, { call }) {
    await call.iam.DeleteAccessKey({ UserName, AccessKeyId }).catch(unlessGone);
  },
};

interface AdditionProperties {
  readonly GroupName: string;
  readonly Users: readonly string[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-usertogroupaddition.html */
export const userToGroupAddition: ResourceProvider<AdditionProperties> = {
  async create(properties, context) {
    const id = context.name(128);
    context.initiated(id);
    await add(properties, context);
    return { id, attributes: { Id: id } };
  },
  async update(id, properties, previous, context) {
    await add(properties, context);
    const kept = previous.GroupName === properties.GroupName ? properties.Users : [];
    await remove({ ...previous, Users: previous.Users.filter((name) => !kept.includes(name)) }, context);
    return { id, attributes: { Id: id } };
  },
  async delete(_id, properties, context) {
    await remove(properties, context);
  },
};

async function add({ GroupName, Users }: AdditionProperties, { call }: ResourceContext): Promise<void> {
  for (const UserName of Users) await call.iam.AddUserToGroup({ GroupName, UserName });
}

async function remove({ GroupName, Users }: AdditionProperties, { call }: ResourceContext): Promise<void> {
  for (const UserName of Users) await call.iam.RemoveUserFromGroup({ GroupName, UserName }).catch(unlessGone);
}
