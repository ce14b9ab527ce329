import { deleteConflict, entityAlreadyExists, notFound } from "./errors.ts";
import { checkName, checkPath, paged } from "./names.ts";
import { arnOf, type Group, type Iam, type IamContext, uniqueId } from "./state.ts";
import { changeUser, described as describedUser, openUser } from "./users.ts";

export const createGroup: Iam["CreateGroup"] = ({ GroupName: name, Path }, { cloud, state, account }) => {
  checkName("groupName", name, 128);
  const group: Group = {
    name,
    id: uniqueId("AGPA"),
    path: checkPath(Path),
    created: cloud.clock.now(),
    inline: {},
    attached: [],
  };
  cloud.store.write(() => {
    if (state.groups.has(account, name)) throw entityAlreadyExists("Group", name);
    state.groups.put([account, name], group);
  });
  return { Group: described(group, account) };
};

export const getGroup: Iam["GetGroup"] = ({ GroupName }, context) => ({
  Group: described(openGroup(GroupName, context), context.account),
  Users: members(GroupName, context).map((user) => describedUser(user, context.account)),
  IsTruncated: false,
});

export const listGroups: Iam["ListGroups"] = (input, { state, account }) => {
  const { PathPrefix = "/" } = input;
  const { page, marker } = paged(
    [...state.groups.values({ under: [account] })].filter(({ path }) => path.startsWith(PathPrefix)),
    input,
  );
  return { Groups: page.map((group) => described(group, account)), ...marker };
};

export const deleteGroup: Iam["DeleteGroup"] = ({ GroupName }, context) => {
  const { cloud, state, account } = context;
  cloud.store.write(() => {
    const { attached, inline } = openGroup(GroupName, context);
    if (members(GroupName, context).length > 0)
      throw deleteConflict("Cannot delete entity, must remove users from group first.");
    if (attached.length > 0) throw deleteConflict("Cannot delete entity, must detach all policies first.");
    if (Object.keys(inline).length > 0) throw deleteConflict("Cannot delete entity, must delete policies first.");
    state.groups.delete(account, GroupName);
  });
  return {};
};

export const addUserToGroup: Iam["AddUserToGroup"] = ({ GroupName, UserName }, context) => {
  openGroup(GroupName, context);
  changeUser(UserName, context, (user) => ({ ...user, groups: [...new Set([...user.groups, GroupName])] }));
  return {};
};

export const removeUserFromGroup: Iam["RemoveUserFromGroup"] = ({ GroupName, UserName }, context) => {
  openGroup(GroupName, context);
  changeUser(UserName, context, (user) => ({ ...user, groups: user.groups.filter((name) => name !== GroupName) }));
  return {};
};

export const listGroupsForUser: Iam["ListGroupsForUser"] = ({ UserName }, context) => ({
  Groups: openUser(UserName, context).groups.map((name) => described(openGroup(name, context), context.account)),
  IsTruncated: false,
});

function openGroup(name: string, { state, account }: IamContext): Group {
  const group = state.groups.get(account, name);
  if (!group) throw notFound("group", name);
  return group;
}

function members(group: string, { state, account }: IamContext) {
  return [...state.users.values({ under: [account] })].filter(({ groups }) => groups.includes(group));
}

function described(group: Group, account: string) {
  return {
    GroupName: group.name,
    GroupId: group.id,
    Path: group.path,
    Arn: arnOf(account, "group", group),
    CreateDate: new Date(group.created),
  };
}
