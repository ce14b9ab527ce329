import { AwsError } from "../../../errors.ts";
import { deleteConflict, noSuchEntity, validationError } from "../errors.ts";
import { devicesOf } from "../mfa/mfa-devices.ts";
import type { LoginProfile, User } from "../records.ts";
import type { Iam, IamContext } from "../state.ts";
import { checkPassword, hashOf, isPassword, violation } from "./passwords.ts";
import { openUser } from "./users.ts";

/** The most passwords that a policy may keep from being used again. */
const MOST_FORMER = 24;

export const createLoginProfile: Iam["CreateLoginProfile"] = async (input, context) => {
  const { cloud, state, account } = context;
  const { Password = "", PasswordResetRequired = false } = input;
  const user = openUser(nameOf(input, context), context);
  checkPassword(Password, policyOf(context));
  const created = cloud.clock.now();
  const profile: LoginProfile = {
    created,
    changed: created,
    resetRequired: PasswordResetRequired,
    hash: await hashOf(Password),
    former: [],
  };
  cloud.store.write(() => {
    const { id } = openUser(user.name, context);
    if (state.loginProfiles.has(account, id))
      throw new AwsError("EntityAlreadyExists", `Login Profile for user ${user.name} already exists.`);
    state.loginProfiles.put([account, id], profile);
  });
  return { LoginProfile: described(user, profile) };
};

export const getLoginProfile: Iam["GetLoginProfile"] = (input, context) => {
  const user = openUser(nameOf(input, context), context);
  return { LoginProfile: described(user, open(user, context)) };
};

export const updateLoginProfile: Iam["UpdateLoginProfile"] = async (input, context) => {
  const { PasswordResetRequired } = input;
  const user = openUser(input.UserName, context);
  if (input.Password !== undefined) await setPassword(user, input.Password, context);
  change(user, context, (profile) => ({ ...profile, resetRequired: PasswordResetRequired ?? profile.resetRequired }));
  return {};
};

export const deleteLoginProfile: Iam["DeleteLoginProfile"] = (input, context) => {
  const { cloud, state, account } = context;
  cloud.store.write(() => {
    const user = openUser(nameOf(input, context), context);
    open(user, context);
    state.loginProfiles.delete(account, user.id);
  });
  return {};
};

/** A user's own password: changing it takes the old one. */
export const changePassword: Iam["ChangePassword"] = async ({ OldPassword, NewPassword }, context) => {
  const { caller } = context;
  if (caller.kind !== "user") throw new AwsError("InvalidUserType", "Only IAM Users can change their own password");
  const user = openUser(caller.arn.slice(caller.arn.lastIndexOf("/") + 1), context);
  if (!(await isPassword(OldPassword, open(user, context).hash)))
    throw new AwsError("AccessDenied", "The old password was incorrect.", 403);
  await setPassword(user, NewPassword, context);
  change(user, context, (profile) => ({ ...profile, resetRequired: false }));
  return {};
};

/** Refuses to delete a user who can still sign in. */
export function checkSignInGone({ id }: User, context: IamContext): void {
  if (context.state.loginProfiles.has(context.account, id))
    throw deleteConflict("Cannot delete entity, must delete login profile first.");
  if (devicesOf(id, context).length > 0) throw deleteConflict("Cannot delete entity, must delete MFA device first.");
}

async function setPassword(user: User, password: string, context: IamContext): Promise<void> {
  const { hash: present, former } = open(user, context);
  const policy = policyOf(context);
  checkPassword(password, policy);
  const kept = [present, ...former].slice(0, policy?.PasswordReusePrevention ?? 0);
  for (const one of kept) {
    if (await isPassword(password, one))
      throw violation(`Password was used before: the last ${kept.length} may not be.`);
  }
  const hash = await hashOf(password);
  change(user, context, (profile) => ({
    ...profile,
    hash,
    changed: context.cloud.clock.now(),
    former: [profile.hash, ...profile.former].slice(0, MOST_FORMER),
  }));
}

function open({ id, name }: User, { state, account }: IamContext): LoginProfile {
  const profile = state.loginProfiles.get(account, id);
  if (!profile) throw noSuchEntity(`Login Profile for User ${name} cannot be found.`);
  return profile;
}

function change(user: User, context: IamContext, apply: (profile: LoginProfile) => LoginProfile): void {
  const { cloud, state, account } = context;
  cloud.store.write(() => state.loginProfiles.put([account, user.id], apply(open(user, context))));
}

function policyOf({ state, account }: IamContext) {
  return state.accounts.get(account)?.passwordPolicy;
}

/** Without a name, the caller. */
function nameOf({ UserName }: { UserName?: string }, { caller }: IamContext): string {
  if (UserName !== undefined) return UserName;
  if (caller.kind !== "user") throw validationError("Must specify userName when calling with non-User credentials");
  return caller.arn.slice(caller.arn.lastIndexOf("/") + 1);
}

function described({ name }: User, { created, resetRequired }: LoginProfile) {
  return { UserName: name, CreateDate: new Date(created), PasswordResetRequired: resetRequired };
}
