import type { Arrival } from "../events/event.ts";
import type { RuleName, RuleTarget } from "../records.ts";
import { readPath, valueAt } from "./json-path.ts";
import { transformed } from "./transformer.ts";

/** What a target gets of an event. */
export function inputOf(target: RuleTarget, rule: RuleName, arrival: Arrival): string {
  const { Input, InputPath, InputTransformer } = target;
  if (Input !== undefined) return Input;
  if (InputTransformer) return transformed(InputTransformer, rule, arrival);
  const { event } = arrival;
  if (InputPath === undefined || InputPath === "$") return JSON.stringify(event);
  return JSON.stringify(valueAt(event, readPath(InputPath) ?? []) ?? null);
}
