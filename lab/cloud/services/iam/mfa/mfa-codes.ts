import type { Caller } from "../../../auth/caller.ts";
import type { Cloud } from "../../../cloud.ts";
import { AwsError } from "../../../errors.ts";
import type { Collection } from "../../../store/collection.ts";
import type { Tags } from "../records.ts";
import { codeOf, stepAt } from "./totp.ts";

/** A program that shows codes: a virtual MFA device. */
export interface MfaDevice {
  /** Path and name, as the serial number ends. */
  readonly name: string;
  /** Of the secret, in base 64. */
  readonly secret: string;
  readonly created: number;
  readonly tags: Tags;
  /** The id of the user who has it; absent as long as nobody does. */
  readonly user?: string;
  readonly enabled?: number;
  /** By how many codes its clock is ahead of the lab's. */
  readonly drift?: number;
  /** The last code that was accepted: neither it nor one before it is accepted again. */
  readonly lastStep?: number;
}

/** How far the clocks of a device and the lab may be apart, in codes: when it is used, and when it is set. */
const USED_WITHIN = 1;
const SET_WITHIN = 10;

/** [account, name] */
export function mfaDevices({ store }: Cloud): Collection<MfaDevice> {
  return store.collection("iam-mfa-devices");
}

/** `arn:aws:iam::account:mfa/path/name` */
export function serialOf(account: string, { name }: Pick<MfaDevice, "name">): string {
  return `arn:aws:iam::${account}:mfa/${name}`;
}

/** The name in a serial number of an account's; nothing for a serial number of another kind. */
export function nameInSerial(serial: string, account: string): string | undefined {
  const begin = `arn:aws:iam::${account}:mfa/`;
  return serial.startsWith(begin) ? serial.slice(begin.length) : undefined;
}

/** A device after two codes that follow one another; nothing when they don't. It may be wrong by minutes, and is known to be then. */
export function synchronized(device: MfaDevice, codes: readonly [string, string], now: number): MfaDevice | undefined {
  const secret = Buffer.from(device.secret, "base64");
  const present = stepAt(now);
  for (let step = present - SET_WITHIN; step < present + SET_WITHIN; step += 1) {
    if (codeOf(secret, step) !== codes[0] || codeOf(secret, step + 1) !== codes[1]) continue;
    // A device that was read while its code changed is not ahead.
    const drift = Math.abs(step + 1 - present) <= USED_WITHIN ? 0 : step + 1 - present;
    return { ...device, drift, lastStep: Math.max(step + 1, device.lastStep ?? 0) };
  }
  return undefined;
}

/** A device and a code of it, as requests of temporary credentials have them. */
export interface MfaProof {
  readonly SerialNumber?: string | undefined;
  readonly TokenCode?: string | undefined;
}

/** Uses up a code of the caller's device. Answers when that was; nothing where there is no code. */
export function acceptCode(proof: MfaProof, caller: Caller, cloud: Cloud): number | undefined {
  return cloud.store.write(() => {
    const accepted = checkCode(proof, caller, cloud);
    if (!accepted) return undefined;
    mfaDevices(cloud).put([caller.account, accepted.name], accepted);
    return cloud.clock.now();
  });
}

/** Checks a code of the caller's device, if there is one, and leaves it unused. Answers the device as it is after the code. */
export function checkCode({ SerialNumber, TokenCode }: MfaProof, caller: Caller, cloud: Cloud): MfaDevice | undefined {
  if (SerialNumber === undefined && TokenCode === undefined) return undefined;
  if (SerialNumber === undefined || TokenCode === undefined)
    throw failed("must provide both MFA serial number and one time pass code.");
  const name = nameInSerial(SerialNumber, caller.account);
  const device = name === undefined ? undefined : mfaDevices(cloud).get(caller.account, name);
  if (!device || device.user === undefined || device.user !== caller.userId)
    throw failed(
      "unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.",
    );
  const { secret, drift = 0, lastStep = 0 } = device;
  const present = stepAt(cloud.clock.now()) + drift;
  for (let step = Math.max(present - USED_WITHIN, lastStep + 1); step <= present + USED_WITHIN; step += 1) {
    if (codeOf(Buffer.from(secret, "base64"), step) === TokenCode) return { ...device, lastStep: step };
  }
  throw new AwsError("AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code. ", 403);
}

function failed(why: string): AwsError {
  return new AwsError("AccessDenied", `MultiFactorAuthentication failed, ${why}`, 403);
}
