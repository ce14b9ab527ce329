import { invalidParameter } from "../errors.ts";
import type { Subscription, Topic } from "../records.ts";

// How deliveries over HTTP are repeated. https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html

/** When a delivery is tried again; delays are in seconds. */
export interface Retries {
  readonly minDelayTarget: number;
  readonly maxDelayTarget: number;
  /** All of them, those in the three phases below included. */
  readonly numRetries: number;
  readonly numMaxDelayRetries: number;
  readonly numNoDelayRetries: number;
  readonly numMinDelayRetries: number;
  readonly backoffFunction: BackoffFunction;
}

export type BackoffFunction = "linear" | "arithmetic" | "geometric" | "exponential";

/** What a topic without a policy does. */
export const DEFAULT_RETRIES: Retries = {
  minDelayTarget: 20,
  maxDelayTarget: 20,
  numRetries: 3,
  numMaxDelayRetries: 0,
  numNoDelayRetries: 0,
  numMinDelayRetries: 0,
  backoffFunction: "linear",
};

const DEFAULT_CONTENT_TYPE = "text/plain; charset=UTF-8";

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html#creating-delivery-policy */
const CONTENT_TYPES =
  /^(text\/(css|csv|html|plain|xml)|application\/(atom\+xml|json|octet-stream|soap\+xml|x-www-form-urlencoded|xhtml\+xml|xml))$/;

const FUNCTIONS: ReadonlySet<unknown> = new Set(["linear", "arithmetic", "geometric", "exponential"]);

interface RequestPolicy {
  readonly headerContentType?: string;
}

interface Throttle {
  readonly maxReceivesPerSecond?: number;
}

interface TopicHttpPolicy {
  readonly defaultHealthyRetryPolicy?: Partial<Retries>;
  readonly disableSubscriptionOverrides: boolean;
  readonly defaultThrottlePolicy?: Throttle;
  readonly defaultRequestPolicy?: RequestPolicy;
}

interface SubscriptionPolicy {
  readonly healthyRetryPolicy: Partial<Retries> | null;
  readonly sicklyRetryPolicy: null;
  readonly throttlePolicy: Throttle | null;
  readonly requestPolicy: RequestPolicy | null;
  readonly guaranteed: false;
}

/** The policy of a topic as SNS stores it. Throws InvalidParameter. */
export function topicDeliveryPolicy(text: string, prefix: string): string {
  const refused = (reason: string) => invalidParameter(`${prefix}DeliveryPolicy: ${reason}`);
  const { http: given, ...others } = objectOf(parsed(text, refused), "", refused) as { http?: unknown };
  if (Object.keys(others).length > 0) throw refused(`Unexpected JSON member: ${Object.keys(others)[0]}`);
  const http = objectOf(given ?? {}, "http", refused);
  checkMembers(http, HTTP_MEMBERS, "http", refused);
  const { defaultHealthyRetryPolicy, disableSubscriptionOverrides, defaultThrottlePolicy, defaultRequestPolicy } = http;
  const retries = retriesOf(defaultHealthyRetryPolicy, "http.defaultHealthyRetryPolicy", refused);
  const throttle = throttleOf(defaultThrottlePolicy, "http.defaultThrottlePolicy", refused);
  const request = requestOf(defaultRequestPolicy, "http.defaultRequestPolicy", refused);
  const policy: TopicHttpPolicy = {
    ...(retries && { defaultHealthyRetryPolicy: retries }),
    disableSubscriptionOverrides: disableSubscriptionOverrides === true,
    ...(throttle && { defaultThrottlePolicy: throttle }),
    ...(request && { defaultRequestPolicy: request }),
  };
  return JSON.stringify({ http: policy });
}

const HTTP_MEMBERS = new Set([
  "defaultHealthyRetryPolicy",
  "defaultSicklyRetryPolicy",
  "disableSubscriptionOverrides",
  "defaultThrottlePolicy",
  "defaultRequestPolicy",
]);

/** The policy of a subscription as SNS stores it. Throws InvalidParameter. */
export function subscriptionDeliveryPolicy(text: string, prefix: string): string {
  const refused = (reason: string) => invalidParameter(`${prefix}DeliveryPolicy: ${reason}`);
  const given = objectOf(parsed(text, refused), "", refused);
  checkMembers(given, SUBSCRIPTION_MEMBERS, "", refused);
  const retries = retriesOf(given.healthyRetryPolicy, "healthyRetryPolicy", refused);
  const policy: SubscriptionPolicy = {
    healthyRetryPolicy: retries ? { ...DEFAULT_RETRIES, ...retries } : null,
    sicklyRetryPolicy: null,
    throttlePolicy: throttleOf(given.throttlePolicy, "throttlePolicy", refused) ?? null,
    requestPolicy: requestOf(given.requestPolicy, "requestPolicy", refused) ?? null,
    guaranteed: false,
  };
  return JSON.stringify(policy);
}

const SUBSCRIPTION_MEMBERS = new Set([
  "healthyRetryPolicy",
  "sicklyRetryPolicy",
  "throttlePolicy",
  "requestPolicy",
  "guaranteed",
]);

/** What a topic does, with the defaults. */
export function effectiveTopicPolicy(topic: Pick<Topic, "attributes">) {
  const { defaultHealthyRetryPolicy, disableSubscriptionOverrides, defaultThrottlePolicy, defaultRequestPolicy } =
    httpPolicyOf(topic);
  return {
    http: {
      defaultHealthyRetryPolicy: { ...DEFAULT_RETRIES, ...defaultHealthyRetryPolicy },
      disableSubscriptionOverrides,
      ...(defaultThrottlePolicy && { defaultThrottlePolicy }),
      defaultRequestPolicy: { headerContentType: DEFAULT_CONTENT_TYPE, ...defaultRequestPolicy },
    },
  };
}

/** What a subscription does: its own policy, unless the topic forbids it, and the topic's where it has none. */
export function effectiveSubscriptionPolicy({ attributes }: Pick<Subscription, "attributes">, topic: Topic) {
  const { http } = effectiveTopicPolicy(topic);
  const text = http.disableSubscriptionOverrides ? undefined : attributes.DeliveryPolicy;
  const own = text === undefined ? undefined : (JSON.parse(text) as SubscriptionPolicy);
  return {
    healthyRetryPolicy: { ...http.defaultHealthyRetryPolicy, ...own?.healthyRetryPolicy },
    sicklyRetryPolicy: null,
    throttlePolicy: own?.throttlePolicy ?? http.defaultThrottlePolicy ?? null,
    requestPolicy: { ...http.defaultRequestPolicy, ...own?.requestPolicy },
    guaranteed: false,
  };
}

function httpPolicyOf({ attributes: { DeliveryPolicy } }: Pick<Topic, "attributes">): TopicHttpPolicy {
  return DeliveryPolicy === undefined ? { disableSubscriptionOverrides: false } : JSON.parse(DeliveryPolicy).http;
}

type Refusal = (reason: string) => Error;
type Members = Readonly<Record<string, unknown>>;

function parsed(text: string, refused: Refusal): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refused(`failed to parse JSON. ${(error as Error).message}`);
  }
}

function objectOf(value: unknown, name: string, refused: Refusal): Members {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw refused(`${name === "" ? "the policy" : name} must be a JSON object`);
  return value as Members;
}

function checkMembers(given: Members, known: ReadonlySet<string>, name: string, refused: Refusal): void {
  const unknown = Object.keys(given).find((member) => !known.has(member));
  if (unknown !== undefined) throw refused(`Unexpected JSON member: ${name === "" ? unknown : `${name}.${unknown}`}`);
}

/** The bounds of each number. https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html#creating-delivery-policy */
const BOUNDS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  minDelayTarget: [1, 3600],
  maxDelayTarget: [1, 3600],
  numRetries: [0, 100],
  numMaxDelayRetries: [0, 100],
  numNoDelayRetries: [0, 100],
  numMinDelayRetries: [0, 100],
};

const RETRY_MEMBERS = new Set([...Object.keys(BOUNDS), "backoffFunction"]);

function retriesOf(value: unknown, name: string, refused: Refusal): Partial<Retries> | undefined {
  if (value === undefined || value === null) return undefined;
  const given = objectOf(value, name, refused);
  checkMembers(given, RETRY_MEMBERS, name, refused);
  for (const [member, [least, most]] of Object.entries(BOUNDS)) {
    const number = given[member];
    if (number === undefined || number === null) continue;
    if (!Number.isInteger(number) || (number as number) < least || (number as number) > most)
      throw refused(`${name}.${member} must be an integer between ${least} and ${most}`);
  }
  if (given.backoffFunction !== undefined && !FUNCTIONS.has(given.backoffFunction))
    throw refused(`${name}.backoffFunction must be one of linear, arithmetic, geometric, exponential`);
  const retries = Object.fromEntries(Object.entries(given).filter(([, one]) => one !== null)) as Partial<Retries>;
  const whole = { ...DEFAULT_RETRIES, ...retries };
  if (whole.minDelayTarget > whole.maxDelayTarget)
    throw refused(`${name}.maxDelayTarget must be greater than or equal to ${name}.minDelayTarget`);
  if (whole.numNoDelayRetries + whole.numMinDelayRetries + whole.numMaxDelayRetries > whole.numRetries)
    throw refused(`${name}.numRetries must be greater than or equal to the sum of the retries of the phases`);
  return retries;
}

function throttleOf(value: unknown, name: string, refused: Refusal): Throttle | undefined {
  if (value === undefined || value === null) return undefined;
  const { maxReceivesPerSecond } = objectOf(value, name, refused);
  if (maxReceivesPerSecond === undefined || maxReceivesPerSecond === null) return undefined;
  if (!Number.isInteger(maxReceivesPerSecond) || (maxReceivesPerSecond as number) < 1)
    throw refused(`${name}.maxReceivesPerSecond must be an integer greater than or equal to 1`);
  return { maxReceivesPerSecond: maxReceivesPerSecond as number };
}

function requestOf(value: unknown, name: string, refused: Refusal): RequestPolicy | undefined {
  if (value === undefined || value === null) return undefined;
  const { headerContentType } = objectOf(value, name, refused);
  if (headerContentType === undefined || headerContentType === null) return undefined;
  const type =
    typeof headerContentType === "string" ? headerContentType.split(";")[0]?.trim().toLowerCase() : undefined;
  if (type === undefined || !CONTENT_TYPES.test(type) || /[^\x20-\x7e]/.test(headerContentType as string))
    throw refused(`${name}.headerContentType is not a supported content type`);
  return { headerContentType: headerContentType as string };
}
