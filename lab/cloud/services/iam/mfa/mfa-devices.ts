import { randomBytes } from "node:crypto";
import { AwsError } from "../../../errors.ts";
import { paged } from "../entities/names.ts";
import { checkQuota } from "../entities/quotas.ts";
import { tagList, tagsIfAny, withoutTags, withTags } from "../entities/tags.ts";
import { deleteConflict, noSuchEntity, validationError } from "../errors.ts";
import type { User } from "../records.ts";
import type { Iam, IamContext } from "../state.ts";
import { described, openUser } from "../users/users.ts";
import { type MfaDevice, mfaDevices, nameInSerial, serialOf, synchronized } from "./mfa-codes.ts";
import { qrPng } from "./qr-png.ts";
import { base32 } from "./totp.ts";

/** Makes a secret, and tells it this once: as text and as a picture to be scanned. */
export const createVirtualMFADevice: Iam["CreateVirtualMFADevice"] = async (input, context) => {
  const { cloud, account, caller } = context;
  const name = `${(input.Path ?? "/").slice(1)}${input.VirtualMFADeviceName}`;
  const secret = randomBytes(40);
  const device: MfaDevice = {
    name,
    secret: secret.toString("base64"),
    created: cloud.clock.now(),
    tags: withTags({}, input.Tags),
  };
  const devices = mfaDevices(cloud);
  cloud.store.write(() => {
    if (devices.has(account, name)) throw alreadyExists("MFADevice entity at the same path and name already exists.");
    devices.put([account, name], device);
  });
  const seed = base32(secret);
  const owner = caller.kind === "user" ? caller.arn.slice(caller.arn.lastIndexOf("/") + 1) : account;
  const label = encodeURIComponent(`${input.VirtualMFADeviceName}@${owner}`);
  return {
    VirtualMFADevice: {
      SerialNumber: serialOf(account, device),
      Base32StringSeed: Buffer.from(seed),
      QRCodePNG: await qrPng(`otpauth://totp/${label}?secret=${seed}`),
      ...tagsIfAny(device.tags),
    },
  };
};

export const enableMFADevice: Iam["EnableMFADevice"] = (input, context) => {
  const { cloud, account } = context;
  const devices = mfaDevices(cloud);
  cloud.store.write(() => {
    const { id } = openUser(input.UserName, context);
    const device = open(input.SerialNumber, context);
    if (device.user !== undefined) throw alreadyExists("MFA Device is already in use.");
    checkQuota("MFADevicesPerUser", devicesOf(id, context).length + 1);
    const set = synchronizedBy(input, device, context);
    devices.put([account, device.name], { ...set, user: id, enabled: cloud.clock.now() });
  });
  return {};
};

export const resyncMFADevice: Iam["ResyncMFADevice"] = (input, context) => {
  const { cloud, account } = context;
  cloud.store.write(() => {
    const device = openOf(input, context);
    mfaDevices(cloud).put([account, device.name], synchronizedBy(input, device, context));
  });
  return {};
};

export const deactivateMFADevice: Iam["DeactivateMFADevice"] = (input, context) => {
  const { cloud, account } = context;
  cloud.store.write(() => {
    const { name, secret, created, tags } = openOf(input, context);
    mfaDevices(cloud).put([account, name], { name, secret, created, tags });
  });
  return {};
};

export const deleteVirtualMFADevice: Iam["DeleteVirtualMFADevice"] = ({ SerialNumber }, context) => {
  const { cloud, account } = context;
  cloud.store.write(() => {
    const { name, user } = open(SerialNumber, context);
    if (user !== undefined) throw deleteConflict("MFA VirtualDevice in use. Must deactivate first.");
    mfaDevices(cloud).delete(account, name);
  });
  return {};
};

/** Without a name, the caller's own devices. */
export const listMFADevices: Iam["ListMFADevices"] = (input, context) => {
  const { account, caller } = context;
  if (input.UserName === undefined && caller.kind !== "user")
    throw validationError("Must specify userName when calling with non-User credentials");
  const { id, name } = openUser(input.UserName ?? caller.arn.slice(caller.arn.lastIndexOf("/") + 1), context);
  const { page, marker } = paged(devicesOf(id, context), input);
  return {
    MFADevices: page.map((device) => ({
      UserName: name,
      SerialNumber: serialOf(account, device),
      EnableDate: new Date(device.enabled ?? 0),
    })),
    ...marker,
  };
};

export const listVirtualMFADevices: Iam["ListVirtualMFADevices"] = (input, context) => {
  const { cloud, state, account } = context;
  const { AssignmentStatus = "Any" } = input;
  const wanted = [...mfaDevices(cloud).values({ under: [account] })].filter(
    ({ user }) => AssignmentStatus === "Any" || (AssignmentStatus === "Assigned") === (user !== undefined),
  );
  const { page, marker } = paged(wanted, input);
  const users = new Map([...state.users.values({ under: [account] })].map((user) => [user.id, user]));
  return {
    VirtualMFADevices: page.map((device) => ({
      SerialNumber: serialOf(account, device),
      ...assignment(device, users, account),
      ...tagsIfAny(device.tags),
    })),
    ...marker,
  };
};

export const getMFADevice: Iam["GetMFADevice"] = ({ SerialNumber, UserName }, context) => {
  const { state, account } = context;
  const device = UserName === undefined ? open(SerialNumber, context) : openOf({ SerialNumber, UserName }, context);
  const user = [...state.users.values({ under: [account] })].find(({ id }) => id === device.user);
  return {
    SerialNumber,
    UserName: user?.name,
    EnableDate: device.enabled === undefined ? undefined : new Date(device.enabled),
  };
};

export const tagMFADevice: Iam["TagMFADevice"] = ({ SerialNumber, Tags }, context) => {
  change(SerialNumber, context, (device) => ({ ...device, tags: withTags(device.tags, Tags) }));
  return {};
};

export const untagMFADevice: Iam["UntagMFADevice"] = ({ SerialNumber, TagKeys }, context) => {
  change(SerialNumber, context, (device) => ({ ...device, tags: withoutTags(device.tags, TagKeys) }));
  return {};
};

export const listMFADeviceTags: Iam["ListMFADeviceTags"] = ({ SerialNumber }, context) => ({
  Tags: tagList(open(SerialNumber, context).tags),
  IsTruncated: false,
});

/** The devices that a user has. */
export function devicesOf(user: string, { cloud, account }: IamContext): MfaDevice[] {
  return [...mfaDevices(cloud).values({ under: [account] })].filter((device) => device.user === user);
}

function open(serial: string, { cloud, account }: IamContext): MfaDevice {
  const name = nameInSerial(serial, account);
  const device = name === undefined ? undefined : mfaDevices(cloud).get(account, name);
  if (!device) throw noSuchEntity(`VirtualMFADevice with serial number ${serial} doesn't exist.`);
  return device;
}

/** A user's device. */
function openOf({ SerialNumber, UserName = "" }: { SerialNumber: string; UserName?: string }, context: IamContext) {
  const { id } = openUser(UserName, context);
  const device = open(SerialNumber, context);
  if (device.user !== id) throw noSuchEntity("MFA Device invalid for user.");
  return device;
}

function change(serial: string, context: IamContext, apply: (device: MfaDevice) => MfaDevice): void {
  const { cloud, account } = context;
  cloud.store.write(() => {
    const device = open(serial, context);
    mfaDevices(cloud).put([account, device.name], apply(device));
  });
}

interface TwoCodes {
  readonly AuthenticationCode1: string;
  readonly AuthenticationCode2: string;
}

function synchronizedBy(
  { AuthenticationCode1, AuthenticationCode2 }: TwoCodes,
  device: MfaDevice,
  { cloud }: IamContext,
) {
  const set = synchronized(device, [AuthenticationCode1, AuthenticationCode2], cloud.clock.now());
  if (!set) throw new AwsError("InvalidAuthenticationCode", "Authentication code for device is not valid.");
  return set;
}

function assignment({ user: id, enabled }: MfaDevice, users: ReadonlyMap<string, User>, account: string) {
  const user = id === undefined ? undefined : users.get(id);
  return user && { User: described(user, account), EnableDate: new Date(enabled ?? 0) };
}

function alreadyExists(message: string): AwsError {
  return new AwsError("EntityAlreadyExists", message);
}
