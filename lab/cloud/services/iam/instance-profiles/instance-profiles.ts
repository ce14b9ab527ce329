import { uniqueId } from "../entities/ids.ts";
import { census, paged, pagedInOrder } from "../entities/names.ts";
import { checkQuota } from "../entities/quotas.ts";
import { tagList, withoutTags, withTags } from "../entities/tags.ts";
import { deleteConflict, entityAlreadyExists, limitExceeded, notFound } from "../errors.ts";
import type { InstanceProfile } from "../records.ts";
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
    const { count, taken } = census(state.profiles, account, name);
    if (taken) throw entityAlreadyExists("Instance Profile", name);
    checkQuota("InstanceProfilesPerAccount", count + 1);
    state.profiles.put([account, name], profile);
  });
  return { InstanceProfile: described(profile, context) };
};

export const getInstanceProfile: Iam["GetInstanceProfile"] = ({ InstanceProfileName }, context) => ({
  InstanceProfile: described(open(InstanceProfileName, context), context),
});

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
  if (!profile) throw notFound("instance profile", name);
  return profile;
}

function change(name: string, context: IamContext, apply: (profile: InstanceProfile) => InstanceProfile): void {
  const { cloud, state, account } = context;
  cloud.store.write(() => state.profiles.put([account, name], apply(open(name, context))));
}

export function described(profile: InstanceProfile, context: IamContext) {
  const { name, id, path, created, role, tags } = profile;
  return {
    InstanceProfileName: name,
    InstanceProfileId: id,
    Path: path,
    Arn: arnOf(context.account, "instance-profile", profile),
    CreateDate: new Date(created),
    Roles: role === undefined ? [] : [briefly(openRole(role, context), context.account)],
    Tags: tagList(tags),
  };
}
