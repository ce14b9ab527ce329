import type { Protocol } from "../records.ts";
import type { BackoffFunction, Retries } from "../topics/delivery-policies.ts";

/**
 * How deliveries to AWS's own services are repeated: for 23 days.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html#delivery-policies-for-protocols
 */
const MANAGED: Retries = {
  minDelayTarget: 1,
  maxDelayTarget: 20,
  numRetries: 100_015,
  numMaxDelayRetries: 100_000,
  numNoDelayRetries: 3,
  numMinDelayRetries: 2,
  backoffFunction: "exponential",
};

/** How deliveries of a protocol are repeated that has no delivery policies; nothing for those that have. */
export function managedRetries(protocol: Protocol): Retries | undefined {
  return protocol.startsWith("http") ? undefined : MANAGED;
}

/**
 * How long a retry waits, in milliseconds; nothing when there is none any more. There are four phases: at once, after the shortest
 * delay, with growing delays, and after the longest one.
 *
 * @param retry the first one is number 1
 */
export function waitBefore(retries: Retries, retry: number): number | undefined {
  const { numRetries, numNoDelayRetries, numMinDelayRetries, numMaxDelayRetries } = retries;
  const { minDelayTarget: least, maxDelayTarget: most } = retries;
  if (retry > numRetries) return undefined;
  if (retry <= numNoDelayRetries) return 0;
  if (retry <= numNoDelayRetries + numMinDelayRetries) return least * 1000;
  if (retry > numRetries - numMaxDelayRetries) return most * 1000;
  const count = numRetries - numNoDelayRetries - numMinDelayRetries - numMaxDelayRetries;
  const step = retry - numNoDelayRetries - numMinDelayRetries - 1;
  if (count === 1) return least * 1000;
  return Math.round((least + (most - least) * CURVES[retries.backoffFunction](step, count - 1, most / least)) * 1000);
}

/**
 * How far a step is on the way from the shortest delay to the longest, from 0 to 1. AWS names the curves, and shows them in a
 * picture alone: linear grows by the same amount, arithmetic by amounts that grow, geometric by a factor, exponential by doubling.
 */
const CURVES: Readonly<Record<BackoffFunction, (step: number, last: number, ratio: number) => number>> = {
  linear: (step, last) => step / last,
  arithmetic: (step, last) => (step * (step + 1)) / (last * (last + 1)),
  geometric: (step, last, ratio) => (ratio === 1 ? 0 : (ratio ** (step / last) - 1) / (ratio - 1)),
  exponential: (step, last) => (2 ** step - 1) / (2 ** last - 1),
};
