import type { Cloud } from "../../../cloud.ts";
import { DurableQueue, type LineKey, type Worked } from "../../../delivery/durable-queue.ts";
import { isPassing } from "../../../delivery/retry-policy.ts";
import { send } from "../../../delivery/send.ts";
import { tellPerson } from "../messaging/people.ts";
import { isDeviceEnabled } from "../platforms/devices.ts";
import type { Notice, Subscription, Topic, TopicName } from "../records.ts";
import type { SnsState } from "../state.ts";
import { effectiveSubscriptionPolicy } from "../topics/delivery-policies.ts";
import { isFifo, keyOf, subscriptionArn } from "../topics/names.ts";
import { deadLetterOf, deliver, principalOf } from "./protocols.ts";
import { managedRetries, waitBefore } from "./retries.ts";

/** How many messages a subscription gets at a time. */
const AT_A_TIME = 16;

/** A notice on its way to a subscription. */
interface Sent {
  readonly subscription: Subscription;
  readonly notice: Notice;
  readonly failures: number;
}

/**
 * The messages on their way to subscriptions. Each subscription is a line of its own, and so is each message group of a FIFO topic:
 * a slow one keeps no other waiting. What was accepted survives a restart.
 */
export class Deliveries {
  readonly #cloud: Cloud;
  readonly #state: SnsState;
  readonly #standard: DurableQueue<Sent>;
  readonly #ordered: DurableQueue<Sent>;
  readonly #closing = new AbortController();

  constructor(cloud: Cloud, state: SnsState) {
    this.#cloud = cloud;
    this.#state = state;
    const parts = { cloud, service: "sns", work: (sent: Sent) => this.#work(sent) };
    this.#standard = new DurableQueue({ ...parts, name: "sns-deliveries", concurrency: AT_A_TIME });
    this.#ordered = new DurableQueue({ ...parts, name: "sns-ordered-deliveries", concurrency: "in order" });
  }

  /** Sends a message to a subscription. In a transaction, it is sent only if that succeeds. */
  deliver(subscription: Subscription, notice: Notice): void {
    const topic = this.#state.topics.get(...keyOf(subscription.topic));
    const isEnabled = subscription.protocol !== "application" || isDeviceEnabled(subscription.endpoint, this.#state);
    if (topic && tellPerson({ subscription, notice, topic, isEnabled }, this.#cloud)) return;
    const line: LineKey = [...keyOf(subscription.topic), subscription.id];
    if (notice.sequenceNumber === undefined) this.#standard.add(line, { subscription, notice, failures: 0 });
    else this.#ordered.add([...line, notice.groupId ?? ""], { subscription, notice, failures: 0 });
  }

  /** Drops what is on its way from a topic. Only inside `store.write`. */
  forget(topic: TopicName): void {
    this.#standard.forget(keyOf(topic));
    this.#ordered.forget(keyOf(topic));
  }

  /** Leaves what is not delivered to the next start. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([this.#standard.close(), this.#ordered.close()]);
  }

  async #work(sent: Sent): Promise<Worked<Sent>> {
    const { notice } = sent;
    const topic = this.#state.topics.get(...keyOf(sent.subscription.topic));
    const subscription = this.#recipient(sent);
    if (!topic || !subscription) return { ended: undefined };
    const { signer } = this.#state;
    const sealed = { notice, subscription, topic, signer, cloud: this.#cloud };
    try {
      await deliver(sealed, this.#cloud, this.#closing.signal);
    } catch (error) {
      const failures = sent.failures + 1;
      const wait = isPassing(error) ? this.#waitBefore(failures, subscription, topic) : undefined;
      if (wait !== undefined) return { again: { ...sent, failures }, at: this.#cloud.clock.now() + wait };
      const { message } = error as Error;
      this.#cloud.log(`A message could not be delivered to ${subscriptionArn(subscription)}: ${message}`);
      await this.#giveUp(subscription, notice, topic);
    }
    return { ended: undefined };
  }

  /** The subscription as it is by now: one that was removed gets nothing more but the notice of that. */
  #recipient({ subscription, notice }: Sent): Subscription | undefined {
    if (notice.type === "UnsubscribeConfirmation") return subscription;
    return this.#state.subscriptions.get(...keyOf(subscription.topic), subscription.id);
  }

  #waitBefore(retry: number, subscription: Subscription, topic: Topic): number | undefined {
    const { healthyRetryPolicy } = effectiveSubscriptionPolicy(subscription, topic);
    return waitBefore(managedRetries(subscription.protocol) ?? healthyRetryPolicy, retry);
  }

  async #giveUp(subscription: Subscription, notice: Notice, topic: Topic): Promise<void> {
    const { RedrivePolicy } = subscription.attributes;
    if (RedrivePolicy === undefined || notice.type !== "Notification") return;
    const { deadLetterTargetArn } = JSON.parse(RedrivePolicy) as { deadLetterTargetArn: string };
    const sealed = { notice, subscription, topic, signer: this.#state.signer, cloud: this.#cloud };
    const letter = await deadLetterOf(sealed, isFifo(topic));
    await send(deadLetterTargetArn, letter, principalOf(topic), this.#cloud).catch((error: Error) =>
      this.#cloud.log(
        `A message of ${subscriptionArn(subscription)} could not be put into the dead-letter queue ${deadLetterTargetArn}: ${error.message}`,
      ),
    );
  }
}
