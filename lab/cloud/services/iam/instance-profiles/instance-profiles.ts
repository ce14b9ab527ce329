import { AwsError } from "../../../errors.ts";
import { uniqueId } from "../entities/ids.ts";
import { nameUsage, paged, pagedInOrder } from "../entities/names.ts";
import { checkQuota } from "../entities/quotas.ts";
import { tagList, tagsIfAny, withoutTags, withTags } from "../entities/tags.ts";
import { deleteConflict, limitExceeded, noSuchEntity, notFound } from "../errors.ts";
import type { InstanceProfile, Role } from "../records.ts";
import { briefly, checkModifiable, openRole } from "../roles/roles.ts";
import { arnOf, type Iam, type IamContext } from "../state.ts";

// What hands a role to a machine. The lab has no machines: profiles are kept, and hold their roles from being deleted.

export const createInstanceProfile: Iam["CreateInstanceProfile"] = (input, context) => {
  const { cloud, state, account } = context;
  const { InstanceProfileName: name } = input;
  const profile: InstanceProfile = {
    name,
    id: uniqueId("AIPA"),
    path: input.Path ?? "/",
    created: cloud.clock.now(),
    tags: withTags({}, input.Tags),
  };
  cloud.store.write(() => {
    const { count, taken } = nameUsage(state.profiles, account, name);
    if (taken) throw new AwsError("EntityAlreadyExists", `Instance Profile ${name} already exists.`);
    checkQuota("InstanceProfilesPerAccount", count + 1);
    state.profiles.put([account, name], profile);
  });
  return { InstanceProfile: { ...described(profile, context), ...tagsIfAny(profile.tags) } };
};

export const getInstanceProfile: Iam["GetInstanceProfile"] = ({ InstanceProfileName }, context) => {
  const profile = open(InstanceProfileName, context);
  return { InstanceProfile: { ...described(profile, context), Tags: tagList(profile.tags) } };
};

export const listInstanceProfiles: Iam["ListInstanceProfiles"] = (input, context) => {
  const { PathPrefix = "/" } = input;
  const all = [...context.state.profiles.values({ under: [context.account] })];
  const { page, marker } = paged(
    all.filter(({ path }) => path.startsWith(PathPrefix)),
    input,
  );
  return { InstanceProfiles: page.map((profile) => described(profile, context)), ...marker };
};

export const listInstanceProfilesForRole: Iam["ListInstanceProfilesForRole"] = (input, context) => {
  openRole(input.RoleName, context);
  const { page, marker } = paged(profilesOf(input.RoleName, context), input);
  return { InstanceProfiles: page.map((profile) => described(profile, context)), ...marker };
};

export const deleteInstanceProfile: Iam["DeleteInstanceProfile"] = ({ InstanceProfileName }, context) => {
  const { cloud, state, account } = context;
  cloud.store.write(() => {
    if (open(InstanceProfileName, context).role)
      throw deleteConflict("Cannot delete entity, must remove roles from instance profile first.");
    state.profiles.delete(account, InstanceProfileName);
  });
  return {};
};

export const addRoleToInstanceProfile: Iam["AddRoleToInstanceProfile"] = (input, context) => {
  change(input.InstanceProfileName, context, (profile) => {
    checkModifiable(openRole(input.RoleName, context));
    if (profile.role) throw limitExceeded("Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
    return { ...profile, role: input.RoleName };
  });
  return {};
};

export const removeRoleFromInstanceProfile: Iam["RemoveRoleFromInstanceProfile"] = (input, context) => {
  change(input.InstanceProfileName, context, ({ role, ...profile }) => {
    if (role !== input.RoleName) throw notFound("role", input.RoleName);
    return profile;
  });
  return {};
};

export const tagInstanceProfile: Iam["TagInstanceProfile"] = ({ InstanceProfileName, Tags }, context) => {
  change(InstanceProfileName, context, (profile) => ({ ...profile, tags: withTags(profile.tags, Tags) }));
  return {};
};

export const untagInstanceProfile: Iam["UntagInstanceProfile"] = ({ InstanceProfileName, TagKeys }, context) => {
  change(InstanceProfileName, context, (profile) => ({ ...profile, tags: withoutTags(profile.tags, TagKeys) }));
  return {};
};

export const listInstanceProfileTags: Iam["ListInstanceProfileTags"] = (input, context) => {
  const { page, marker } = pagedInOrder(tagList(open(input.InstanceProfileName, context).tags), input);
  return { Tags: page, ...marker };
};

/** The profiles that have a role. */
export function profilesOf(role: string, { state, account }: IamContext): InstanceProfile[] {
  return [...state.profiles.values({ under: [account] })].filter((profile) => profile.role === role);
}

function open(name: string, { state, account }: IamContext): InstanceProfile {
  const profile = state.profiles.get(account, name);
  if (!profile) throw noSuchEntity(`Instance Profile ${name} cannot be found.`);
  return profile;
}

function change(name: string, context: IamContext, apply: (profile: InstanceProfile) => InstanceProfile): void {
  const { cloud, state, account } = context;
  cloud.store.write(() => state.profiles.put([account, name], apply(open(name, context))));
}

/** A profile, without its tags: lists leave them out. */
export function described(profile: InstanceProfile, context: IamContext) {
  const { name, id, path, created, role } = profile;
  return {
    InstanceProfileName: name,
    InstanceProfileId: id,
    Path: path,
    Arn: arnOf(context.account, "instance-profile", profile),
    CreateDate: new Date(created),
    Roles: role === undefined ? [] : [inProfile(openRole(role, context), context.account)],
  };
}

/** A role, as profiles have it. */
function inProfile(role: Role, account: string) {
  const { MaxSessionDuration: _, ...others } = briefly(role, account);
  return others;
}
