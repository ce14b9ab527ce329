import type { Cloud } from "../../../cloud.ts";
import type { LineKey } from "../../../delivery/durable-queue.ts";
import { type Message, textAttribute } from "../../../delivery/message.ts";
import { type Failed, Outbox } from "../../../delivery/outbox.ts";
import type { Principal, ServicePrincipal } from "../../../delivery/principals.ts";
import { isPassing, type RetryPolicy } from "../../../delivery/retry-policy.ts";
import { ruleArn } from "../buses/names.ts";
import type { Arrival } from "../events/event.ts";
import { inputOf } from "../inputs/input.ts";
import type { RuleName, RuleTarget } from "../records.ts";
import { keyOf } from "../rules/lookup.ts";
import type { EventBridgeState } from "../state.ts";
import { isBus, particularsOf } from "./kinds.ts";

/** How many events a target gets at a time. */
const AT_A_TIME = 16;

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
const USUAL_RETRIES = 185;
const USUAL_AGE = 86_400;

/** The events on their way to targets. Each target is a line of its own: a slow one keeps no other waiting. */
export class Deliveries {
  readonly #state: EventBridgeState;
  readonly #outbox: Outbox;

  constructor(cloud: Cloud, state: EventBridgeState) {
    this.#state = state;
    const parts = { cloud, service: "events", name: "events-outbox", concurrency: AT_A_TIME };
    this.#outbox = new Outbox({ ...parts, isPassing, deadLetter: deadLetterOf });
  }

  /** Sends an event to the targets of a rule. Only inside `store.write`. */
  deliver(rule: RuleName, arrival: Arrival): void {
    for (const target of this.#state.targets.values({ under: keyOf(rule) })) this.#post(target, rule, arrival);
  }

  /** Resolves when all that is due to a rule's targets has been tried, once. */
  async settled(rule: RuleName): Promise<void> {
    const targets = [...this.#state.targets.values({ under: keyOf(rule) })];
    await Promise.all(targets.map((target) => this.#outbox.settled(lineOf(target, rule))));
  }

  /** Leaves what is not delivered to the next start. */
  async close(): Promise<void> {
    await this.#outbox.close();
  }

  #post(target: RuleTarget, rule: RuleName, arrival: Arrival): void {
    const { Arn, DeadLetterConfig, RetryPolicy } = target;
    const queue = DeadLetterConfig?.Arn;
    const body = isBus(Arn) ? JSON.stringify(arrival.event.detail) : inputOf(target, rule, arrival);
    this.#outbox.post(lineOf(target, rule), {
      to: Arn,
      message: { body, ...particularsOf(target, arrival) },
      as: principalOf(target, rule, arrival),
      retryPolicy: retriesOf(RetryPolicy),
      ...(queue !== undefined && {
        deadLetterQueue: queue,
        deadLetterAs: serviceFor(rule),
        notes: { rule: ruleArn(rule), event: JSON.stringify(arrival.event) },
      }),
    });
  }
}

function lineOf({ Id }: RuleTarget, rule: RuleName): LineKey {
  return [...keyOf(rule), Id];
}

/** EventBridge, as it acts for a rule. */
function serviceFor(rule: RuleName): ServicePrincipal {
  return { service: "events.amazonaws.com", account: rule.account, source: ruleArn(rule) };
}

function principalOf({ RoleArn }: RuleTarget, rule: RuleName, { event }: Arrival): Principal {
  if (RoleArn === undefined) return serviceFor(rule);
  const { account } = rule;
  return { role: RoleArn, service: "events.amazonaws.com", account, session: event.id.replaceAll("-", "") };
}

function retriesOf(policy: RuleTarget["RetryPolicy"]): RetryPolicy {
  const { MaximumRetryAttempts = USUAL_RETRIES, MaximumEventAgeInSeconds = USUAL_AGE } = policy ?? {};
  return {
    retries: MaximumRetryAttempts,
    maxAge: MaximumEventAgeInSeconds * 1000,
    firstWait: 1000,
    longestWait: 600_000,
  };
}

/** The event, with what became of it. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html#eb-dlq-considerations */
function deadLetterOf({ delivery, error, attempts, exhausted }: Failed): Message {
  const { to, notes = {} } = delivery;
  const attributes = {
    RULE_ARN: notes.rule ?? "",
    TARGET_ARN: to,
    ERROR_CODE: codeOf(error),
    ERROR_MESSAGE: error.message,
    RETRY_ATTEMPTS: String(attempts - 1),
    ...(exhausted && { EXHAUSTED_RETRY_CONDITION: exhausted }),
  };
  const texts = Object.entries(attributes).filter(([, value]) => value !== "");
  return {
    body: notes.event ?? delivery.message.body,
    attributes: Object.fromEntries(texts.map(([name, value]) => [name, textAttribute(value)])),
  };
}

/** An error as EventBridge names it. */
function codeOf(error: Error): string {
  const { name } = error;
  if (/AccessDenied|NotAuthorized|AuthorizationError|Forbidden/.test(name)) return "NO_PERMISSIONS";
  if (/NotFound|NonExistent|NoSuch|DoesNotExist/.test(name)) return "NO_RESOURCE";
  if (/Throttl|TooManyRequests|Exceeded/.test(name)) return "THROTTLING";
  if (/Invalid|Validation/.test(name)) return "INVALID_PARAMETER";
  return isPassing(error) ? "ERROR_FROM_TARGET" : "SDK_CLIENT_ERROR";
}
