import type { KeptMail } from "../delivery/mail.ts";

/** What `GET /_lab/outbox` answers: what was sent to people, the newest first, and who wants no text messages. */
export interface OutboxFacts {
  readonly account: string;
  readonly mails: readonly KeptMail[];
  readonly optedOut: readonly string[];
}
