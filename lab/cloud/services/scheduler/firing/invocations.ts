import { randomBytes } from "node:crypto";
import type { Cloud } from "../../../cloud.ts";
import { callAction } from "../../../delivery/api-call.ts";
import type { Message } from "../../../delivery/message.ts";
import { type Delivery, Outbox } from "../../../delivery/outbox.ts";
import type { RolePrincipal } from "../../../delivery/principals.ts";
import { isPassing, type RetryPolicy } from "../../../delivery/retry-policy.ts";
import { sendWith } from "../../../delivery/send.ts";
import type { Schedule, ScheduleName } from "../records.ts";
import { arnOf } from "../schedules/names.ts";
import { deadLetterOf } from "./dead-letter.ts";
import { ExecutionRoles, roleOf } from "./execution-roles.ts";
import { ATTEMPT, messageOf } from "./messages.ts";
import { openAction, universalOf } from "./targets.ts";

/** An invocation of a schedule's target. It is plain data. */
export interface Invocation extends Delivery {
  readonly as: RolePrincipal;
  /** ARN of the schedule. */
  readonly schedule: string;
  readonly region: string;
  /** In milliseconds since the epoch. */
  readonly scheduled: number;
  readonly execution: string;
}

/** AWS backs off exponentially, over a day and 185 retries at most. */
const BACKOFF = { firstWait: 1000, longestWait: 8 * 60_000 };

/** The invocations that schedules have begun and not ended. */
export class Invocations {
  readonly roles: ExecutionRoles;
  readonly #cloud: Cloud;
  readonly #outbox: Outbox;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.roles = new ExecutionRoles(cloud);
    this.#outbox = new Outbox({
      cloud,
      service: "scheduler",
      name: "scheduler-invocations",
      isPassing,
      hand: (delivery, attempt) => this.#invoke(delivery as Invocation, attempt),
      deadLetter: (failed) => deadLetterOf({ ...failed, delivery: failed.delivery as Invocation }),
    });
  }

  /** Begins one for the moment that a schedule's expression names. Each is tried again on its own. */
  begin(schedule: Schedule, scheduled: number): void {
    const invocation = invocationOf(schedule, scheduled);
    this.#outbox.post([schedule.account, invocation.execution], invocation);
  }

  /** Resolves when all that were begun have been tried. */
  settled(): Promise<void> {
    return this.#outbox.settled();
  }

  close(): Promise<void> {
    return this.#outbox.close();
  }

  async #invoke(invocation: Invocation, attempt: number): Promise<void> {
    const { to, as, region, message } = invocation;
    const cloud = this.#cloud;
    const body = message.body.replaceAll(ATTEMPT, String(attempt));
    const caller = await this.roles.caller(as);
    const universal = universalOf(to);
    if (universal) await callAction(cloud, await openAction(universal, cloud), JSON.parse(body), { caller, region });
    else await sendWith(to, { ...message, body }, { call: cloud.clients(caller, to.split(":")[3] || region), cloud });
  }
}

function invocationOf(schedule: Schedule, scheduled: number): Invocation {
  const { target, region } = schedule;
  const execution = randomBytes(8).toString("hex");
  const message: Message = messageOf(schedule, { scheduled, execution });
  const queue = target.DeadLetterConfig?.Arn;
  return {
    to: target.Arn ?? "",
    message,
    as: roleOf(target.RoleArn ?? "", schedule satisfies ScheduleName),
    retryPolicy: retryPolicyOf(schedule),
    ...(queue !== undefined && { deadLetterQueue: queue }),
    schedule: arnOf(schedule),
    region,
    scheduled,
    execution,
  };
}

function retryPolicyOf({ target: { RetryPolicy = {} } }: Schedule): RetryPolicy {
  const { MaximumRetryAttempts: retries = 0, MaximumEventAgeInSeconds: age = 60 } = RetryPolicy;
  return { retries, maxAge: age * 1000, ...BACKOFF };
}
