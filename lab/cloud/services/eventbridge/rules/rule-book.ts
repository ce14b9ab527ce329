import { ruleDialect } from "../../../delivery/pattern-dialects.ts";
import { PatternIndex } from "../../../delivery/pattern-index.ts";
import type { BusName, Event, Rule, RuleName } from "../records.ts";
import type { EventBridgeState } from "../state.ts";
import { keyOf } from "./lookup.ts";

/** The rules of a bus, as they are in memory. */
interface BusRules {
  readonly index: PatternIndex<Rule>;
  /** Names of rules that were changed since. */
  readonly changed: Set<string>;
}

/** The patterns of all rules, read once and kept up to date. */
export class RuleBook {
  readonly #state: EventBridgeState;
  readonly #buses = new Map<string, BusRules>();

  constructor(state: EventBridgeState) {
    this.#state = state;
  }

  /** Notes that a rule was made, changed or removed. Whether that succeeds, the store tells the next time. */
  changed({ account, region, bus, name }: RuleName): void {
    this.#buses.get(idOf({ account, region, name: bus }))?.changed.add(name);
  }

  /** Forgets an account's rules. */
  forget(account: string): void {
    for (const id of this.#buses.keys()) if (id.startsWith(`${account} `)) this.#buses.delete(id);
  }

  /** The enabled rules of a bus whose patterns an event fits. */
  matching(bus: BusName, event: Event): Rule[] {
    const { index, changed } = this.#rulesOf(bus);
    for (const name of changed) this.#reread(index, { account: bus.account, region: bus.region, bus: bus.name, name });
    changed.clear();
    const found = index.find(event);
    return isReadOnlyCall(event)
      ? found.filter(({ state }) => state === "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")
      : found;
  }

  #rulesOf(bus: BusName): BusRules {
    const id = idOf(bus);
    const known = this.#buses.get(id);
    if (known) return known;
    const rules = { index: new PatternIndex<Rule>(ruleDialect), changed: new Set<string>() };
    for (const rule of this.#state.rules.values({ under: [bus.account, bus.region, bus.name] }))
      take(rules.index, rule);
    this.#buses.set(id, rules);
    return rules;
  }

  #reread(index: PatternIndex<Rule>, named: RuleName): void {
    const rule = this.#state.rules.get(...keyOf(named));
    if (rule) take(index, rule);
    else index.delete(named.name);
  }
}

function take(index: PatternIndex<Rule>, rule: Rule): void {
  if (rule.pattern === undefined || rule.state === "DISABLED") index.delete(rule.name);
  else index.put(rule.name, rule.pattern, rule);
}

function idOf({ account, region, name }: BusName): string {
  return `${account} ${region} ${name}`;
}

/** Calls that only read reach the rules that ask for them by their state. */
function isReadOnlyCall({ "detail-type": type, detail }: Event): boolean {
  return type === "AWS API Call via CloudTrail" && (detail as { readOnly?: unknown } | null)?.readOnly === true;
}
