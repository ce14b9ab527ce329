import type { Statement } from "../auth/policy/document.ts";
import type { PolicyKind } from "../auth/policy/evaluate.ts";

/** One thing that happened in the cloud: a request from outside, or a call from service to service under it. */
export interface Span {
  readonly id: string;
  /** The span in which this one happened. */
  parent: string | undefined;
  readonly service: string;
  /** Empty until it is known. */
  operation: string;
  /** ARN of the principal; empty until it is known. */
  caller: string;
  /** The account that it concerns: the caller's, or the owner's of what nobody known asks for. Empty until it is known. */
  account: string;
  /** Lab time, in milliseconds since the epoch. */
  readonly at: number;
  /** When, in milliseconds of a clock that nobody moves: it tells how spans lie to one another. */
  start?: number;
  /** Milliseconds it took; absent while it runs. */
  took?: number;
  /** AWS's error code, when it failed. */
  error?: string;
  region?: string;
  /** The HTTP status of the answer to a request from outside. */
  status?: number;
  /** What IAM decided, for each access. */
  decisions?: TracedDecision[];
  /** Parts that follow one another, such as a function's cold start and its handler. */
  phases?: readonly Phase[];
  /** The HTTP request from outside. */
  http?: { readonly method: string; readonly path: string; readonly query: string; readonly headers: unknown };
  /** What was asked and what was answered, as far as the trace keeps it (see `excerpt`). */
  input?: unknown;
  output?: unknown;
  /** Not to be kept: the console only looks, or the lab keeps house. */
  isQuiet?: boolean;
}

/** A part of a span. */
export interface Phase {
  readonly name: string;
  /** Milliseconds from the span's begin, and how many it took. */
  readonly from: number;
  readonly took: number;
}

/** A decision of IAM, as the trace tells it. */
export interface TracedDecision {
  readonly action: string;
  readonly resource: string;
  /** False when it was refused. Where IAM only tells what it would deny, a denial is allowed. */
  readonly allowed: boolean;
  /** The statement that decided. */
  readonly statement?: Statement;
  /** The id of the denial that explains it. */
  readonly denial?: string;
  /** The policy that decided, and of which kind it is; nothing when none had to. */
  readonly policy?: string;
  readonly kind?: PolicyKind;
  /** Why not, in AWS's words. */
  readonly reason?: string;
  /** The account whose policy decided, where it is another one than the span's. */
  readonly owner?: string;
  /** The account that owns the resource, where it is another one than the span's. */
  readonly of?: string;
}
