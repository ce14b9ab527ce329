import { randomInt } from "node:crypto";
import { AwsError } from "../../../errors.ts";
import { pageByPlace } from "../../../service/paging.ts";
import { invalidParameter } from "../errors.ts";
import type { SandboxNumber } from "../records.ts";
import type { Sns, SnsContext } from "../state.ts";
import { PHONE_NUMBER, sendCode } from "./text-messages.ts";

// Accounts begin in a sandbox, in which they may text verified numbers alone. https://docs.aws.amazon.com/sns/latest/dg/sns-sms-sandbox.html

/** How many numbers may be verified. */
const MOST = 10;

/** Sends a code to a number, which proves that it is the account's. */
export const createSMSSandboxPhoneNumber: Sns["CreateSMSSandboxPhoneNumber"] = (input, context) => {
  const { cloud, state, account, region } = context;
  const number = input.PhoneNumber ?? "";
  if (!PHONE_NUMBER.test(number)) throw invalidParameter("PhoneNumber");
  cloud.store.write(() => {
    if (cloud.mailbox.hasOptedOut(account, number))
      throw new AwsError("OptedOutException", `Phone number ${number} is opted out`);
    const before = state.sandbox.get(account, region, number);
    if (before?.isVerified) return;
    const count = [...state.sandbox.keys({ under: [account, region] })].length;
    if (!before && count >= MOST)
      throw new AwsError("UserErrorException", "The maximum number of verified phone numbers has been reached.");
    const code = String(randomInt(100_000, 1_000_000));
    state.sandbox.put([account, region, number], { number, code, isVerified: false });
    sendCode(number, code, context);
  });
  return {};
};

export const verifySMSSandboxPhoneNumber: Sns["VerifySMSSandboxPhoneNumber"] = (input, context) => {
  const { cloud, state, account, region } = context;
  cloud.store.write(() => {
    const kept = existing(input.PhoneNumber, context);
    if (kept.code !== input.OneTimePassword)
      throw new AwsError("VerificationException", "The one-time password is wrong.", 400, { Status: "Pending" });
    state.sandbox.put([account, region, kept.number], { ...kept, isVerified: true });
  });
  return {};
};

export const deleteSMSSandboxPhoneNumber: Sns["DeleteSMSSandboxPhoneNumber"] = (input, context) => {
  const { cloud, state, account, region } = context;
  cloud.store.write(() => state.sandbox.delete(account, region, existing(input.PhoneNumber, context).number));
  return {};
};

export const listSMSSandboxPhoneNumbers: Sns["ListSMSSandboxPhoneNumbers"] = (input, { state, account, region }) => {
  const all = [...state.sandbox.values({ under: [account, region] })];
  const page = pageByPlace(all, {
    token: input.NextToken,
    size: input.MaxResults ?? 100,
    invalid: () => invalidParameter("NextToken"),
  });
  const PhoneNumbers = page.items.map(({ number, isVerified }) => ({
    PhoneNumber: number,
    Status: isVerified ? ("Verified" as const) : ("Pending" as const),
  }));
  return { PhoneNumbers, ...(page.next && { NextToken: page.next }) };
};

/** Nobody can ask to leave the sandbox of a lab: there is nothing outside of it. */
export const getSMSSandboxAccountStatus: Sns["GetSMSSandboxAccountStatus"] = () => ({ IsInSandbox: true });

/** A lab buys no numbers. */
export const listOriginationNumbers: Sns["ListOriginationNumbers"] = () => ({ PhoneNumbers: [] });

function existing(number: string | undefined, { state, account, region }: SnsContext): SandboxNumber {
  const kept = state.sandbox.get(account, region, number ?? "");
  if (!kept) throw new AwsError("ResourceNotFoundException", "The phone number does not exist.");
  return kept;
}
