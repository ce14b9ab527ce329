import { INLINE_SIZE, QUOTAS } from "../entities/quotas.ts";
import { mfaDevices } from "../mfa/mfa-codes.ts";
import type { Iam } from "../state.ts";

/** What the account has, and how much it may have. */
export const getAccountSummary: Iam["GetAccountSummary"] = (_input, { cloud, state, account }) => {
  const range = { under: [account] };
  const count = (values: Iterable<unknown>) => [...values].length;
  const policies = [...state.policies.values(range)];
  const devices = [...mfaDevices(cloud).values(range)];
  return {
    SummaryMap: {
      Users: count(state.users.values(range)),
      UsersQuota: QUOTAS.UsersPerAccount,
      Groups: count(state.groups.values(range)),
      GroupsQuota: QUOTAS.GroupsPerAccount,
      Roles: count(state.roles.values(range)),
      RolesQuota: QUOTAS.RolesPerAccount,
      InstanceProfiles: count(state.profiles.values(range)),
      InstanceProfilesQuota: QUOTAS.InstanceProfilesPerAccount,
      Policies: policies.length,
      PoliciesQuota: QUOTAS.PoliciesPerAccount,
      PolicyVersionsInUse: policies.reduce((sum, { versions }) => sum + versions.length, 0),
      PolicyVersionsInUseQuota: 10_000,
      VersionsPerPolicyQuota: QUOTAS.VersionsPerPolicy,
      PolicySizeQuota: QUOTAS.PolicySize,
      AssumeRolePolicySizeQuota: QUOTAS.ACLSizePerRole,
      UserPolicySizeQuota: INLINE_SIZE.user,
      GroupPolicySizeQuota: INLINE_SIZE.group,
      RolePolicySizeQuota: INLINE_SIZE.role,
      AttachedPoliciesPerUserQuota: QUOTAS.PoliciesPerUser,
      AttachedPoliciesPerGroupQuota: QUOTAS.PoliciesPerGroup,
      AttachedPoliciesPerRoleQuota: QUOTAS.PoliciesPerRole,
      GroupsPerUserQuota: QUOTAS.GroupsPerUser,
      AccessKeysPerUserQuota: QUOTAS.AccessKeysPerUser,
      AccountAccessKeysPresent: (state.accounts.get(account)?.keys ?? []).length > 0 ? 1 : 0,
      AccountMFAEnabled: 0,
      AccountPasswordPresent: 0,
      AccountSigningCertificatesPresent: 0,
      SigningCertificatesPerUserQuota: QUOTAS.CertificatesPerUser,
      ServerCertificates: count(state.serverCertificates.values(range)),
      ServerCertificatesQuota: QUOTAS.ServerCertificatesPerAccount,
      MFADevices: devices.length,
      MFADevicesInUse: devices.filter(({ user }) => user !== undefined).length,
      Providers: count(state.oidcProviders.values(range)) + count(state.samlProviders.values(range)),
      GlobalEndpointTokenVersion: 1,
    },
  };
};
