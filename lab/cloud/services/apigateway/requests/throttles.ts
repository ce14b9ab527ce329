import type { Clock } from "../../../time/clock.ts";

/** How often something may happen: by and by, and at once. */
export interface Limit {
  /** Times a second; without one there is no limit. */
  readonly rateLimit?: number | undefined;
  /** Times at once; by default the rate. */
  readonly burstLimit?: number | undefined;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** How many buckets are kept: a full one need not be. */
const MOST_BUCKETS = 10_000;

/** Token buckets on the lab's clock. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html */
export class Throttles {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes a token of a bucket. @returns whether there was one */
  take(name: string, { rateLimit, burstLimit = rateLimit }: Limit): boolean {
    if (rateLimit === undefined || burstLimit === undefined) return true;
    const now = this.#clock.now();
    const known = this.#buckets.get(name);
    const bucket = known ?? { tokens: burstLimit, at: now };
    bucket.tokens = Math.min(burstLimit, bucket.tokens + ((now - bucket.at) / 1000) * rateLimit);
    bucket.at = now;
    if (!known) {
      if (this.#buckets.size >= MOST_BUCKETS) this.#buckets.clear();
      this.#buckets.set(name, bucket);
    }
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }
}
