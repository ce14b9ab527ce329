import type { Cloud } from "../../../cloud.ts";
import { Outbox } from "../../../delivery/outbox.ts";
import type { ServicePrincipal } from "../../../delivery/principals.ts";
import type { RetryPolicy } from "../../../delivery/retry-policy.ts";
import type { Bucket } from "../records.ts";

/** How S3 repeats a notification that is not taken; as on AWS, the bucket's owner does not hear of one that is lost. */
const RETRY_POLICY: RetryPolicy = { retries: 2, firstWait: 0, longestWait: 0 };

/** A notification for a function, a queue or a topic. */
export interface Notification {
  /** ARN. */
  readonly destination: string;
  readonly body: string;
}

/** The notifications of buckets: each bucket's are delivered in their order. */
export class Notifications {
  readonly #outbox: Outbox;

  constructor(cloud: Cloud) {
    this.#outbox = new Outbox({ cloud, service: "s3", name: "s3-notification-outbox" });
  }

  /** Accepts a notification. What calls this in a transaction sends nothing unless it succeeds. */
  post(bucket: Bucket, { destination, body }: Notification): void {
    const message = { body };
    this.#outbox.post([bucket.account, bucket.name], {
      to: destination,
      message,
      as: principalOf(bucket),
      retryPolicy: RETRY_POLICY,
    });
  }

  /** Leaves what is not delivered to the next start. */
  async close(): Promise<void> {
    await this.#outbox.close();
  }
}

/** S3, as it acts for a bucket. */
export function principalOf({ account, name }: Pick<Bucket, "account" | "name">): ServicePrincipal {
  return { service: "s3.amazonaws.com", account, source: `arn:aws:s3:::${name}` };
}
