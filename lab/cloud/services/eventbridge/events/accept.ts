import { findBus } from "../buses/lookup.ts";
import { ruleArn } from "../buses/names.ts";
import type { EventBridgeState } from "../state.ts";
import type { Arrival } from "./event.ts";

/** Takes an event that arrived at a bus: to the archives that keep it, and to the targets of the rules that it fits. Only inside `store.write`. */
export function accept(arrival: Arrival, state: EventBridgeState): void {
  const { bus, event, only } = arrival;
  if (!findBus(bus, state)) return;
  if (event["replay-name"] === undefined) state.archiving.keep(arrival);
  for (const rule of state.book.matching(bus, event))
    if (!only || only.includes(ruleArn(rule))) state.deliveries.deliver(rule, arrival);
}
