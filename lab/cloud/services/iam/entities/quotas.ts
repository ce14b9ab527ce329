import { limitExceeded } from "../errors.ts";

/**
 * How much IAM takes, where nobody asked for more, by the names that its errors use.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const QUOTAS = {
  UsersPerAccount: 5000,
  GroupsPerAccount: 300,
  RolesPerAccount: 1000,
  InstanceProfilesPerAccount: 1000,
  PoliciesPerAccount: 1500,
  GroupsPerUser: 10,
  AccessKeysPerUser: 2,
  PoliciesPerUser: 10,
  PoliciesPerGroup: 10,
  PoliciesPerRole: 10,
  MFADevicesPerUser: 8,
  SSHPublicKeysPerUser: 5,
  CertificatesPerUser: 2,
  /** For each service. */
  ServiceSpecificCredentialsPerUser: 2,
  ServerCertificatesPerAccount: 20,
  OpenIdConnectProvidersPerAccount: 100,
  ClientIdsPerOpenIdConnectProvider: 100,
  SAMLProvidersPerAccount: 100,
  VersionsPerPolicy: 5,
  /** Characters of a managed policy, without white space. */
  PolicySize: 6144,
  /** Characters of a trust policy, without white space. */
  ACLSizePerRole: 2048,
} as const;

/** Characters of all inline policies together, without white space. */
export const INLINE_SIZE = { user: 2048, group: 5120, role: 10_240 } as const;

/** Refuses what would go beyond a quota. */
export function checkQuota(quota: keyof typeof QUOTAS, amount: number): void {
  if (amount > QUOTAS[quota]) throw limitExceeded(`Cannot exceed quota for ${quota}: ${QUOTAS[quota]}`);
}

/** What counts of a document: everything but white space. */
export function sizeOf(document: string): number {
  return document.replace(/\s/g, "").length;
}
