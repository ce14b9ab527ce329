import { own } from "../../../own.ts";
import { pageByPlace } from "../../../service/paging.ts";
import { invalid, invalidParameter } from "../errors.ts";
import type { Sns } from "../state.ts";
import { PHONE_NUMBER } from "./text-messages.ts";

const PAGE = 100;

/** https://docs.aws.amazon.com/sns/latest/api/API_SetSMSAttributes.html */
const CHECKS: Readonly<Record<string, RegExp>> = {
  MonthlySpendLimit: /^\d{1,9}$/,
  DeliveryStatusIAMRole: /^(arn:aws:iam::\d{12}:role\/.+)?$/,
  DeliveryStatusSuccessSamplingRate: /^(\d{1,2}|100)?$/,
  DefaultSenderID: /^([A-Za-z0-9-]{1,11})?$/,
  DefaultSMSType: /^(Promotional|Transactional)$/,
  UsageReportS3Bucket: /^.{0,255}$/,
};

export const setSMSAttributes: Sns["SetSMSAttributes"] = (input, { cloud, state, account, region }) => {
  const given = Object.entries(input.attributes ?? {});
  for (const [name, value] of given) {
    const check = own(CHECKS, name);
    if (!check) throw invalidParameter(`${name} is not a valid attribute`);
    if (!check.test(value)) throw invalidParameter(`${name}: ${value} is not a valid value`);
  }
  cloud.store.write(() =>
    state.smsAttributes.put([account, region], {
      ...state.smsAttributes.get(account, region),
      ...Object.fromEntries(given),
    }),
  );
  return {};
};

/** What an account that never set one has: SNS spends a dollar a month. */
const DEFAULTS = { MonthlySpendLimit: "1" };

export const getSMSAttributes: Sns["GetSMSAttributes"] = (input, { state, account, region }) => {
  const all = Object.entries({ ...DEFAULTS, ...state.smsAttributes.get(account, region) });
  const wanted = input.attributes?.length ? new Set(input.attributes) : undefined;
  return { attributes: Object.fromEntries(all.filter(([name]) => wanted?.has(name) ?? true)) };
};

export const checkIfPhoneNumberIsOptedOut: Sns["CheckIfPhoneNumberIsOptedOut"] = (input, { cloud, account }) => ({
  isOptedOut: cloud.mailbox.hasOptedOut(account, phoneNumber(input.phoneNumber)),
});

export const listPhoneNumbersOptedOut: Sns["ListPhoneNumbersOptedOut"] = (input, { cloud, account }) => {
  const page = pageByPlace(cloud.mailbox.optedOut(account), {
    token: input.nextToken,
    size: PAGE,
    invalid: () => invalidParameter("NextToken"),
  });
  return { phoneNumbers: page.items, ...(page.next && { nextToken: page.next }) };
};

/** AWS lets a number opt in once in 30 days; here as often as one likes. */
export const optInPhoneNumber: Sns["OptInPhoneNumber"] = (input, { cloud, account }) => {
  cloud.mailbox.setOptedOut(account, phoneNumber(input.phoneNumber), false);
  return {};
};

function phoneNumber(given: string | undefined): string {
  const number = (given ?? "").replace(/[\s()-]/g, "");
  if (!PHONE_NUMBER.test(number)) throw invalid(`Invalid parameter: PhoneNumber Reason: input incorrectly formatted`);
  return number;
}
