import { CreateVirtualMFADeviceCommand, EnableMFADeviceCommand, type IAMClient } from "@aws-sdk/client-iam";
import { Secret, TOTP } from "otpauth";
import type { Clock } from "../../../../../lab/cloud/index.ts";

/** An app that shows codes, by the lab's clock. */
export class Authenticator {
  readonly #totp: TOTP;
  readonly #clock: Clock;

  constructor(seed: Uint8Array, clock: Clock) {
    this.#totp = new TOTP({ secret: Secret.fromBase32(Buffer.from(seed).toString()) });
    this.#clock = clock;
  }

  /** What it shows now, or a number of codes later. */
  code(later = 0): string {
    return this.#totp.generate({ timestamp: this.#clock.now() + later * 30_000 });
  }

  /** Waits until it shows another one. */
  next(): string {
    this.#clock.advance(30_000);
    return this.code();
  }
}

/** Gives a user a device. Its next code is the first one that may be used. */
export async function giveDevice(iam: IAMClient, UserName: string, name: string, clock: Clock) {
  const { VirtualMFADevice } = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: name }));
  const SerialNumber = VirtualMFADevice?.SerialNumber as string;
  const app = new Authenticator(VirtualMFADevice?.Base32StringSeed as Uint8Array, clock);
  await iam.send(
    new EnableMFADeviceCommand({
      UserName,
      SerialNumber,
      AuthenticationCode1: app.code(-1),
      AuthenticationCode2: app.code(),
    }),
  );
  return { SerialNumber, app };
}
