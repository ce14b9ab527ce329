import { ControlError } from "./answer.ts";
import type { ClockFacts, MovedClock } from "./clock-facts.ts";
import type { ControlRequest } from "./index.ts";

/** Later years have more digits than a signature's date holds. */
const LATEST = Date.parse("9999-12-31T23:59:59Z");

/** ISO 8601 with a zone: the lab must not guess whose midnight is meant. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

/** Tells the lab's time. */
export function getClock({ cloud: { clock } }: Pick<ControlRequest, "cloud">): ClockFacts {
  return { now: clock.date().toISOString(), ahead: Math.round(clock.offset / 1000) };
}

/**
 * Moves the lab's time forward: `{ "by": 3600 }` by seconds, or `{ "to": "2027-01-01T00:00Z" }` to a moment. It answers when
 * everything that fell due on the way has fired.
 */
export async function putClock({ cloud, body }: ControlRequest): Promise<MovedClock> {
  const moved = await cloud.clock.advance(distanceOf(body, cloud.clock.now()));
  return { ...getClock({ cloud }), ...moved };
}

/** In milliseconds. */
function distanceOf(body: unknown, now: number): number {
  const { by, to } = (body ?? {}) as { readonly by?: unknown; readonly to?: unknown };
  if ((by === undefined) === (to === undefined))
    throw new ControlError(400, "Send either by (seconds) or to (a date, such as 2027-01-01T00:00Z)");
  const distance = by === undefined ? momentOf(to) - now : secondsOf(by) * 1000;
  if (distance < 0)
    throw new ControlError(400, `The lab's time only moves forward, and is ${new Date(now).toISOString()} already`);
  if (now + distance > LATEST) throw new ControlError(400, "The lab's time ends with the year 9999");
  return distance;
}

function secondsOf(by: unknown): number {
  if (typeof by !== "number" || !Number.isFinite(by)) throw new ControlError(400, "by must be a number of seconds");
  return by;
}

function momentOf(to: unknown): number {
  const moment = typeof to === "string" && MOMENT.test(to) ? Date.parse(to) : Number.NaN;
  if (Number.isNaN(moment))
    throw new ControlError(400, "to must be a date with a time zone, such as 2027-01-01T00:00Z");
  return moment;
}
