import type { Caller } from "../../../auth/caller.ts";
import { uniqueId } from "../entities/ids.ts";
import { nameUsage, paged, pagedInOrder } from "../entities/names.ts";
import { checkQuota } from "../entities/quotas.ts";
import { tagList, tagsIfAny, withoutTags, withTags } from "../entities/tags.ts";
import { deleteConflict, entityAlreadyExists, notFound, validationError } from "../errors.ts";
import { boundaryOf, checkBoundary, noBoundary } from "../policies/boundaries.ts";
import type { User } from "../records.ts";
import { renameInTrust } from "../roles/trust-policies.ts";
import { arnOf, type Iam, type IamContext } from "../state.ts";
import { checkNoneLeft } from "../user-credentials/kept.ts";
import { checkSignInGone } from "./login-profiles.ts";

export const createUser: Iam["CreateUser"] = (input, context) => {
  const { cloud, state, account } = context;
  const { UserName: name, PermissionsBoundary } = input;
  const user: User = {
    name,
    id: uniqueId("AIDA"),
    path: input.Path ?? "/",
    created: cloud.clock.now(),
    boundary: PermissionsBoundary === undefined ? undefined : checkBoundary(PermissionsBoundary, context),
    inline: {},
    attached: [],
    groups: [],
    keys: [],
    tags: withTags({}, input.Tags),
  };
  cloud.store.write(() => {
    const { count, taken } = nameUsage(state.users, account, name);
    if (taken) throw entityAlreadyExists("User", name);
    checkQuota("UsersPerAccount", count + 1);
    state.users.put([account, name], user);
  });
  return { User: described(user, account) };
};

/** Without a name, the caller: for the root of an account a user that has no name. */
export const getUser: Iam["GetUser"] = ({ UserName }, context) => {
  const { account, caller } = context;
  if (UserName === undefined && caller.kind === "root") {
    return { User: { UserName: undefined, UserId: account, Arn: caller.arn, Path: "/", CreateDate: new Date(0) } };
  }
  return { User: described(openUser(UserName ?? callersName(caller), context), account) };
};

export const listUsers: Iam["ListUsers"] = (input, { state, account }) => {
  const { PathPrefix = "/" } = input;
  const { page, marker } = paged(
    [...state.users.values({ under: [account] })].filter(({ path }) => path.startsWith(PathPrefix)),
    input,
  );
  // Lists leave tags and boundaries to GetUser.
  return { Users: page.map((user) => briefly(user, account)), ...marker };
};

/**
 * Gives a user another name or path: he stays who he is, with his keys, groups and policies, under another ARN.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users_rename.html
 */
export const updateUser: Iam["UpdateUser"] = ({ UserName, NewUserName = UserName, NewPath }, context) => {
  const { cloud, state, account } = context;
  const path = NewPath;
  cloud.store.write(() => {
    const before = openUser(UserName, context);
    const isOther = NewUserName.toLowerCase() !== UserName.toLowerCase();
    if (isOther && nameUsage(state.users, account, NewUserName).taken) throw entityAlreadyExists("User", NewUserName);
    const after: User = { ...before, name: NewUserName, path: path ?? before.path };
    state.users.delete(account, UserName);
    state.users.put([account, NewUserName], after);
    const [from, to] = [arnOf(account, "user", before), arnOf(account, "user", after)];
    cloud.credentials.renamed(from, to);
    if (from !== to) renameInTrust(from, to, context);
  });
  return {};
};

export const deleteUser: Iam["DeleteUser"] = ({ UserName }, context) => {
  const { cloud, state, account } = context;
  cloud.store.write(() => {
    const user = openUser(UserName, context);
    const { keys, attached, inline, groups } = user;
    checkSignInGone(user, context);
    checkNoneLeft(user, context);
    if (keys.length > 0) throw deleteConflict("Cannot delete entity, must delete access keys first.");
    if (attached.length > 0) throw deleteConflict("Cannot delete entity, must detach all policies first.");
    if (Object.keys(inline).length > 0) throw deleteConflict("Cannot delete entity, must delete policies first.");
    if (groups.length > 0) throw deleteConflict("Cannot delete entity, must remove users from group first.");
    state.users.delete(account, UserName);
    renameInTrust(arnOf(account, "user", user), user.id, context);
  });
  return {};
};

export const putUserPermissionsBoundary: Iam["PutUserPermissionsBoundary"] = (input, context) => {
  const boundary = checkBoundary(input.PermissionsBoundary, context);
  changeUser(input.UserName, context, (user) => ({ ...user, boundary }));
  return {};
};

export const deleteUserPermissionsBoundary: Iam["DeleteUserPermissionsBoundary"] = ({ UserName }, context) => {
  changeUser(UserName, context, (user) => {
    if (user.boundary === undefined) throw noBoundary("user", UserName);
    return { ...user, boundary: undefined };
  });
  return {};
};

export const tagUser: Iam["TagUser"] = ({ UserName, Tags }, context) => {
  changeUser(UserName, context, (user) => ({ ...user, tags: withTags(user.tags, Tags) }));
  return {};
};

export const untagUser: Iam["UntagUser"] = ({ UserName, TagKeys }, context) => {
  changeUser(UserName, context, (user) => ({ ...user, tags: withoutTags(user.tags, TagKeys) }));
  return {};
};

export const listUserTags: Iam["ListUserTags"] = (input, context) => {
  const { page, marker } = pagedInOrder(tagList(openUser(input.UserName, context).tags), input);
  return { Tags: page, ...marker };
};

export function openUser(name: string, { state, account }: IamContext): User {
  const user = state.users.get(account, name);
  if (!user) throw notFound("user", name);
  return user;
}

export function changeUser(name: string, context: IamContext, apply: (user: User) => User): void {
  const { cloud, state, account } = context;
  cloud.store.write(() => state.users.put([account, name], apply(openUser(name, context))));
}

export function described(user: User, account: string) {
  return { ...briefly(user, account), ...boundaryOf(user.boundary), ...tagsIfAny(user.tags) };
}

/** A user, as lists have him. */
export function briefly(user: User, account: string) {
  return {
    UserName: user.name,
    UserId: user.id,
    Path: user.path,
    Arn: arnOf(account, "user", user),
    CreateDate: new Date(user.created),
  };
}

/** Whom an operation is about that names no user. */
export function callersName({ kind, arn }: Caller): string {
  if (kind !== "user") throw validationError("Must specify userName when calling with non-User credentials");
  return arn.slice(arn.lastIndexOf("/") + 1);
}
