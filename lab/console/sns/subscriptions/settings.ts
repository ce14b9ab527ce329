/** How a subscription is set, as it is written in a form. */
export interface Settings {
  /** JSON; empty when all messages are wanted. */
  readonly filter: string;
  readonly isOfBody: boolean;
  readonly isRaw: boolean;
  /** ARN of a queue; empty when what can't be delivered is lost. */
  readonly deadLetters: string;
  /** How an HTTP endpoint is tried again, in JSON; empty for the topic's way. */
  readonly delivery: string;
}

type Attributes = Readonly<Record<string, string>>;

export const NO_SETTINGS: Settings = { filter: "", isOfBody: false, isRaw: false, deadLetters: "", delivery: "" };

/** What a subscription's attributes say. */
export function settingsOf(attributes: Attributes): Settings {
  const { FilterPolicy: filter = "", FilterPolicyScope, RawMessageDelivery, RedrivePolicy } = attributes;
  const { DeliveryPolicy: delivery = "" } = attributes;
  return {
    filter,
    isOfBody: FilterPolicyScope === "MessageBody",
    isRaw: RawMessageDelivery === "true",
    deadLetters: RedrivePolicy === undefined ? "" : (JSON.parse(RedrivePolicy).deadLetterTargetArn ?? ""),
    delivery,
  };
}

/** The attributes of a new subscription: those that are not what they are by default. */
export function attributesOf(settings: Settings): Record<string, string> {
  return Object.fromEntries(changesOf(NO_SETTINGS, settings));
}

/**
 * The attributes that differ, in the order in which they are set one by one. What reads a message's body may say more than what reads
 * its attributes: so the scope is widened before the policy, and narrowed after it.
 */
export function changesOf(before: Settings, after: Settings): [name: string, value: string][] {
  const filter: [string, string][] =
    after.filter.trim() === before.filter.trim() ? [] : [["FilterPolicy", after.filter.trim() || "{}"]];
  const scope: [string, string][] =
    after.isOfBody === before.isOfBody
      ? []
      : [["FilterPolicyScope", after.isOfBody ? "MessageBody" : "MessageAttributes"]];
  return [
    ...(after.isOfBody ? [...scope, ...filter] : [...filter, ...scope]),
    ...(after.isRaw === before.isRaw ? [] : [["RawMessageDelivery", String(after.isRaw)] as [string, string]]),
    ...(after.deadLetters === before.deadLetters
      ? []
      : [["RedrivePolicy", redriveTo(after.deadLetters)] as [string, string]]),
    ...(after.delivery.trim() === before.delivery.trim()
      ? []
      : [["DeliveryPolicy", after.delivery.trim() || "{}"] as [string, string]]),
  ];
}

function redriveTo(deadLetterTargetArn: string): string {
  return deadLetterTargetArn === "" ? "{}" : JSON.stringify({ deadLetterTargetArn });
}
