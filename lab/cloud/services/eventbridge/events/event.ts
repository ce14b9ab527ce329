import { randomUUID } from "node:crypto";
import type { BusName, Event } from "../records.ts";

/** What there is to say of something that happened. */
export interface Happened {
  readonly source: string;
  readonly detailType: string;
  readonly detail: unknown;
  readonly resources: readonly string[];
  /** In milliseconds since the epoch. */
  readonly time: number;
  readonly id?: string | undefined;
  readonly account: string;
  readonly region: string;
}

/** An event in AWS's envelope. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html */
export function eventOf({
  id = randomUUID(),
  source,
  detailType,
  detail,
  resources,
  time,
  account,
  region,
}: Happened): Event {
  return {
    version: "0",
    id,
    "detail-type": detailType,
    source,
    account,
    time: timeText(time),
    region,
    resources,
    detail,
  };
}

/** Events tell the time in whole seconds. */
export function timeText(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** An event that arrives at a bus. */
export interface Arrival {
  readonly bus: BusName;
  readonly event: Event;
  /** When it arrived, in milliseconds since the epoch. */
  readonly ingested: number;
  /** The rules that a replay is for; all when absent. */
  readonly only?: readonly string[];
}
