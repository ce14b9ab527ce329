import { checkTrustPolicy, encoded } from "./documents.ts";
import { deleteConflict, entityAlreadyExists, notFound, validationError } from "./errors.ts";
import { profilesOf } from "./instance-profiles.ts";
import { checkName, checkPath, paged } from "./names.ts";
import { arnOf, type Iam, type IamContext, type Role, uniqueId } from "./state.ts";

export const createRole: Iam["CreateRole"] = (input, context) => {
  const { cloud, state, account } = context;
  const { RoleName: name, MaxSessionDuration = 3600 } = input;
  checkName("roleName", name);
  checkSession(MaxSessionDuration);
  const role: Role = {
    name,
    id: uniqueId("AROA"),
    path: checkPath(input.Path),
    created: cloud.clock.now(),
    trust: checkTrustPolicy(input.AssumeRolePolicyDocument),
    description: input.Description,
    maxSession: MaxSessionDuration,
    boundary: input.PermissionsBoundary,
    inline: {},
    attached: [],
    tags: Object.fromEntries((input.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
  };
  cloud.store.write(() => {
    if (state.roles.has(account, name)) throw entityAlreadyExists("Role", name);
    state.roles.put([account, name], role);
  });
  return { Role: described(role, account) };
};

export const getRole: Iam["GetRole"] = ({ RoleName }, context) => ({
  Role: described(openRole(RoleName, context), context.account),
});

export const listRoles: Iam["ListRoles"] = (input, { state, account }) => {
  const { PathPrefix = "/" } = input;
  const { page, marker } = paged(
    [...state.roles.values({ under: [account] })].filter(({ path }) => path.startsWith(PathPrefix)),
    input,
  );
  return { Roles: page.map((role) => described(role, account)), ...marker };
};

export const updateRole: Iam["UpdateRole"] = ({ RoleName, Description, MaxSessionDuration }, context) => {
  if (MaxSessionDuration !== undefined) checkSession(MaxSessionDuration);
  change(RoleName, context, (role) => ({
    ...role,
    description: Description ?? role.description,
    maxSession: MaxSessionDuration ?? role.maxSession,
  }));
  return {};
};

export const updateAssumeRolePolicy: Iam["UpdateAssumeRolePolicy"] = ({ RoleName, PolicyDocument }, context) => {
  const trust = checkTrustPolicy(PolicyDocument);
  change(RoleName, context, (role) => ({ ...role, trust }));
  return {};
};

export const deleteRole: Iam["DeleteRole"] = ({ RoleName }, context) => {
  const { cloud, state, account } = context;
  cloud.store.write(() => {
    const role = openRole(RoleName, context);
    if (profilesOf(RoleName, context).length > 0)
      throw deleteConflict("Cannot delete entity, must remove roles from instance profile first.");
    if (role.attached.length > 0) throw deleteConflict("Cannot delete entity, must detach all policies first.");
    if (Object.keys(role.inline).length > 0) throw deleteConflict("Cannot delete entity, must delete policies first.");
    state.roles.delete(account, RoleName);
  });
  return {};
};

export const putRolePermissionsBoundary: Iam["PutRolePermissionsBoundary"] = (
  { RoleName, PermissionsBoundary },
  context,
) => {
  change(RoleName, context, (role) => ({ ...role, boundary: PermissionsBoundary }));
  return {};
};

export const deleteRolePermissionsBoundary: Iam["DeleteRolePermissionsBoundary"] = ({ RoleName }, context) => {
  change(RoleName, context, (role) => ({ ...role, boundary: undefined }));
  return {};
};

export const tagRole: Iam["TagRole"] = ({ RoleName, Tags }, context) => {
  const added = Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
  change(RoleName, context, (role) => ({ ...role, tags: { ...role.tags, ...added } }));
  return {};
};

export const untagRole: Iam["UntagRole"] = ({ RoleName, TagKeys }, context) => {
  change(RoleName, context, (role) => ({
    ...role,
    tags: Object.fromEntries(Object.entries(role.tags).filter(([key]) => !TagKeys.includes(key))),
  }));
  return {};
};

export const listRoleTags: Iam["ListRoleTags"] = ({ RoleName }, context) => {
  const { tags } = openRole(RoleName, context);
  return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })), IsTruncated: false };
};

export function openRole(name: string, { state, account }: IamContext): Role {
  const role = state.roles.get(account, name);
  if (!role) throw notFound("role", name);
  return role;
}

function change(name: string, context: IamContext, apply: (role: Role) => Role): void {
  const { cloud, state, account } = context;
  cloud.store.write(() => state.roles.put([account, name], apply(openRole(name, context))));
}

export function described(role: Role, account: string) {
  return {
    RoleName: role.name,
    RoleId: role.id,
    Path: role.path,
    Arn: arnOf(account, "role", role),
    CreateDate: new Date(role.created),
    AssumeRolePolicyDocument: encoded(role.trust),
    Description: role.description,
    MaxSessionDuration: role.maxSession,
    ...(role.boundary
      ? {
          PermissionsBoundary: {
            PermissionsBoundaryType: "PermissionsBoundaryPolicy" as const,
            PermissionsBoundaryArn: role.boundary,
          },
        }
      : {}),
    Tags: Object.entries(role.tags).map(([Key, Value]) => ({ Key, Value })),
    RoleLastUsed: {},
  };
}

function checkSession(seconds: number): void {
  if (seconds < 3600 || seconds > 43200) {
    throw validationError(
      "1 validation error detected: Value at 'maxSessionDuration' failed to satisfy constraint: Member must be between 3600 and 43200",
    );
  }
}
