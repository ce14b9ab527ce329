import type { OutboxFacts } from "../cloud/control/outbox-facts.ts";
import type { KeptMail } from "../cloud/delivery/mail.ts";
import { changeLab, readLab } from "./lab-api.ts";
import { print } from "./output.ts";
import type { LabOptions } from "./place.ts";

export interface OutboxOptions extends LabOptions {
  /** How many messages are printed. */
  readonly last: number;
  readonly clear?: boolean;
  /** The phone number whose owner answers STOP, or takes that back. */
  readonly optOut?: string;
  readonly optIn?: string;
}

/** `lab outbox`: prints what the services sent to people, which the lab keeps and sends nobody. */
export async function outbox(about: string | undefined, options: OutboxOptions): Promise<void> {
  const { clear, optOut, optIn, last } = options;
  if (clear)
    return print(options, await changeLab<OutboxFacts>(options, "DELETE", "outbox"), () => "The outbox is empty.");
  const number = optOut ?? optIn;
  if (number !== undefined) {
    const body = { optedOut: optOut !== undefined };
    const facts = await changeLab<OutboxFacts>(options, "PUT", `opt-outs/${encodeURIComponent(number)}`, body);
    return print(options, facts, () => `${number} ${body.optedOut ? "gets no text messages" : "gets text messages"}.`);
  }
  const facts = await readLab<OutboxFacts>(options, "outbox");
  const wanted = facts.mails.filter((mail) => about === undefined || isAbout(mail, about)).slice(0, last);
  // The newest comes last, where a terminal shows it.
  const mails = wanted.reverse();
  print(options, { ...facts, mails }, () => mails.map(textOf).join("\n\n") || "Nothing was sent to anybody.");
}

function isAbout({ to, from = "", subject = "", body }: KeptMail, about: string): boolean {
  return [to, from, subject, body].some((text) => text.toLowerCase().includes(about.toLowerCase()));
}

function textOf({ kind, at, to, from, subject, body, undelivered }: KeptMail): string {
  const head = `${new Date(at).toISOString()}  ${KINDS[kind]} to ${to}${from === undefined ? "" : ` from ${from}`}`;
  return [
    head,
    ...(undelivered === undefined ? [] : [`  Not delivered: ${undelivered}`]),
    ...(subject === undefined ? [] : [`  ${printable(subject)}`]),
    ...printable(body)
      .trimEnd()
      .split("\n")
      .map((line) => `  | ${line}`),
  ].join("\n");
}

const KINDS: Readonly<Record<KeptMail["kind"], string>> = { email: "mail", sms: "text message", push: "notification" };

/** Without what would steer a terminal: anybody may have written it. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that steer
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "\ufffd");
}
