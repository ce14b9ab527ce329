import type { Cloud } from "../../../cloud.ts";
import type { Announced } from "../../../delivery/announcements.ts";
import { DEFAULT } from "../buses/names.ts";
import type { EventBridgeState } from "../state.ts";
import { accept } from "./accept.ts";
import { eventOf } from "./event.ts";

/** What services announce arrives at the default bus. */
export function hears(announced: Announced, state: EventBridgeState, cloud: Cloud): void {
  const { account, region } = announced;
  accept(
    { bus: { account, region, name: DEFAULT }, event: eventOf(announced), ingested: cloud.clock.now() },
    state,
    cloud,
  );
}
