import type { Cloud } from "../../../cloud.ts";
import type { Mail } from "../../../delivery/mail.ts";
import { subscribeUrl, unsubscribeUrl } from "../deliveries/envelope.ts";
import type { Notice, Subscription, Topic } from "../records.ts";
import { topicArn } from "../topics/names.ts";

/** Who writes to people. */
const SENDER = "no-reply@sns.amazonaws.com";

/**
 * Puts what a person is sent, or a person's device, into the mailbox: the lab sends nothing to anybody. Tells whether the
 * subscription is a person's.
 */
export function tellPerson({ subscription, notice, topic, isEnabled = true }: Told, cloud: Cloud): boolean {
  const mail = mailOf({ subscription, notice, topic, isEnabled }, cloud);
  if (!mail) return false;
  cloud.mailbox.send(topic.account, { ...mail, ...addressOf(subscription, topic) });
  return true;
}

/** Sends a mail that programs read. It is signed, so that it can't be written where it is published. */
export function mailJson({ subscription, notice, topic }: Told, body: string, cloud: Cloud): void {
  const mail = { kind: "email", from: senderOf(topic), subject: subjectOf(notice), body } as const;
  cloud.mailbox.send(topic.account, { ...mail, ...addressOf(subscription, topic) });
}

/** Who is told what. */
export interface Told {
  readonly subscription: Subscription;
  readonly notice: Notice;
  readonly topic: Topic;
  /** Of a device: whether it takes messages. */
  readonly isEnabled?: boolean;
}

function addressOf({ endpoint }: Subscription, topic: Topic) {
  return { to: endpoint, source: topicArn(topic), region: topic.region };
}

function senderOf({ attributes }: Topic): string {
  return `${attributes.DisplayName ?? "AWS Notifications"} <${SENDER}>`;
}

function mailOf(
  { subscription, notice, topic, isEnabled }: Told,
  cloud: Cloud,
): Pick<Mail, "kind" | "from" | "subject" | "body" | "undelivered"> | undefined {
  const { protocol, endpoint } = subscription;
  switch (protocol) {
    case "email":
      return {
        kind: "email",
        from: senderOf(topic),
        subject: subjectOf(notice),
        body: textOf({ subscription, notice, topic }, cloud),
      };
    case "sms": {
      const isOut = cloud.mailbox.hasOptedOut(topic.account, endpoint);
      const undelivered = isOut ? { undelivered: "The owner of the phone number has opted out." } : {};
      const prefix = topic.attributes.DisplayName ? `${topic.attributes.DisplayName.slice(0, 10)}> ` : "";
      return { kind: "sms", body: `${prefix}${notice.body}`, ...undelivered };
    }
    case "application":
      return {
        kind: "push",
        body: notice.body,
        ...(notice.subject !== undefined && { subject: notice.subject }),
        ...(!isEnabled && { undelivered: "The endpoint is disabled." }),
      };
    default:
      return undefined;
  }
}

function subjectOf({ type, subject }: Notice): string {
  if (type === "SubscriptionConfirmation") return "AWS Notification - Subscription Confirmation";
  if (type === "UnsubscribeConfirmation") return "AWS Notification - Unsubscribe Confirmation";
  return subject ?? "AWS Notification Message";
}

/** What a mail says, with the addresses that a person follows. */
function textOf({ subscription, notice, topic }: Told, cloud: Cloud): string {
  if (notice.type === "SubscriptionConfirmation")
    return [
      `You have chosen to subscribe to the topic:\n${topicArn(topic)}`,
      `To confirm this subscription, visit:\n${subscribeUrl({ notice, topic, cloud })}`,
    ].join("\n\n");
  if (notice.type === "UnsubscribeConfirmation")
    return [
      `Your subscription to the topic below has been deactivated:\n${topicArn(topic)}`,
      `If this was in error, subscribe again here:\n${subscribeUrl({ notice, topic, cloud })}`,
    ].join("\n\n");
  return `${notice.body}\n\n--\nTo stop receiving notifications from this topic, visit:\n${unsubscribeUrl(subscription, cloud)}\n`;
}
