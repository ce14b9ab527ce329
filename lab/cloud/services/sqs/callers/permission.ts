import { randomUUID } from "node:crypto";
import { authorize } from "../../../auth/authorize.ts";
import type { Caller } from "../../../auth/caller.ts";
import type { Cloud } from "../../../cloud.ts";
import type { OperationModel } from "../../../wire/model.ts";
import { openQueue } from "../queues/lookup.ts";
import { type QueueName, urlOf } from "../queues/names.ts";
import type { Queue } from "../records.ts";
import type { SqsContext, SqsState } from "../state.ts";

/** Who would do what with a queue. */
export interface Intention {
  readonly queue: QueueName;
  readonly operation: string;
  readonly caller: Caller;
  readonly cloud: Cloud;
}

/** The queue that somebody may do something with. Rejects with SQS's error when they may not, or when it is not there. */
export async function permitted({ queue, operation, caller, cloud }: Intention): Promise<Queue> {
  const { definition, model, state } = await cloud.service("sqs");
  const input = { QueueUrl: urlOf(queue, { cloud }) };
  const { account } = caller;
  const context = { cloud, caller, account, region: queue.region, requestId: randomUUID(), state: state as SqsState };
  const described = model.operations.get(operation) as OperationModel;
  const { protocol, queryCompatible } = model;
  authorize({ definition, operation: described, input, context, protocol, queryCompatible });
  return openQueue(input.QueueUrl, context as SqsContext);
}
