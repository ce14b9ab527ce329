/** A message to a person, or to a person's device. The lab sends none: it keeps them, to be read. */
export interface Mail {
  readonly kind: "email" | "sms" | "push";
  /** An address, a phone number, or the ARN of a device. */
  readonly to: string;
  readonly from?: string;
  readonly subject?: string;
  readonly body: string;
  /** ARN of what sent it. */
  readonly source?: string;
  readonly region: string;
  /** Why it would not arrive on AWS; nothing when it would. */
  readonly undelivered?: string;
}

/** A message in the mailbox. */
export interface KeptMail extends Mail {
  readonly id: string;
  /** When it was sent, in milliseconds since the epoch. */
  readonly at: number;
}
