import type { Outcome } from "../../../delivery/polling/job.ts";
import { isPassing } from "../../../delivery/retry-policy.ts";
import type { SourceRecord } from "../../../delivery/source.ts";

/** What came of an execution. */
export type Executed = Outcome;

/** Something that the user's own code or settings failed: it counts against the limit of retries. */
export class CustomerError extends Error {
  override readonly name = "CustomerError";
  readonly status: number;
  /** The service that answered so, and what it said. */
  readonly service: string;
  readonly details: string;

  constructor(
    message: string,
    { status = 400, service, details = "" }: { status?: number; service: string; details?: string },
  ) {
    super(message);
    this.status = status;
    this.service = service;
    this.details = details;
  }
}

export function done(): Executed {
  return { failed: [], hasFailed: false, isExecuted: true };
}

export function partly(failed: readonly SourceRecord[]): Executed {
  return { failed, hasFailed: false, isExecuted: true };
}

/** Errors of AWS's own, which pass, are tried again without end. */
export function lost(batch: readonly SourceRecord[], error: Error): Executed {
  return { failed: batch, hasFailed: true, isExecuted: error instanceof CustomerError || !isPassing(error) };
}
