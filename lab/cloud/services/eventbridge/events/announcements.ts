import type { Cloud } from "../../../cloud.ts";
import type { Announced, Wanted } from "../../../delivery/announcements.ts";
import { exactFieldsOf } from "../../../delivery/pattern-index.ts";
import { DEFAULT } from "../buses/names.ts";
import type { EventBridgeState } from "../state.ts";
import { accept } from "./accept.ts";
import { eventOf } from "./event.ts";

/** With more patterns than these, every announcement is looked at. */
const MOST = 100;

/** What services announce arrives at the default bus. */
export function hears(announced: Announced, state: EventBridgeState, cloud: Cloud): void {
  const { account, region } = announced;
  const bus = { account, region, name: DEFAULT };
  accept({ bus, event: eventOf(announced), ingested: cloud.clock.now() }, state);
}

/** Waits for the announcements that the rules and archives of a default bus may fit. Only inside `store.write`. */
export function listenForBus(
  { account, region, bus }: { readonly account: string; readonly region: string; readonly bus: string },
  state: EventBridgeState,
  cloud: Cloud,
): void {
  if (bus === DEFAULT) cloud.announcements.listen("events", account, region, wantedBy(account, region, state));
}

function wantedBy(account: string, region: string, state: EventBridgeState): Wanted[] {
  const patterns: string[] = [];
  for (const { pattern, state: now } of state.rules.values({ under: [account, region, DEFAULT] })) {
    if (pattern !== undefined && now !== "DISABLED") patterns.push(pattern);
    if (patterns.length > MOST) return [{}];
  }
  for (const { bus, pattern } of state.archives.values({ under: [account, region] }))
    if (bus.name === DEFAULT) patterns.push(pattern ?? "{}");
  return patterns.map(wantedOf);
}

function wantedOf(pattern: string): Wanted {
  const fields = exactFieldsOf(JSON.parse(pattern));
  const valuesOf = (name: string) =>
    fields.find(({ path }) => path.length === 1 && path[0] === name)?.values.map(String);
  const [sources, detailTypes] = [valuesOf("source"), valuesOf("detail-type")];
  return { ...(sources && { sources }), ...(detailTypes && { detailTypes }) };
}
