import type { Cloud } from "../../../cloud.ts";
import { AwsError } from "../../../errors.ts";
import { invalidParameter } from "../errors.ts";
import { bodyNamed } from "../publishing/messages.ts";
import type { Published } from "../records.ts";
import type { SnsContext, SnsState } from "../state.ts";

// Text messages. https://docs.aws.amazon.com/sns/latest/dg/sms_publish-to-phone.html

/** E.164. */
export const PHONE_NUMBER = /^\+[1-9]\d{6,14}$/;

/** Sends a text message to a phone number: it goes to the mailbox, with the reason why it would not arrive, if there is one. */
export function publishToPhone(number: string, message: Published, context: SnsContext) {
  const { cloud, state, account, region } = context;
  const to = number.replace(/[\s()-]/g, "");
  if (!PHONE_NUMBER.test(to)) throw invalidParameter(`PhoneNumber Reason: ${number} is not valid to publish to`);
  if (cloud.mailbox.hasOptedOut(account, to))
    throw new AwsError("OptedOutException", `Phone number ${to} is opted out`);
  const from = message.attributes?.["AWS.SNS.SMS.SenderID"]?.StringValue ?? smsAttribute("DefaultSenderID", context);
  const undelivered = isInSandbox(to, { account, region, state })
    ? { undelivered: "The account is in the SMS sandbox, and the phone number is not verified." }
    : {};
  cloud.mailbox.send(account, {
    kind: "sms",
    to,
    ...(from && { from }),
    body: bodyNamed("sms", message),
    region,
    ...undelivered,
  });
  return { MessageId: message.id };
}

/** Sends the code that proves that a phone number is somebody's. */
export function sendCode(number: string, code: string, { cloud, account, region }: SnsContext): void {
  const body = `Your verification code is ${code}`;
  cloud.mailbox.send(account, { kind: "sms", to: number, from: "AWS", body, region } satisfies Parameters<
    Cloud["mailbox"]["send"]
  >[1]);
}

/** Whether the sandbox keeps a number from being sent to. */
function isInSandbox(
  number: string,
  { account, region, state }: { readonly account: string; readonly region: string; readonly state: SnsState },
): boolean {
  return state.sandbox.get(account, region, number)?.isVerified !== true;
}

function smsAttribute(name: string, { state, account, region }: SnsContext): string | undefined {
  return state.smsAttributes.get(account, region)?.[name];
}
