import type { MessageAttribute } from "../../delivery/message.ts";

export type Tags = Readonly<Record<string, string>>;
export type Attributes = Readonly<Record<string, string>>;

/** Where a topic is. */
export interface TopicName {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

export interface Topic extends TopicName {
  /** Those that were set, by AWS's names. */
  readonly attributes: Attributes;
  /** JSON. */
  readonly policy: string;
  readonly tags: Tags;
  /** JSON. */
  readonly dataProtection?: string;
  /** How many subscriptions were removed. */
  readonly removed: number;
  /** Since when messages are archived, in milliseconds since the epoch. */
  readonly archivedSince?: number;
}

export interface Subscription {
  readonly topic: TopicName;
  /** The last part of its ARN. */
  readonly id: string;
  /** The account that subscribed. */
  readonly owner: string;
  /** ARN of who subscribed. */
  readonly principal: string;
  readonly protocol: Protocol;
  readonly endpoint: string;
  /** Those that were set, by AWS's names. */
  readonly attributes: Attributes;
  readonly isPending: boolean;
  readonly wasAuthenticated: boolean;
  /** Only its owner and the topic's may remove it. */
  readonly isProtected: boolean;
}

export type Protocol =
  | "http"
  | "https"
  | "email"
  | "email-json"
  | "sms"
  | "sqs"
  | "application"
  | "lambda"
  | "firehose";

/** What a subscription is sent. It is plain data. */
export interface Notice {
  readonly type: "Notification" | "SubscriptionConfirmation" | "UnsubscribeConfirmation";
  /** The MessageId. */
  readonly id: string;
  readonly body: string;
  readonly subject?: string;
  readonly attributes?: Readonly<Record<string, MessageAttribute>>;
  /** When it was published, in milliseconds since the epoch. */
  readonly time: number;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  readonly sequenceNumber?: string;
  /** Of confirmations. */
  readonly token?: string;
  /** It comes from the topic's archive. */
  readonly isReplayed?: true;
}

/** A message as it was published. */
export interface Published extends Omit<Notice, "type" | "isReplayed"> {
  /** The bodies by protocol, with `default`, when it was published with a structure. */
  readonly bodies?: Readonly<Record<string, string>>;
}

/** What a token confirms: a subscription that is pending, or one that was removed and may be restored. */
export interface Confirmation {
  readonly subscription: Subscription;
  /** In milliseconds since the epoch. */
  readonly expires: number;
}

/** A message that was published to a FIFO topic: the same one is not delivered again for five minutes. */
export interface Seen {
  readonly id: string;
  readonly sequenceNumber: string;
  /** In milliseconds since the epoch. */
  readonly until: number;
}

/** An application on a platform for mobile push notifications. */
export interface PlatformApplication {
  readonly platform: string;
  readonly name: string;
  readonly attributes: Attributes;
}

/** A device that an application sends to. */
export interface PlatformEndpoint {
  readonly arn: string;
  readonly attributes: Attributes;
}

/** A number that an account in the SMS sandbox may send to when it is verified. */
export interface SandboxNumber {
  readonly number: string;
  readonly code: string;
  readonly isVerified: boolean;
}
