import {
  DeactivateMFADeviceCommand,
  DeleteAccessKeyCommand,
  DeleteGroupCommand,
  DeleteGroupPolicyCommand,
  DeleteLoginProfileCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DeleteServiceLinkedRoleCommand,
  DeleteServiceSpecificCredentialCommand,
  DeleteSigningCertificateCommand,
  DeleteSSHPublicKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  DeleteVirtualMFADeviceCommand,
  DetachGroupPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  type IAMClient,
  ListServiceSpecificCredentialsCommand,
  paginateListInstanceProfilesForRole,
  paginateListMFADevices,
  paginateListSigningCertificates,
  paginateListSSHPublicKeys,
  RemoveRoleFromInstanceProfileCommand,
  RemoveUserFromGroupCommand,
} from "@aws-sdk/client-iam";
import { collect, unlessMissing } from "../cloud/collect.ts";
import { type Principal, type PrincipalKind, principalOf } from "./principals.ts";

/**
 * Deletes a principal. IAM deletes none that has anything still, so that goes first, in AWS's own order.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users_remove.html
 */
export async function removePrincipal(kind: PrincipalKind, name: string, client: IAMClient): Promise<void> {
  // What it has may have changed since the page was loaded.
  const principal = await principalOf(kind, name, client);
  if (kind === "role") await removeRole(name, principal, client);
  else if (kind === "user") await removeUser(name, principal, client);
  else await removeGroup(name, principal, client);
}

async function removeUser(UserName: string, { keys = [], groups = [], ...rest }: Principal, client: IAMClient) {
  const user = { UserName };
  await unlessMissing(client.send(new DeleteLoginProfileCommand(user)));
  for (const { id } of keys) await client.send(new DeleteAccessKeyCommand({ ...user, AccessKeyId: id }));
  await removeCredentials(UserName, client);
  for (const { name } of rest.inline) await client.send(new DeleteUserPolicyCommand({ ...user, PolicyName: name }));
  for (const PolicyArn of rest.attached) await client.send(new DetachUserPolicyCommand({ ...user, PolicyArn }));
  for (const GroupName of groups) await client.send(new RemoveUserFromGroupCommand({ ...user, GroupName }));
  await client.send(new DeleteUserCommand(user));
}

/** The credentials that only some users have. */
async function removeCredentials(UserName: string, client: IAMClient) {
  const user = { UserName };
  const certificates = await collect(paginateListSigningCertificates({ client }, user), (page) => page.Certificates);
  for (const { CertificateId } of certificates)
    await client.send(new DeleteSigningCertificateCommand({ ...user, CertificateId }));
  const sshKeys = await collect(paginateListSSHPublicKeys({ client }, user), (page) => page.SSHPublicKeys);
  for (const { SSHPublicKeyId } of sshKeys)
    await client.send(new DeleteSSHPublicKeyCommand({ ...user, SSHPublicKeyId }));
  const { ServiceSpecificCredentials = [] } = await client.send(new ListServiceSpecificCredentialsCommand(user));
  for (const { ServiceSpecificCredentialId } of ServiceSpecificCredentials)
    await client.send(new DeleteServiceSpecificCredentialCommand({ ...user, ServiceSpecificCredentialId }));
  const devices = await collect(paginateListMFADevices({ client }, user), (page) => page.MFADevices);
  for (const { SerialNumber } of devices) {
    await client.send(new DeactivateMFADeviceCommand({ ...user, SerialNumber }));
    // A device of hardware has a serial number that is no ARN, and stays.
    if (SerialNumber?.startsWith("arn:")) await client.send(new DeleteVirtualMFADeviceCommand({ SerialNumber }));
  }
}

async function removeRole(RoleName: string, { arn, inline, attached }: Principal, client: IAMClient) {
  // The service that a role is linked to says whether it can go, and IAM takes its policies along.
  if (isServiceLinked(arn)) {
    await client.send(new DeleteServiceLinkedRoleCommand({ RoleName }));
    return;
  }
  const profiles = await collect(
    paginateListInstanceProfilesForRole({ client }, { RoleName }),
    (page) => page.InstanceProfiles,
  );
  for (const { InstanceProfileName } of profiles)
    await client.send(new RemoveRoleFromInstanceProfileCommand({ RoleName, InstanceProfileName }));
  for (const { name } of inline) await client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: name }));
  for (const PolicyArn of attached) await client.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  await client.send(new DeleteRoleCommand({ RoleName }));
}

async function removeGroup(GroupName: string, { members = [], inline, attached }: Principal, client: IAMClient) {
  for (const UserName of members) await client.send(new RemoveUserFromGroupCommand({ GroupName, UserName }));
  for (const { name } of inline) await client.send(new DeleteGroupPolicyCommand({ GroupName, PolicyName: name }));
  for (const PolicyArn of attached) await client.send(new DetachGroupPolicyCommand({ GroupName, PolicyArn }));
  await client.send(new DeleteGroupCommand({ GroupName }));
}

function isServiceLinked(arn: string): boolean {
  return arn.split(":")[5]?.startsWith("role/aws-service-role/") ?? false;
}
