import type { Cloud } from "../../../cloud.ts";
import { findBus } from "../buses/lookup.ts";
import type { EventBridgeState } from "../state.ts";
import type { Arrival } from "./event.ts";

/** Takes an event that arrived at a bus: to the archives that keep it, and to the targets of the rules that it fits. Only inside `store.write`. */
export function accept(arrival: Arrival, state: EventBridgeState, _cloud: Cloud): void {
  if (!findBus(arrival.bus, state)) return;
}
