import type { Caller } from "../../../auth/caller.ts";
import type { Cloud } from "../../../cloud.ts";
import { permit } from "../../../delivery/permission.ts";
import { openQueue } from "../queues/lookup.ts";
import { type QueueName, urlOf } from "../queues/names.ts";
import type { Queue } from "../records.ts";
import type { SqsState } from "../state.ts";

/** Who would do what with a queue. */
export interface Intention {
  readonly queue: QueueName;
  readonly operation: string;
  readonly caller: Caller;
  readonly cloud: Cloud;
}

/** The queue that somebody may do something with. Rejects with SQS's error when they may not, or when it is not there. */
export async function permitted({ queue, operation, caller, cloud }: Intention): Promise<Queue> {
  const QueueUrl = urlOf(queue, { cloud });
  const { region } = queue;
  const context = await permit<SqsState>({
    service: "sqs",
    operation,
    input: { QueueUrl },
    caller,
    region,
    cloud,
  });
  return openQueue(QueueUrl, context);
}
