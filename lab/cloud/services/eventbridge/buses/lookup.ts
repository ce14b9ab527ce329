import { notFound } from "../errors.ts";
import type { Bus, BusName } from "../records.ts";
import type { EventBridgeState } from "../state.ts";
import { DEFAULT } from "./names.ts";

/** The bus of a name. The default one is in every account and region, since ever. */
export function findBus({ account, region, name }: BusName, { buses }: EventBridgeState): Bus | undefined {
  const bus = buses.get(account, region, name);
  return bus ?? (name === DEFAULT ? { account, region, name, created: 0, modified: 0 } : undefined);
}

/** The same. Throws EventBridge's error when there is none. */
export function openBus(name: BusName, state: EventBridgeState): Bus {
  const bus = findBus(name, state);
  if (!bus) throw notFound(`Event bus ${name.name} does not exist.`);
  return bus;
}

/** Only inside `store.write`. */
export function putBus(bus: Bus, { buses }: EventBridgeState): void {
  buses.put([bus.account, bus.region, bus.name], bus);
}
