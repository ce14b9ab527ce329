/** A topic's name, of its ARN. */
export function nameOf(arn: string): string {
  return arn.split(":")[5] ?? arn;
}

/** The path of a topic's page, of its ARN. The topics of others can be looked at as well, and a name doesn't say whose they are. */
export function topicPath(arn: string): string {
  return `/sns/${encodeURIComponent(arn)}`;
}

/** The ARN of the topic of a subscription, of the ARN of that. */
export function topicOfSubscription(arn: string): string {
  return arn.split(":").slice(0, 6).join(":");
}

/** Whether a topic is first in, first out, which its name tells. */
export function isFifo(arn: string): boolean {
  return arn.endsWith(".fifo");
}
