import type { AwsError } from "../../../errors.ts";
import { invalidAttribute, invalidValue } from "../errors.ts";
import { findQueue } from "../queues/lookup.ts";
import { arnOf, isFifo, readArn } from "../queues/names.ts";
import type { Queue } from "../records.ts";
import type { SqsState } from "../state.ts";

/** Where a queue's dead letters go, and after how many receipts. */
export interface RedrivePolicy {
  /** An ARN. */
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

interface RedriveAllowPolicy {
  readonly redrivePermission: "allowAll" | "denyAll" | "byQueue";
  readonly sourceQueueArns?: readonly string[];
}

const MOST_RECEIPTS = 1000;
const MOST_SOURCES = 10;

/** A redrive policy as SQS answers it. Throws AWS's errors for what is none. */
export function normalRedrivePolicy(value: string): string {
  const given = parsed(value, "RedrivePolicy");
  const refused = (reason: string) => invalidValue(value, "RedrivePolicy", reason);
  const { deadLetterTargetArn, maxReceiveCount, ...others } = given;
  if (Object.keys(others).length > 0)
    throw refused("Only following attributes are supported: [deadLetterTargetArn, maxReceiveCount].");
  if (deadLetterTargetArn === undefined)
    throw refused("Redrive policy does not contain mandatory attribute: deadLetterTargetArn.");
  if (maxReceiveCount === undefined)
    throw refused("Redrive policy does not contain mandatory attribute: maxReceiveCount.");
  if (typeof deadLetterTargetArn !== "string" || !readArn(deadLetterTargetArn))
    throw refused("Invalid value for deadLetterTargetArn.");
  const count = /^\d{1,5}$/.test(String(maxReceiveCount)) ? Number(maxReceiveCount) : 0;
  if (count < 1 || count > MOST_RECEIPTS)
    throw refused(
      `Invalid value for maxReceiveCount: ${maxReceiveCount}, valid values are from 1 to ${MOST_RECEIPTS} both inclusive.`,
    );
  return JSON.stringify({ deadLetterTargetArn, maxReceiveCount: count });
}

/** The same of a policy that says which queues may have a queue as their dead-letter queue. */
export function normalRedriveAllowPolicy(value: string): string {
  const { redrivePermission, sourceQueueArns, ...others } = parsed(value, "RedriveAllowPolicy");
  const refused = (reason: string) => invalidValue(value, "RedriveAllowPolicy", reason);
  if (Object.keys(others).length > 0 || !["allowAll", "denyAll", "byQueue"].includes(String(redrivePermission)))
    throw refused("Invalid value for redrivePermission. Valid values are allowAll, denyAll and byQueue.");
  if (redrivePermission !== "byQueue") {
    if (sourceQueueArns !== undefined)
      throw refused("sourceQueueArns can only be specified when the redrivePermission is byQueue.");
    return JSON.stringify({ redrivePermission });
  }
  const isListed =
    Array.isArray(sourceQueueArns) &&
    sourceQueueArns.length > 0 &&
    sourceQueueArns.length <= MOST_SOURCES &&
    sourceQueueArns.every((arn) => typeof arn === "string" && readArn(arn));
  if (!isListed) throw refused(`sourceQueueArns must have 1 to ${MOST_SOURCES} ARNs of queues.`);
  return JSON.stringify({ redrivePermission, sourceQueueArns });
}

function parsed(value: string, name: string): Record<string, unknown> {
  try {
    const given: unknown = JSON.parse(value);
    if (typeof given === "object" && given !== null && !Array.isArray(given)) return given as Record<string, unknown>;
  } catch {
    // No JSON.
  }
  throw invalidAttribute(name);
}

/** A queue's redrive policy, if it has one. */
export function redrivePolicyOf({ attributes }: Pick<Queue, "attributes">): RedrivePolicy | undefined {
  return attributes.RedrivePolicy === undefined ? undefined : (JSON.parse(attributes.RedrivePolicy) as RedrivePolicy);
}

/** The queue that takes the dead letters of another one, if it is there and takes them. */
export function deadLetterQueueOf(queue: Queue, state: Pick<SqsState, "queues">): Queue | undefined {
  const policy = redrivePolicyOf(queue);
  const named = policy && readArn(policy.deadLetterTargetArn);
  const found = named && findQueue(named, state);
  return found && isFifo(found) === isFifo(queue) && allows(found, queue) ? found : undefined;
}

/** Looks whether a queue can have the dead-letter queue that it names. Throws AWS's errors. */
export function checkDeadLetterQueue(queue: Queue, state: Pick<SqsState, "queues">): void {
  const policy = redrivePolicyOf(queue);
  if (!policy) return;
  const named = readArn(policy.deadLetterTargetArn);
  const refused = (reason: string): AwsError => invalidValue(queue.attributes.RedrivePolicy, "RedrivePolicy", reason);
  if (!named || named.account !== queue.account || named.region !== queue.region || !findQueue(named, state))
    throw refused("Dead letter target does not exist.");
  const target = findQueue(named, state) as Queue;
  if (isFifo(target) !== isFifo(queue)) throw refused("Dead-letter queue must be same type of queue as the source.");
  if (!allows(target, queue))
    throw refused("The dead-letter queue's redrive allow policy does not allow this source queue.");
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html */
function allows(target: Queue, source: Queue): boolean {
  const text = target.attributes.RedriveAllowPolicy;
  if (text === undefined) return true;
  const { redrivePermission, sourceQueueArns = [] } = JSON.parse(text) as RedriveAllowPolicy;
  return (
    redrivePermission === "allowAll" || (redrivePermission === "byQueue" && sourceQueueArns.includes(arnOf(source)))
  );
}
