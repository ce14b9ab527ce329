import { AwsError } from "../../../errors.ts";
import { uniqueId } from "../entities/ids.ts";
import { nameUsage, paged, pagedInOrder } from "../entities/names.ts";
import { checkQuota } from "../entities/quotas.ts";
import { tagList, tagsIfAny, withoutTags, withTags } from "../entities/tags.ts";
import { deleteConflict, entityAlreadyExists, notFound } from "../errors.ts";
import { profilesOf } from "../instance-profiles/instance-profiles.ts";
import { boundaryOf, checkBoundary, noBoundary } from "../policies/boundaries.ts";
import { encoded } from "../policies/documents.ts";
import type { Role } from "../records.ts";
import { arnOf, type Iam, type IamContext } from "../state.ts";
import { checkTrustPolicy, renameInTrust } from "./trust-policies.ts";

export const createRole: Iam["CreateRole"] = (input, context) => {
  const { RoleName: name, MaxSessionDuration = 3600, PermissionsBoundary } = input;
  const role = keepRole(
    {
      name,
      path: input.Path ?? "/",
      trust: checkTrustPolicy(input.AssumeRolePolicyDocument, context),
      description: input.Description,
      maxSession: MaxSessionDuration,
      boundary: PermissionsBoundary === undefined ? undefined : checkBoundary(PermissionsBoundary, context),
      tags: withTags({}, input.Tags),
    },
    context,
  );
  return { Role: { ...describedNew(role, context), MaxSessionDuration: input.MaxSessionDuration } };
};

/** A role as those answers have it that leave its sessions to GetRole. */
export function describedNew(role: Role, context: IamContext) {
  const { MaxSessionDuration: _, ...others } = described(role, context);
  return others;
}

/** Makes a role, unless there is one of its name. */
export function keepRole(
  role: Omit<Role, "id" | "created" | "inline" | "attached"> & Partial<Pick<Role, "attached">>,
  { cloud, state, account }: IamContext,
): Role {
  const whole: Role = { attached: [], ...role, id: uniqueId("AROA"), created: cloud.clock.now(), inline: {} };
  cloud.store.write(() => {
    const { count, taken } = nameUsage(state.roles, account, role.name);
    if (taken) throw entityAlreadyExists("Role", role.name);
    checkQuota("RolesPerAccount", count + 1);
    state.roles.put([account, role.name], whole);
  });
  return whole;
}

export const getRole: Iam["GetRole"] = ({ RoleName }, context) => {
  const role = openRole(RoleName, context);
  return { Role: { ...described(role, context), ...lastUsed(role, context) } };
};

export const listRoles: Iam["ListRoles"] = (input, context) => {
  const { PathPrefix = "/" } = input;
  const { page, marker } = paged(
    [...context.state.roles.values({ under: [context.account] })].filter(({ path }) => path.startsWith(PathPrefix)),
    input,
  );
  // Lists leave tags, boundaries and the last use to GetRole.
  return { Roles: page.map((role) => briefly(role, context.account)), ...marker };
};

export const updateRole: Iam["UpdateRole"] = ({ RoleName, Description, MaxSessionDuration }, context) => {
  change(RoleName, context, (role) => {
    if (MaxSessionDuration !== undefined) checkModifiable(role);
    return {
      ...role,
      description: Description ?? role.description,
      maxSession: MaxSessionDuration ?? role.maxSession,
    };
  });
  return {};
};

export const updateRoleDescription: Iam["UpdateRoleDescription"] = ({ RoleName, Description }, context) => {
  change(RoleName, context, (role) => ({ ...role, description: Description }));
  return { Role: describedNew(openRole(RoleName, context), context) };
};

export const updateAssumeRolePolicy: Iam["UpdateAssumeRolePolicy"] = ({ RoleName, PolicyDocument }, context) => {
  changeOwn(RoleName, context, (role) => ({ ...role, trust: checkTrustPolicy(PolicyDocument, context) }));
  return {};
};

export const deleteRole: Iam["DeleteRole"] = ({ RoleName }, context) => {
  const { cloud, state, account } = context;
  cloud.store.write(() => {
    const role = openRole(RoleName, context);
    checkModifiable(role);
    if (profilesOf(RoleName, context).length > 0)
      throw deleteConflict("Cannot delete entity, must remove roles from instance profile first.");
    if (role.attached.length > 0) throw deleteConflict("Cannot delete entity, must detach all policies first.");
    if (Object.keys(role.inline).length > 0) throw deleteConflict("Cannot delete entity, must delete policies first.");
    state.roles.delete(account, RoleName);
    renameInTrust(arnOf(account, "role", role), role.id, context);
  });
  return {};
};

export const putRolePermissionsBoundary: Iam["PutRolePermissionsBoundary"] = (input, context) => {
  const boundary = checkBoundary(input.PermissionsBoundary, context);
  changeOwn(input.RoleName, context, (role) => ({ ...role, boundary }));
  return {};
};

export const deleteRolePermissionsBoundary: Iam["DeleteRolePermissionsBoundary"] = ({ RoleName }, context) => {
  changeOwn(RoleName, context, (role) => {
    if (role.boundary === undefined) throw noBoundary("role", RoleName);
    return { ...role, boundary: undefined };
  });
  return {};
};

export const tagRole: Iam["TagRole"] = ({ RoleName, Tags }, context) => {
  change(RoleName, context, (role) => ({ ...role, tags: withTags(role.tags, Tags) }));
  return {};
};

export const untagRole: Iam["UntagRole"] = ({ RoleName, TagKeys }, context) => {
  change(RoleName, context, (role) => ({ ...role, tags: withoutTags(role.tags, TagKeys) }));
  return {};
};

export const listRoleTags: Iam["ListRoleTags"] = (input, context) => {
  const { page, marker } = pagedInOrder(tagList(openRole(input.RoleName, context).tags), input);
  return { Tags: page, ...marker };
};

export function openRole(name: string, { state, account }: IamContext): Role {
  const role = state.roles.get(account, name);
  if (!role) throw notFound("role", name);
  return role;
}

/** What belongs to a service only that service changes. */
export function checkModifiable({ name, service }: Pick<Role, "name" | "service">): void {
  if (service === undefined) return;
  const message = `Cannot perform the operation on the protected role '${name}' - this role is only modifiable by AWS`;
  throw new AwsError("UnmodifiableEntity", message);
}

function change(name: string, context: IamContext, apply: (role: Role) => Role): void {
  const { cloud, state, account } = context;
  cloud.store.write(() => state.roles.put([account, name], apply(openRole(name, context))));
}

/** Changes a role, unless it is a service's. */
function changeOwn(name: string, context: IamContext, apply: (role: Role) => Role): void {
  change(name, context, (role) => {
    checkModifiable(role);
    return apply(role);
  });
}

export function described(role: Role, { account }: IamContext) {
  return { ...briefly(role, account), ...boundaryOf(role.boundary), ...tagsIfAny(role.tags) };
}

/** A role, as lists have it. */
export function briefly(role: Role, account: string) {
  return {
    RoleName: role.name,
    RoleId: role.id,
    Path: role.path,
    Arn: arnOf(account, "role", role),
    CreateDate: new Date(role.created),
    AssumeRolePolicyDocument: encoded(role.trust),
    Description: role.description,
    MaxSessionDuration: role.maxSession,
  };
}

/** When somebody last did something with a role. */
export function lastUsed({ id }: Role, { cloud }: IamContext) {
  const use = cloud.credentials.lastUsed.action(id);
  return { RoleLastUsed: use ? { LastUsedDate: new Date(use.at), Region: use.region } : {} };
}
