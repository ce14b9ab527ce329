import { AwsError } from "../../../errors.ts";
import { uniqueId } from "../entities/ids.ts";
import { checkQuota } from "../entities/quotas.ts";
import type { SshPublicKey } from "../records.ts";
import type { Iam } from "../state.ts";
import { allOf, change, open, pageOf, put, remove, userOf } from "./kept.ts";
import { fingerprintOf, readKey, writtenAs } from "./ssh-format.ts";

/** Git repositories are what AWS takes them for; nothing in the lab does. */
export const uploadSSHPublicKey: Iam["UploadSSHPublicKey"] = (input, context) => {
  const { cloud } = context;
  const body = input.SSHPublicKeyBody.trim();
  const fingerprint = fingerprintOf(readKey(body));
  return cloud.store.write(() => {
    const user = userOf(input, context);
    const others = allOf("sshPublicKeys", user, context);
    if (others.some((other) => other.fingerprint === fingerprint))
      throw new AwsError("DuplicateSSHPublicKey", "The SSH public key is already associated with the specified user.");
    checkQuota("SSHPublicKeysPerUser", others.length + 1);
    const uploaded = cloud.clock.now();
    const key: SshPublicKey = { id: uniqueId("APKA"), body, fingerprint, active: true, uploaded };
    put("sshPublicKeys", user, key, context);
    return { SSHPublicKey: { ...described(key, user.name), SSHPublicKeyBody: body, Fingerprint: fingerprint } };
  });
};

export const getSSHPublicKey: Iam["GetSSHPublicKey"] = ({ UserName, SSHPublicKeyId, Encoding }, context) => {
  const key = open("sshPublicKeys", userOf({ UserName }, context), SSHPublicKeyId, context);
  const SSHPublicKeyBody = writtenAs(Encoding, key.body);
  return { SSHPublicKey: { ...described(key, UserName), SSHPublicKeyBody, Fingerprint: key.fingerprint } };
};

export const listSSHPublicKeys: Iam["ListSSHPublicKeys"] = (input, context) => {
  const user = userOf(input, context);
  const { page, marker } = pageOf("sshPublicKeys", user, input, context);
  return { SSHPublicKeys: page.map(({ one }) => described(one, user.name)), ...marker };
};

export const updateSSHPublicKey: Iam["UpdateSSHPublicKey"] = (input, context) => {
  change("sshPublicKeys", input.SSHPublicKeyId, input, context, (key) => ({
    ...key,
    active: input.Status === "Active",
  }));
  return {};
};

export const deleteSSHPublicKey: Iam["DeleteSSHPublicKey"] = (input, context) =>
  remove("sshPublicKeys", input.SSHPublicKeyId, input, context);

/** A key, as lists have it. */
function described({ id, active, uploaded }: SshPublicKey, UserName: string) {
  return {
    UserName,
    SSHPublicKeyId: id,
    Status: active ? ("Active" as const) : ("Inactive" as const),
    UploadDate: new Date(uploaded),
  };
}
