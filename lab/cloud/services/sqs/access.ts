import { accessOf } from "../../auth/access-table.ts";
import { documentOf } from "../../auth/policy/parsed.ts";
import type { Context } from "../../service/service.ts";
import { findQueue } from "./queues/lookup.ts";
import { arnOf, readArn, readUrl } from "./queues/names.ts";
import type { Queue } from "./records.ts";
import { readTaskHandle } from "./redrive/move-tasks.ts";
import type { SqsState } from "./state.ts";

interface SqsInput {
  readonly QueueUrl?: string;
  readonly QueueName?: string;
  readonly QueueOwnerAWSAccountId?: string;
  readonly SourceArn?: string;
  readonly DestinationArn?: string;
  readonly TaskHandle?: string;
}

/** Batches need the permission of the single operation. */
const ACTIONS: Readonly<Record<string, string>> = {
  ChangeMessageVisibilityBatch: "ChangeMessageVisibility",
  DeleteMessageBatch: "DeleteMessage",
  SendMessageBatch: "SendMessage",
};

/**
 * What a queue's policy can allow principals of other accounts; all else is for its own.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-customer-managed-policy-examples.html#grant-cross-account-permissions-to-role-and-user-name
 */
const SHARED = new Set([
  "sqs:ChangeMessageVisibility",
  "sqs:DeleteMessage",
  "sqs:GetQueueAttributes",
  "sqs:GetQueueUrl",
  "sqs:ListDeadLetterSourceQueues",
  "sqs:PurgeQueue",
  "sqs:ReceiveMessage",
  "sqs:SendMessage",
]);

/** Queues have policies of their own, which let other accounts and services in. */
export const access = accessOf<SqsInput, SqsState>({
  prefix: "sqs",
  action: (operation) => (Object.hasOwn(ACTIONS, operation) ? (ACTIONS[operation] as string) : operation),
  resource(operation, input, context) {
    const { account, region } = context;
    const { QueueUrl, QueueName, QueueOwnerAWSAccountId = account, SourceArn, TaskHandle } = input;
    if (QueueName !== undefined) return arnOf({ account: QueueOwnerAWSAccountId, region, name: QueueName });
    if (QueueUrl !== undefined) {
      const named = readUrl(QueueUrl, context);
      // The operation says what is wrong with it.
      return named ? arnOf(named) : [];
    }
    if (TaskHandle !== undefined) return sourceOf(TaskHandle) ?? [];
    if (operation === "ListQueues") return "*";
    return SourceArn !== undefined && readArn(SourceArn) ? SourceArn : [];
  },
  also({ operation, input: { DestinationArn } }) {
    if (operation !== "StartMessageMoveTask") return [];
    return [
      { action: "sqs:ReceiveMessage" },
      { action: "sqs:DeleteMessage" },
      { action: "sqs:GetQueueAttributes" },
      ...(DestinationArn === undefined || !readArn(DestinationArn)
        ? []
        : [{ action: "sqs:SendMessage", resource: DestinationArn }]),
    ];
  },
  policy({ action, resource }, context) {
    const queue = queueAt(resource, context);
    if (queue?.attributes.Policy === undefined) return undefined;
    if (queue.account !== context.account && !SHARED.has(action)) return undefined;
    return { name: `the policy of the queue ${queue.name}`, document: documentOf(queue.attributes.Policy) };
  },
  tags(arn, context) {
    const named = readArn(arn);
    return named && context.state.tags.get(named.account, named.region, named.name);
  },
  tagging: (operation) => (operation === "CreateQueue" ? "TagQueue" : undefined),
});

function sourceOf(handle: string): string | undefined {
  try {
    return readTaskHandle(handle).source;
  } catch {
    return undefined;
  }
}

function queueAt(arn: string, { state }: Context<SqsState>): Queue | undefined {
  const named = readArn(arn);
  return named && findQueue(named, state);
}
