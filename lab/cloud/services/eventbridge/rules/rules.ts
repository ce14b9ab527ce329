import type { Cloud } from "../../../cloud.ts";
import { pageByKey } from "../../../service/paging.ts";
import { badToken } from "../buses/buses.ts";
import { openBus } from "../buses/lookup.ts";
import { busNamed, DEFAULT, ruleArn } from "../buses/names.ts";
import { limitExceeded, notValid } from "../errors.ts";
import { listenForBus } from "../events/announcements.ts";
import type { Rule, RuleName } from "../records.ts";
import type { EventBridge, EventBridgeContext, EventBridgeState } from "../state.ts";
import { putTags, tagsIn } from "../tags/tags.ts";
import { keyOf, openRule, refuseManaged, ruleNamed } from "./lookup.ts";
import { readPattern } from "./patterns.ts";
import { arm, checkSchedule, disarm } from "./schedules.ts";

/** So many a bus. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MOST = 300;

/** What it does not name is taken away, but for the tags. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
export const putRule: EventBridge["PutRule"] = (input, context) => {
  const { Name, ScheduleExpression, EventPattern, State = "ENABLED", Description, RoleArn, Tags, EventBusName } = input;
  const { cloud, state, account } = context;
  const named = ruleNamed(Name, EventBusName, context);
  const pattern = EventPattern || undefined;
  const schedule = ScheduleExpression || undefined;
  if (pattern === undefined && schedule === undefined)
    throw notValid("Parameter(s) EventPattern or ScheduleExpression must be specified.");
  if (schedule !== undefined && named.bus !== DEFAULT)
    throw notValid("ScheduleExpression is supported only on the default event bus.");
  if (schedule !== undefined) checkSchedule(schedule);
  if (pattern !== undefined) readPattern(pattern);
  cloud.store.write(() => {
    const before = state.rules.get(...keyOf(named));
    refuseManaged(before);
    if (!before) checkNumber(named, state);
    const isSameSchedule = before?.schedule === schedule && before?.state !== "DISABLED";
    const rule: Rule = {
      ...named,
      pattern,
      schedule,
      state: State,
      description: Description,
      role: RoleArn,
      createdBy: before?.createdBy ?? account,
      scheduled: schedule === undefined ? undefined : isSameSchedule ? before?.scheduled : cloud.clock.now(),
    };
    put(rule, state, cloud);
    if (!before) putTags(ruleArn(named), tagsIn(Tags), context);
  });
  return { RuleArn: ruleArn(named) };
};

/** Its targets must be gone. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteRule.html */
export const deleteRule: EventBridge["DeleteRule"] = ({ Name, EventBusName, Force }, context) => {
  const { cloud, state } = context;
  const named = ruleNamed(Name, EventBusName, context);
  cloud.store.write(() => {
    const rule = state.rules.get(...keyOf(named));
    if (!rule) return;
    refuseManaged(rule, Force);
    if (state.targets.keys({ under: keyOf(named), limit: 1 }).next().value !== undefined)
      throw notValid("Rule can't be deleted since it has targets.");
    state.rules.delete(...keyOf(named));
    state.tags.delete(named.account, named.region, ruleArn(named));
    disarm(named, cloud);
    state.book.changed(named);
    listenForBus(named, state, cloud);
  });
  return {};
};

export const describeRule: EventBridge["DescribeRule"] = ({ Name, EventBusName }, context) => {
  const rule = openRule(ruleNamed(Name, EventBusName, context), context.state);
  return { ...shown(rule), CreatedBy: rule.createdBy };
};

export const enableRule: EventBridge["EnableRule"] = ({ Name, EventBusName }, context) =>
  setState(Name, EventBusName, "ENABLED", context);

export const disableRule: EventBridge["DisableRule"] = ({ Name, EventBusName }, context) =>
  setState(Name, EventBusName, "DISABLED", context);

export const listRules: EventBridge["ListRules"] = (input, context) => {
  const { NamePrefix = "", EventBusName, NextToken, Limit = 100 } = input;
  const { account, region, name } = openBus(busNamed(EventBusName, context), context.state);
  const all = [...context.state.rules.values({ under: [account, region, name] })].filter((rule) =>
    rule.name.startsWith(NamePrefix),
  );
  const page = pageByKey(all, (rule) => rule.name, { token: NextToken, size: Limit, invalid: badToken });
  return { Rules: page.items.map(shown), ...(page.next !== undefined && { NextToken: page.next }) };
};

export const listRuleNamesByTarget: EventBridge["ListRuleNamesByTarget"] = (input, context) => {
  const { TargetArn, EventBusName, NextToken, Limit = 100 } = input;
  const { account, region, name } = openBus(busNamed(EventBusName, context), context.state);
  const names = new Set<string>();
  for (const [key, { Arn }] of context.state.targets.entries({ under: [account, region, name] }))
    if (Arn === TargetArn) names.add(String(key[3]));
  const page = pageByKey([...names], (one) => one, { token: NextToken, size: Limit, invalid: badToken });
  return { RuleNames: page.items, ...(page.next !== undefined && { NextToken: page.next }) };
};

function setState(name: string, bus: string | undefined, now: "ENABLED" | "DISABLED", context: EventBridgeContext) {
  const { cloud, state } = context;
  cloud.store.write(() => {
    const rule = openRule(ruleNamed(name, bus, context), state);
    refuseManaged(rule);
    const begins = rule.schedule !== undefined && rule.state === "DISABLED" && now === "ENABLED";
    put({ ...rule, state: now, ...(begins && { scheduled: cloud.clock.now() }) }, state, cloud);
  });
  return {};
}

function checkNumber({ account, region, bus }: RuleName, { rules }: EventBridgeState): void {
  const made = [...rules.keys({ under: [account, region, bus], limit: MOST })].length;
  if (made >= MOST) throw limitExceeded();
}

/** Only inside `store.write`. */
function put(rule: Rule, state: EventBridgeState, cloud: Cloud): void {
  state.rules.put(keyOf(rule), rule);
  state.book.changed(rule);
  arm(rule, cloud);
  listenForBus(rule, state, cloud);
}

function shown(rule: Rule) {
  const { name, bus, pattern, schedule, state, description, role, managedBy } = rule;
  return {
    Name: name,
    Arn: ruleArn(rule),
    EventBusName: bus,
    State: state,
    ...(pattern !== undefined && { EventPattern: pattern }),
    ...(schedule !== undefined && { ScheduleExpression: schedule }),
    ...(description !== undefined && { Description: description }),
    ...(role !== undefined && { RoleArn: role }),
    ...(managedBy !== undefined && { ManagedBy: managedBy }),
  };
}
