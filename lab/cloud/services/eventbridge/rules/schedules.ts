import type { Cloud } from "../../../cloud.ts";
import { parseSchedule, type Schedule, ScheduleExpressionError } from "../../../time/schedules/schedule.ts";
import { readRuleArn, ruleArn } from "../buses/names.ts";
import { notValid } from "../errors.ts";
import { eventOf } from "../events/event.ts";
import type { Rule, RuleName } from "../records.ts";
import type { EventBridgeState } from "../state.ts";
import { keyOf } from "./lookup.ts";

/** A rule that comes later than this was due while the lab was off, and is left out. In milliseconds. */
const LATEST = 60_000;

/** Throws EventBridge's error for what is no schedule. */
export function checkSchedule(expression: string): void {
  try {
    read(expression, 0);
  } catch (error) {
    if (error instanceof ScheduleExpressionError) throw notValid("Parameter ScheduleExpression is not valid.");
    throw error;
  }
}

function read(expression: string, start: number): Schedule {
  return parseSchedule(expression, { kinds: ["rate", "cron"], start, unit: "agrees with the number" });
}

/** Sets the timer of a rule's schedule, or takes it away. Only inside `store.write`. */
export function arm(rule: Rule, cloud: Cloud): void {
  const { schedule, scheduled = 0, state } = rule;
  const next =
    schedule === undefined || state === "DISABLED" ? undefined : read(schedule, scheduled).next(cloud.clock.now());
  if (next === undefined) disarm(rule, cloud);
  else cloud.timers.set("events", ruleArn(rule), next);
}

export function disarm(rule: RuleName, cloud: Cloud): void {
  cloud.timers.cancel("events", ruleArn(rule));
}

/** A rule's moment has come. What it sends is tried before time goes on. */
export async function fire(arn: string, moment: number, state: EventBridgeState, cloud: Cloud): Promise<void> {
  const named = readRuleArn(arn);
  const rule = named && state.rules.get(...keyOf(named));
  if (!rule || rule.state === "DISABLED") return;
  const isMissed = cloud.clock.now() - moment > LATEST;
  const { account, region } = rule;
  cloud.store.write(() => {
    arm(rule, cloud);
    if (isMissed) return;
    const event = eventOf({
      source: "aws.events",
      detailType: "Scheduled Event",
      detail: {},
      resources: [arn],
      time: moment,
      account,
      region,
    });
    state.deliveries.deliver(rule, { bus: { account, region, name: rule.bus }, event, ingested: moment });
  });
  if (!isMissed) await state.deliveries.settled(rule);
}
