import { defineService } from "../../service.ts";
import { access } from "./access.ts";
import * as account from "./account.ts";
import * as groups from "./groups.ts";
import * as profiles from "./instance-profiles.ts";
import * as policies from "./policies.ts";
import * as attachments from "./principal-policies.ts";
import * as roles from "./roles.ts";
import * as simulation from "./simulation.ts";
import { IamState } from "./state.ts";
import * as users from "./users.ts";

/**
 * AWS Identity and Access Management: roles, users, groups and policies.
 *
 * Known gaps: of AWS's own managed policies only a few are known; login
 * profiles, MFA devices and identity providers are not there.
 */
export const service = defineService("iam", {
  sdk: () => import("@aws-sdk/client-iam"),
  state: IamState,
  access,
  resources: async () => (await import("./resources.ts")).resources,
  operations: {
    CreateRole: roles.createRole,
    GetRole: roles.getRole,
    ListRoles: roles.listRoles,
    UpdateRole: roles.updateRole,
    UpdateAssumeRolePolicy: roles.updateAssumeRolePolicy,
    DeleteRole: roles.deleteRole,
    PutRolePermissionsBoundary: roles.putRolePermissionsBoundary,
    DeleteRolePermissionsBoundary: roles.deleteRolePermissionsBoundary,
    TagRole: roles.tagRole,
    UntagRole: roles.untagRole,
    ListRoleTags: roles.listRoleTags,

    CreateAccountAlias: account.createAccountAlias,
    ListAccountAliases: account.listAccountAliases,
    DeleteAccountAlias: account.deleteAccountAlias,
    UpdateAccountPasswordPolicy: account.updateAccountPasswordPolicy,
    GetAccountPasswordPolicy: account.getAccountPasswordPolicy,
    DeleteAccountPasswordPolicy: account.deleteAccountPasswordPolicy,
    SimulateCustomPolicy: simulation.simulateCustomPolicy,
    SimulatePrincipalPolicy: simulation.simulatePrincipalPolicy,

    CreateInstanceProfile: profiles.createInstanceProfile,
    GetInstanceProfile: profiles.getInstanceProfile,
    ListInstanceProfiles: profiles.listInstanceProfiles,
    ListInstanceProfilesForRole: profiles.listInstanceProfilesForRole,
    DeleteInstanceProfile: profiles.deleteInstanceProfile,
    AddRoleToInstanceProfile: profiles.addRoleToInstanceProfile,
    RemoveRoleFromInstanceProfile: profiles.removeRoleFromInstanceProfile,

    CreateUser: users.createUser,
    GetUser: users.getUser,
    ListUsers: users.listUsers,
    DeleteUser: users.deleteUser,
    CreateAccessKey: users.createAccessKey,
    ListAccessKeys: users.listAccessKeys,
    DeleteAccessKey: users.deleteAccessKey,

    CreateGroup: groups.createGroup,
    GetGroup: groups.getGroup,
    ListGroups: groups.listGroups,
    DeleteGroup: groups.deleteGroup,
    AddUserToGroup: groups.addUserToGroup,
    RemoveUserFromGroup: groups.removeUserFromGroup,
    ListGroupsForUser: groups.listGroupsForUser,

    CreatePolicy: policies.createPolicy,
    GetPolicy: policies.getPolicy,
    ListPolicies: policies.listPolicies,
    DeletePolicy: policies.deletePolicy,
    CreatePolicyVersion: policies.createPolicyVersion,
    GetPolicyVersion: policies.getPolicyVersion,
    ListPolicyVersions: policies.listPolicyVersions,
    SetDefaultPolicyVersion: policies.setDefaultPolicyVersion,
    DeletePolicyVersion: policies.deletePolicyVersion,

    PutRolePolicy: attachments.putRolePolicy,
    GetRolePolicy: attachments.getRolePolicy,
    DeleteRolePolicy: attachments.deleteRolePolicy,
    ListRolePolicies: attachments.listRolePolicies,
    AttachRolePolicy: attachments.attachRolePolicy,
    DetachRolePolicy: attachments.detachRolePolicy,
    ListAttachedRolePolicies: attachments.listAttachedRolePolicies,
    PutUserPolicy: attachments.putUserPolicy,
    GetUserPolicy: attachments.getUserPolicy,
    DeleteUserPolicy: attachments.deleteUserPolicy,
    ListUserPolicies: attachments.listUserPolicies,
    AttachUserPolicy: attachments.attachUserPolicy,
    DetachUserPolicy: attachments.detachUserPolicy,
    ListAttachedUserPolicies: attachments.listAttachedUserPolicies,
    PutGroupPolicy: attachments.putGroupPolicy,
    GetGroupPolicy: attachments.getGroupPolicy,
    DeleteGroupPolicy: attachments.deleteGroupPolicy,
    ListGroupPolicies: attachments.listGroupPolicies,
    AttachGroupPolicy: attachments.attachGroupPolicy,
    DetachGroupPolicy: attachments.detachGroupPolicy,
    ListAttachedGroupPolicies: attachments.listAttachedGroupPolicies,
  },
});
