import { ControlError } from "./answer.ts";
import type { ControlRequest } from "./index.ts";
import type { OutboxFacts } from "./outbox-facts.ts";

/** What the asker's account has sent to people. */
export function getOutbox({ cloud: { mailbox }, asker }: ControlRequest): OutboxFacts {
  const { account } = asker.caller;
  return { account, mails: mailbox.list(account), optedOut: mailbox.optedOut(account) };
}

export function clearOutbox(request: ControlRequest): OutboxFacts {
  request.cloud.mailbox.clear(request.asker.caller.account);
  return getOutbox(request);
}

/** Answers STOP for the owner of a phone number: `{"optedOut": true}`. Nobody but the account itself may hear of it. */
export function putOptOut(request: ControlRequest): OutboxFacts {
  const { cloud, asker, name, body } = request;
  const { optedOut } = (body ?? {}) as { readonly optedOut?: unknown };
  // Clients encode the plus sign.
  const number = name.replace(/^%2b/i, "+");
  if (!/^\+[1-9]\d{6,14}$/.test(number)) throw new ControlError(400, "A phone number is written as +15550001111");
  if (typeof optedOut !== "boolean") throw new ControlError(400, "optedOut must be true or false");
  cloud.mailbox.setOptedOut(asker.caller.account, number, optedOut);
  return getOutbox(request);
}
