import type { PipeTargetParameters } from "@aws-sdk/client-pipes";
import type { Clients } from "../../../cloud.ts";
import type { Way } from "../executions/way.ts";

/** An event as it is sent. */
export interface OutgoingEvent {
  /** What the target gets. */
  readonly text: string;
  /** The event before its transformation, which parameters look into. */
  readonly readable: unknown;
}

/** What a target is called with. */
export interface Sending {
  /** ARN of the target. */
  readonly arn: string;
  readonly events: readonly OutgoingEvent[];
  readonly parameters: PipeTargetParameters;
  /** Calls the services as the pipe's role, in the target's region. */
  readonly call: Clients;
  readonly way: Way;
}

/** What came of it. */
export interface Sent {
  /** The places of events that the target did not take. */
  readonly failed: readonly number[];
  /** What it answered, where it may name events that it failed. */
  readonly answer?: unknown;
}

/** A kind of target: it takes events, so many at a time. Rejects when it took none. */
export interface PipeTarget {
  readonly most: number;
  send(sending: Sending): Promise<Sent>;
}

export const ALL_TAKEN: Sent = { failed: [] };

/** The places of entries that a batch operation says it did not take. */
export function placesOf(failed: readonly { readonly Id?: string | undefined }[] = []): number[] {
  return failed.map(({ Id }) => Number(Id));
}

/** The places of answers that tell of an error. */
export function placesWithError(entries: readonly { readonly ErrorCode?: string | undefined }[] = []): number[] {
  return entries.flatMap(({ ErrorCode }, place) => (ErrorCode === undefined ? [] : [place]));
}
