import { AwsError } from "../../../errors.ts";
import { openBus } from "../buses/lookup.ts";
import { busNamed } from "../buses/names.ts";
import { notFound } from "../errors.ts";
import type { Rule, RuleName } from "../records.ts";
import type { EventBridgeContext, EventBridgeState } from "../state.ts";

/** The rule that an operation means. */
export function ruleNamed(name: string, bus: string | undefined, context: EventBridgeContext): RuleName {
  const { name: busName, ...place } = openBus(busNamed(bus, context), context.state);
  return { account: place.account, region: place.region, bus: busName, name };
}

/** The same. Throws EventBridge's error when there is none. */
export function openRule(named: RuleName, { rules }: EventBridgeState): Rule {
  const rule = rules.get(...keyOf(named));
  if (!rule) throw notFound(`Rule ${named.name} does not exist on EventBus ${named.bus}.`);
  return rule;
}

export function keyOf({ account, region, bus, name }: RuleName): [string, string, string, string] {
  return [account, region, bus, name];
}

/** Rules that a service made for the account change by that service alone, unless it is forced. */
export function refuseManaged(rule: Rule | undefined, force = false): void {
  if (rule?.managedBy !== undefined && !force)
    throw new AwsError("ManagedRuleException", `Rule ${rule.name} is managed by ${rule.managedBy}.`);
}
