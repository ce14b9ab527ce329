/** How often and how long something is tried, and what it waits for in between. It is plain data. */
export interface RetryPolicy {
  /** How often it is tried again after it has failed. */
  readonly retries: number;
  /** How old it may get, in milliseconds; as old as it takes when absent. */
  readonly maxAge?: number;
  /** The wait before the first retry, in milliseconds; it doubles with each one, up to the longest. */
  readonly firstWait: number;
  readonly longestWait: number;
}

/** What there is to know of something that was tried and has failed. */
export interface Tried {
  /** How often it has failed. */
  readonly failures: number;
  /** When it came to be, in milliseconds since the epoch. */
  readonly since: number;
}

/** Why something is tried no more, in EventBridge's words. */
export type Exhausted = "MaximumRetryAttempts" | "MaximumEventAgeInSeconds";

/** When something that has failed is tried again, in milliseconds since the epoch, or why not. */
export function nextTry(policy: RetryPolicy, { failures, since }: Tried, now: number): number | Exhausted {
  if (failures > policy.retries) return "MaximumRetryAttempts";
  const at = now + waitBefore(policy, failures);
  return at - since > (policy.maxAge ?? Number.POSITIVE_INFINITY) ? "MaximumEventAgeInSeconds" : at;
}

/** How long a retry waits, in milliseconds: the first one is number 1. */
export function waitBefore({ firstWait, longestWait }: RetryPolicy, retry: number): number {
  return Math.min(firstWait * 2 ** (retry - 1), longestWait);
}

/** Whether an error may be gone at the next try: those that the sender is to blame for (a missing permission) stay. */
export function isPassing(error: unknown): boolean {
  const { status, $metadata, $fault, name } = error as {
    status?: number;
    $metadata?: { httpStatusCode?: number };
    $fault?: string;
    name?: string;
  };
  const code = status ?? $metadata?.httpStatusCode ?? ($fault === "client" ? 400 : 500);
  // 501: the lab does not have it.
  return code === 429 || (code >= 500 && code !== 501) || /Throttl|TooManyRequests|SlowDown/.test(name ?? "");
}
