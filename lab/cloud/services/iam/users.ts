import type { Caller } from "../../auth/caller.ts";
import { AwsError } from "../../errors.ts";
import { deleteConflict, entityAlreadyExists, notFound } from "./errors.ts";
import { checkSignInGone } from "./login-profiles.ts";
import { checkName, checkPath, paged } from "./names.ts";
import { arnOf, type Iam, type IamContext, type User, uniqueId } from "./state.ts";

const MOST_KEYS = 2;

export const createUser: Iam["CreateUser"] = (input, context) => {
  const { cloud, state, account } = context;
  const { UserName: name } = input;
  checkName("userName", name);
  const user: User = {
    name,
    id: uniqueId("AIDA"),
    path: checkPath(input.Path),
    created: cloud.clock.now(),
    boundary: input.PermissionsBoundary,
    inline: {},
    attached: [],
    groups: [],
    keys: [],
    tags: Object.fromEntries((input.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
  };
  cloud.store.write(() => {
    if (state.users.has(account, name)) throw entityAlreadyExists("User", name);
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
  return { Users: page.map((user) => described(user, account)), ...marker };
};

export const deleteUser: Iam["DeleteUser"] = ({ UserName }, context) => {
  const { cloud, state, account } = context;
  cloud.store.write(() => {
    const user = openUser(UserName, context);
    const { keys, attached, inline, groups } = user;
    checkSignInGone(user, context);
    if (keys.length > 0) throw deleteConflict("Cannot delete entity, must delete access keys first.");
    if (attached.length > 0) throw deleteConflict("Cannot delete entity, must detach all policies first.");
    if (Object.keys(inline).length > 0) throw deleteConflict("Cannot delete entity, must delete policies first.");
    if (groups.length > 0) throw deleteConflict("Cannot delete entity, must remove users from group first.");
    state.users.delete(account, UserName);
  });
  return {};
};

export const createAccessKey: Iam["CreateAccessKey"] = ({ UserName }, context) => {
  const { cloud, account, caller } = context;
  const created = cloud.clock.now();
  const user = openUser(UserName ?? callersName(caller), context);
  if (user.keys.length >= MOST_KEYS) {
    throw new AwsError("LimitExceeded", `Cannot exceed quota for AccessKeysPerUser: ${MOST_KEYS}`, 409);
  }
  const principal: Caller = { kind: "user", account, arn: arnOf(account, "user", user), userId: user.id };
  return cloud.store.write(() => {
    const { AccessKeyId, SecretAccessKey } = cloud.credentials.issueAccessKey(principal);
    changeUser(user.name, context, (before) => ({
      ...before,
      keys: [...before.keys, { id: AccessKeyId, created, active: true }],
    }));
    return {
      AccessKey: {
        UserName: user.name,
        AccessKeyId,
        SecretAccessKey,
        Status: "Active" as const,
        CreateDate: new Date(created),
      },
    };
  });
};

export const listAccessKeys: Iam["ListAccessKeys"] = ({ UserName }, context) => {
  const user = openUser(UserName ?? callersName(context.caller), context);
  return {
    AccessKeyMetadata: user.keys.map(({ id, created }) => ({
      UserName: user.name,
      AccessKeyId: id,
      Status: "Active" as const,
      CreateDate: new Date(created),
    })),
    IsTruncated: false,
  };
};

export const deleteAccessKey: Iam["DeleteAccessKey"] = ({ UserName, AccessKeyId }, context) => {
  const { cloud, caller } = context;
  cloud.store.write(() => {
    changeUser(UserName ?? callersName(caller), context, (user) => {
      if (!user.keys.some(({ id }) => id === AccessKeyId)) throw notFound("Access Key", AccessKeyId);
      return { ...user, keys: user.keys.filter(({ id }) => id !== AccessKeyId) };
    });
    cloud.credentials.removeAccessKey(AccessKeyId);
  });
  return {};
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
  return {
    UserName: user.name,
    UserId: user.id,
    Path: user.path,
    Arn: arnOf(account, "user", user),
    CreateDate: new Date(user.created),
    ...(user.boundary
      ? {
          PermissionsBoundary: {
            PermissionsBoundaryType: "PermissionsBoundaryPolicy" as const,
            PermissionsBoundaryArn: user.boundary,
          },
        }
      : {}),
    Tags: Object.entries(user.tags).map(([Key, Value]) => ({ Key, Value })),
  };
}

function callersName({ kind, arn }: Caller): string {
  if (kind !== "user")
    throw new AwsError("ValidationError", "Must specify userName when calling with non-User credentials");
  return arn.slice(arn.lastIndexOf("/") + 1);
}
