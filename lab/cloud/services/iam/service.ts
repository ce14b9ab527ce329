import { defineService } from "../../service/service.ts";
import { amended } from "../../wire/constraints.ts";
import { access, checkCredentials } from "./access.ts";
import * as keys from "./access-keys/access-keys.ts";
import * as account from "./account/account.ts";
import { getAccountSummary } from "./account/account-summary.ts";
import { constraints } from "./constraints.ts";
import { namesMessage } from "./entities/names.ts";
import * as groups from "./groups/groups.ts";
import * as profiles from "./instance-profiles/instance-profiles.ts";
import * as mfa from "./mfa/mfa-devices.ts";
import * as outbound from "./outbound-federation/issuer.ts";
import * as policies from "./policies/policies.ts";
import * as policyUsers from "./policies/policy-users.ts";
import * as versions from "./policies/policy-versions.ts";
import * as attachments from "./policies/principal-policies.ts";
import * as oidc from "./providers/oidc-providers.ts";
import * as saml from "./providers/saml-providers.ts";
import { getAccountAuthorizationDetails } from "./reports/authorization-details.ts";
import * as credentialReport from "./reports/credential-report.ts";
import * as lastAccessed from "./reports/last-accessed.ts";
import * as roles from "./roles/roles.ts";
import * as linkedRoles from "./roles/service-linked-roles.ts";
import * as serverCertificates from "./server-certificates/server-certificates.ts";
import * as contextKeys from "./simulation/context-keys.ts";
import * as simulation from "./simulation/simulation.ts";
import { IamState } from "./state.ts";
import * as serviceCredentials from "./user-credentials/service-credentials.ts";
import * as signing from "./user-credentials/signing-certificates.ts";
import * as sshKeys from "./user-credentials/ssh-public-keys.ts";
import * as logins from "./users/login-profiles.ts";
import * as users from "./users/users.ts";

/**
 * AWS Identity and Access Management: users, groups, roles and their policies, access keys, and reports on all of it.
 *
 * Known gaps: of the policies that AWS manages there is the version in force only. Which service principals there are is not
 * known: a trust policy may name any of their form. Reports on actions last accessed list the actions that were tried only. Node.js checks the certificates of OpenID Connect providers (by
 * NODE_EXTRA_CA_CERTS as well), not their thumbprints; encrypted SAML assertions and hardware MFA devices are not there; passwords are for
 * ChangePassword only. Server and signing certificates, SSH public keys and credentials of single services are kept, but let
 * nobody in: what takes them on AWS is not there.
 */
export const service = defineService("iam", {
  constraints: {
    ...amended(constraints, {
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
      virtualMFADeviceName: { length: [1, 226], pattern: "[\\w+=,.@-]+" },
      // https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html
      statusType: { enum: ["Active", "Inactive"] },
    }),
    message: namesMessage,
  },
  sdk: () => import("@aws-sdk/client-iam"),
  state: IamState,
  forget(account, { users, roles }, { credentials }) {
    const under = { under: [account] };
    const keys = [...users.values(under)].flatMap((user) => user.keys.map(({ id }) => id));
    credentials.lastUsed.forget([...keys, ...[...users.values(under), ...roles.values(under)].map(({ id }) => id)]);
  },
  access,
  audit: {
    isGlobal: true,
    resources: {
      RoleName: "AWS::IAM::Role",
      UserName: "AWS::IAM::User",
      GroupName: "AWS::IAM::Group",
      PolicyArn: "AWS::IAM::Policy",
      PolicyName: "AWS::IAM::Policy",
      InstanceProfileName: "AWS::IAM::InstanceProfile",
      AccessKeyId: "AWS::IAM::AccessKey",
    },
  },
  checkCredentials,
  serve: outbound.serveIssuer,
  // Metadata of 10,000,000 characters, percent-encoded.
  limits: { operations: { CreateSAMLProvider: 31_457_280, UpdateSAMLProvider: 31_457_280 } },
  resources: async () => (await import("./resources/index.ts")).resources,
  storedSettings: ["ThumbprintList", "MaxPasswordAge", "HardExpiry"],
  operations: {
    CreateRole: roles.createRole,
    GetRole: roles.getRole,
    ListRoles: roles.listRoles,
    UpdateRole: roles.updateRole,
    UpdateRoleDescription: roles.updateRoleDescription,
    UpdateAssumeRolePolicy: roles.updateAssumeRolePolicy,
    DeleteRole: roles.deleteRole,
    PutRolePermissionsBoundary: roles.putRolePermissionsBoundary,
    DeleteRolePermissionsBoundary: roles.deleteRolePermissionsBoundary,
    TagRole: roles.tagRole,
    UntagRole: roles.untagRole,
    ListRoleTags: roles.listRoleTags,

    CreateServiceLinkedRole: linkedRoles.createServiceLinkedRole,
    DeleteServiceLinkedRole: linkedRoles.deleteServiceLinkedRole,
    GetServiceLinkedRoleDeletionStatus: linkedRoles.getServiceLinkedRoleDeletionStatus,

    CreateAccountAlias: account.createAccountAlias,
    ListAccountAliases: account.listAccountAliases,
    DeleteAccountAlias: account.deleteAccountAlias,
    UpdateAccountPasswordPolicy: account.updateAccountPasswordPolicy,
    GetAccountPasswordPolicy: account.getAccountPasswordPolicy,
    DeleteAccountPasswordPolicy: account.deleteAccountPasswordPolicy,
    GetAccountSummary: getAccountSummary,
    GetAccountAuthorizationDetails: getAccountAuthorizationDetails,
    GenerateCredentialReport: credentialReport.generateCredentialReport,
    GetCredentialReport: credentialReport.getCredentialReport,
    GenerateServiceLastAccessedDetails: lastAccessed.generateServiceLastAccessedDetails,
    GetServiceLastAccessedDetails: lastAccessed.getServiceLastAccessedDetails,
    GetServiceLastAccessedDetailsWithEntities: lastAccessed.getServiceLastAccessedDetailsWithEntities,

    GetContextKeysForCustomPolicy: contextKeys.getContextKeysForCustomPolicy,
    GetContextKeysForPrincipalPolicy: contextKeys.getContextKeysForPrincipalPolicy,
    SimulateCustomPolicy: simulation.simulateCustomPolicy,
    SimulatePrincipalPolicy: simulation.simulatePrincipalPolicy,

    CreateInstanceProfile: profiles.createInstanceProfile,
    GetInstanceProfile: profiles.getInstanceProfile,
    ListInstanceProfiles: profiles.listInstanceProfiles,
    ListInstanceProfilesForRole: profiles.listInstanceProfilesForRole,
    DeleteInstanceProfile: profiles.deleteInstanceProfile,
    AddRoleToInstanceProfile: profiles.addRoleToInstanceProfile,
    RemoveRoleFromInstanceProfile: profiles.removeRoleFromInstanceProfile,
    TagInstanceProfile: profiles.tagInstanceProfile,
    UntagInstanceProfile: profiles.untagInstanceProfile,
    ListInstanceProfileTags: profiles.listInstanceProfileTags,

    CreateUser: users.createUser,
    GetUser: users.getUser,
    ListUsers: users.listUsers,
    UpdateUser: users.updateUser,
    DeleteUser: users.deleteUser,
    PutUserPermissionsBoundary: users.putUserPermissionsBoundary,
    DeleteUserPermissionsBoundary: users.deleteUserPermissionsBoundary,
    TagUser: users.tagUser,
    UntagUser: users.untagUser,
    ListUserTags: users.listUserTags,
    CreateAccessKey: keys.createAccessKey,
    ListAccessKeys: keys.listAccessKeys,
    UpdateAccessKey: keys.updateAccessKey,
    DeleteAccessKey: keys.deleteAccessKey,
    GetAccessKeyLastUsed: keys.getAccessKeyLastUsed,

    CreateLoginProfile: logins.createLoginProfile,
    GetLoginProfile: logins.getLoginProfile,
    UpdateLoginProfile: logins.updateLoginProfile,
    DeleteLoginProfile: logins.deleteLoginProfile,
    ChangePassword: logins.changePassword,

    CreateVirtualMFADevice: mfa.createVirtualMFADevice,
    EnableMFADevice: mfa.enableMFADevice,
    ResyncMFADevice: mfa.resyncMFADevice,
    DeactivateMFADevice: mfa.deactivateMFADevice,
    DeleteVirtualMFADevice: mfa.deleteVirtualMFADevice,
    ListMFADevices: mfa.listMFADevices,
    ListVirtualMFADevices: mfa.listVirtualMFADevices,
    GetMFADevice: mfa.getMFADevice,
    TagMFADevice: mfa.tagMFADevice,
    UntagMFADevice: mfa.untagMFADevice,
    ListMFADeviceTags: mfa.listMFADeviceTags,

    UploadSSHPublicKey: sshKeys.uploadSSHPublicKey,
    GetSSHPublicKey: sshKeys.getSSHPublicKey,
    ListSSHPublicKeys: sshKeys.listSSHPublicKeys,
    UpdateSSHPublicKey: sshKeys.updateSSHPublicKey,
    DeleteSSHPublicKey: sshKeys.deleteSSHPublicKey,
    UploadSigningCertificate: signing.uploadSigningCertificate,
    ListSigningCertificates: signing.listSigningCertificates,
    UpdateSigningCertificate: signing.updateSigningCertificate,
    DeleteSigningCertificate: signing.deleteSigningCertificate,
    CreateServiceSpecificCredential: serviceCredentials.createServiceSpecificCredential,
    ListServiceSpecificCredentials: serviceCredentials.listServiceSpecificCredentials,
    UpdateServiceSpecificCredential: serviceCredentials.updateServiceSpecificCredential,
    ResetServiceSpecificCredential: serviceCredentials.resetServiceSpecificCredential,
    DeleteServiceSpecificCredential: serviceCredentials.deleteServiceSpecificCredential,

    UploadServerCertificate: serverCertificates.uploadServerCertificate,
    GetServerCertificate: serverCertificates.getServerCertificate,
    ListServerCertificates: serverCertificates.listServerCertificates,
    UpdateServerCertificate: serverCertificates.updateServerCertificate,
    DeleteServerCertificate: serverCertificates.deleteServerCertificate,
    TagServerCertificate: serverCertificates.tagServerCertificate,
    UntagServerCertificate: serverCertificates.untagServerCertificate,
    ListServerCertificateTags: serverCertificates.listServerCertificateTags,

    CreateOpenIDConnectProvider: oidc.createOpenIDConnectProvider,
    GetOpenIDConnectProvider: oidc.getOpenIDConnectProvider,
    ListOpenIDConnectProviders: oidc.listOpenIDConnectProviders,
    DeleteOpenIDConnectProvider: oidc.deleteOpenIDConnectProvider,
    UpdateOpenIDConnectProviderThumbprint: oidc.updateOpenIDConnectProviderThumbprint,
    AddClientIDToOpenIDConnectProvider: oidc.addClientID,
    RemoveClientIDFromOpenIDConnectProvider: oidc.removeClientID,
    TagOpenIDConnectProvider: oidc.tagOpenIDConnectProvider,
    UntagOpenIDConnectProvider: oidc.untagOpenIDConnectProvider,
    ListOpenIDConnectProviderTags: oidc.listOpenIDConnectProviderTags,

    EnableOutboundWebIdentityFederation: outbound.enableOutboundWebIdentityFederation,
    DisableOutboundWebIdentityFederation: outbound.disableOutboundWebIdentityFederation,
    GetOutboundWebIdentityFederationInfo: outbound.getOutboundWebIdentityFederationInfo,

    CreateSAMLProvider: saml.createSAMLProvider,
    GetSAMLProvider: saml.getSAMLProvider,
    ListSAMLProviders: saml.listSAMLProviders,
    UpdateSAMLProvider: saml.updateSAMLProvider,
    DeleteSAMLProvider: saml.deleteSAMLProvider,
    TagSAMLProvider: saml.tagSAMLProvider,
    UntagSAMLProvider: saml.untagSAMLProvider,
    ListSAMLProviderTags: saml.listSAMLProviderTags,

    CreateGroup: groups.createGroup,
    GetGroup: groups.getGroup,
    ListGroups: groups.listGroups,
    UpdateGroup: groups.updateGroup,
    DeleteGroup: groups.deleteGroup,
    AddUserToGroup: groups.addUserToGroup,
    RemoveUserFromGroup: groups.removeUserFromGroup,
    ListGroupsForUser: groups.listGroupsForUser,

    CreatePolicy: policies.createPolicy,
    GetPolicy: policies.getPolicy,
    ListPolicies: policies.listPolicies,
    DeletePolicy: policies.deletePolicy,
    TagPolicy: policies.tagPolicy,
    UntagPolicy: policies.untagPolicy,
    ListPolicyTags: policies.listPolicyTags,
    ListEntitiesForPolicy: policyUsers.listEntitiesForPolicy,
    ListPoliciesGrantingServiceAccess: policyUsers.listPoliciesGrantingServiceAccess,
    CreatePolicyVersion: versions.createPolicyVersion,
    GetPolicyVersion: versions.getPolicyVersion,
    ListPolicyVersions: versions.listPolicyVersions,
    SetDefaultPolicyVersion: versions.setDefaultPolicyVersion,
    DeletePolicyVersion: versions.deletePolicyVersion,

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
