import { type Caller, rootOf } from "../../../auth/caller.ts";
import { AwsError } from "../../../errors.ts";
import { pagedInOrder } from "../entities/names.ts";
import { checkQuota } from "../entities/quotas.ts";
import { notFound } from "../errors.ts";
import type { AccessKey } from "../records.ts";
import { arnOf, type Iam, type IamContext } from "../state.ts";
import { callersName, changeUser, openUser } from "../users/users.ts";

/** Who has access keys: a user, or the root of the account, who has no name. */
interface Owner {
  readonly name: string | undefined;
  readonly keys: readonly AccessKey[];
  readonly principal: Caller;
  /** Only inside `store.write`. */
  keep(keys: readonly AccessKey[]): void;
}

export const createAccessKey: Iam["CreateAccessKey"] = ({ UserName }, context) => {
  const { cloud } = context;
  const created = cloud.clock.now();
  return cloud.store.write(() => {
    const { name, keys, principal, keep } = ownerOf(UserName, context);
    checkQuota("AccessKeysPerUser", keys.length + 1);
    const { AccessKeyId, SecretAccessKey } = cloud.credentials.issueAccessKey(principal);
    const key = { id: AccessKeyId, created, active: true };
    keep([...keys, key]);
    return { AccessKey: { ...described(key, name), UserName: name, AccessKeyId, SecretAccessKey, Status: "Active" } };
  });
};

export const listAccessKeys: Iam["ListAccessKeys"] = (input, context) => {
  const { name, keys } = ownerOf(input.UserName, context);
  const { page, marker } = pagedInOrder(keys, input);
  return { AccessKeyMetadata: page.map((key) => described(key, name)), ...marker };
};

/** A key that is inactive is refused as if it were not there. */
export const updateAccessKey: Iam["UpdateAccessKey"] = ({ UserName, AccessKeyId, Status }, context) => {
  const { cloud } = context;
  const active = Status === "Active";
  cloud.store.write(() => {
    const { keys, keep } = ownerOf(UserName, context);
    if (!keys.some(({ id }) => id === AccessKeyId)) throw noSuchKey(AccessKeyId);
    keep(keys.map((key) => (key.id === AccessKeyId ? { ...key, active } : key)));
    cloud.credentials.setActive(AccessKeyId, active);
  });
  return {};
};

export const deleteAccessKey: Iam["DeleteAccessKey"] = ({ UserName, AccessKeyId }, context) => {
  const { cloud } = context;
  cloud.store.write(() => {
    const { keys, keep } = ownerOf(UserName, context);
    if (!keys.some(({ id }) => id === AccessKeyId)) throw noSuchKey(AccessKeyId);
    keep(keys.filter(({ id }) => id !== AccessKeyId));
    cloud.credentials.removeAccessKey(AccessKeyId);
  });
  return {};
};

/** Of a key of another account nothing is told. */
export const getAccessKeyLastUsed: Iam["GetAccessKeyLastUsed"] = ({ AccessKeyId }, { cloud, account, caller }) => {
  const owner = cloud.credentials.ownerOf(AccessKeyId);
  if (owner?.account !== account)
    throw new AwsError(
      "AccessDenied",
      `User: ${caller.arn} is not authorized to perform: iam:GetAccessKeyLastUsed on resource: access key ${AccessKeyId}`,
      403,
    );
  const use = cloud.credentials.lastUsed.key(AccessKeyId);
  return {
    ...(owner.kind === "user" && { UserName: callersName(owner) }),
    AccessKeyLastUsed: use
      ? { LastUsedDate: new Date(use.at), ServiceName: use.service, Region: use.region }
      : { LastUsedDate: undefined, ServiceName: "N/A", Region: "N/A" },
  };
};

/** Who names nobody means himself: a user, or the root. */
function ownerOf(name: string | undefined, context: IamContext): Owner {
  const { state, account, caller } = context;
  if (name === undefined && caller.kind === "root") {
    const settings = state.accounts.get(account) ?? {};
    return {
      name: undefined,
      keys: settings.keys ?? [],
      principal: rootOf(account),
      keep: (keys) => state.accounts.put([account], { ...settings, keys }),
    };
  }
  const user = openUser(name ?? callersName(caller), context);
  return {
    name: user.name,
    keys: user.keys,
    principal: { kind: "user", account, arn: arnOf(account, "user", user), userId: user.id },
    keep: (keys) => changeUser(user.name, context, (before) => ({ ...before, keys })),
  };
}

function described({ id, active, created }: AccessKey, UserName: string | undefined) {
  return {
    UserName,
    AccessKeyId: id,
    Status: active ? ("Active" as const) : ("Inactive" as const),
    CreateDate: new Date(created),
  };
}

function noSuchKey(id: string) {
  return notFound("Access Key", id);
}
