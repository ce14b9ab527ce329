import { uniqueId } from "../entities/ids.ts";
import { nameUsage, paged } from "../entities/names.ts";
import { checkQuota } from "../entities/quotas.ts";
import { deleteConflict, entityAlreadyExists, notFound } from "../errors.ts";
import type { Group, User } from "../records.ts";
import { arnOf, type Iam, type IamContext } from "../state.ts";
import { briefly, changeUser, openUser } from "../users/users.ts";

export const createGroup: Iam["CreateGroup"] = ({ GroupName: name, Path }, { cloud, state, account }) => {
  const group: Group = {
    name,
    id: uniqueId("AGPA"),
    path: Path ?? "/",
    created: cloud.clock.now(),
    inline: {},
    attached: [],
  };
  cloud.store.write(() => {
    const { count, taken } = nameUsage(state.groups, account, name);
    if (taken) throw entityAlreadyExists("Group", name);
    checkQuota("GroupsPerAccount", count + 1);
    state.groups.put([account, name], group);
  });
  return { Group: described(group, account) };
};

export const getGroup: Iam["GetGroup"] = (input, context) => {
  const group = openGroup(input.GroupName, context);
  const { page, marker } = paged(members(group.name, context), input);
  return {
    Group: described(group, context.account),
    Users: page.map((user) => briefly(user, context.account)),
    ...marker,
  };
};

export const listGroups: Iam["ListGroups"] = (input, { state, account }) => {
  const { PathPrefix = "/" } = input;
  const { page, marker } = paged(
    [...state.groups.values({ under: [account] })].filter(({ path }) => path.startsWith(PathPrefix)),
    input,
  );
  return { Groups: page.map((group) => described(group, account)), ...marker };
};

/** Gives a group another name or path: its members and policies stay. */
export const updateGroup: Iam["UpdateGroup"] = ({ GroupName, NewGroupName = GroupName, NewPath }, context) => {
  const { cloud, state, account } = context;
  const path = NewPath;
  cloud.store.write(() => {
    const before = openGroup(GroupName, context);
    const isOther = NewGroupName.toLowerCase() !== GroupName.toLowerCase();
    if (isOther && nameUsage(state.groups, account, NewGroupName).taken)
      throw entityAlreadyExists("Group", NewGroupName);
    for (const user of members(GroupName, context)) {
      const groups = user.groups.map((name) => (name === GroupName ? NewGroupName : name));
      state.users.put([account, user.name], { ...user, groups });
    }
    state.groups.delete(account, GroupName);
    state.groups.put([account, NewGroupName], { ...before, name: NewGroupName, path: path ?? before.path });
  });
  return {};
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
  changeUser(UserName, context, (user) => {
    const groups = [...new Set([...user.groups, GroupName])];
    checkQuota("GroupsPerUser", groups.length);
    return { ...user, groups };
  });
  return {};
};

export const removeUserFromGroup: Iam["RemoveUserFromGroup"] = ({ GroupName, UserName }, context) => {
  openGroup(GroupName, context);
  changeUser(UserName, context, (user) => ({ ...user, groups: user.groups.filter((name) => name !== GroupName) }));
  return {};
};

export const listGroupsForUser: Iam["ListGroupsForUser"] = (input, context) => {
  const groups = openUser(input.UserName, context).groups.map((name) => openGroup(name, context));
  const { page, marker } = paged(groups, input);
  return { Groups: page.map((group) => described(group, context.account)), ...marker };
};

export function openGroup(name: string, { state, account }: IamContext): Group {
  const group = state.groups.get(account, name);
  if (!group) throw notFound("group", name);
  return group;
}

/** The users who are in a group. */
export function members(group: string, { state, account }: IamContext): User[] {
  return [...state.users.values({ under: [account] })].filter(({ groups }) => groups.includes(group));
}

export function described(group: Group, account: string) {
  return {
    GroupName: group.name,
    GroupId: group.id,
    Path: group.path,
    Arn: arnOf(account, "group", group),
    CreateDate: new Date(group.created),
  };
}
