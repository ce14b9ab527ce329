import { defineService } from "../../service/service.ts";
import { amended, type Broken } from "../../wire/constraints.ts";
import { access } from "./access.ts";
import { address } from "./address.ts";
import { audit } from "./audit.ts";
import { constraints } from "./constraints.ts";
import { deleteMessage, deleteMessageBatch } from "./messages/delete.ts";
import { receiveMessage } from "./messages/receive.ts";
import { sendMessage, sendMessageBatch } from "./messages/send.ts";
import { changeMessageVisibility, changeMessageVisibilityBatch } from "./messages/visibility.ts";
import { createQueue } from "./queues/create-queue.ts";
import * as permissions from "./queues/permissions.ts";
import * as queues from "./queues/queues.ts";
import { CLEARING, clearLeftovers } from "./queues/removal.ts";
import * as settings from "./queues/settings.ts";
import * as tags from "./queues/tags.ts";
import * as moveTasks from "./redrive/move-tasks.ts";
import { goOn } from "./redrive/moving.ts";
import { source } from "./source.ts";
import { SqsState } from "./state.ts";
import { target } from "./target.ts";

/** A message of a megabyte, escaped in JSON or encoded in a form. */
const LARGEST_REQUEST = 8 * 1024 * 1024;

/** All that the model asks are names of attributes: SQS has words of its own for unknown ones. */
const NAMES = { MessageSystemAttributeName: {}, MessageSystemAttributeNameForSends: {}, QueueAttributeName: {} };

/**
 * Amazon SQS: queues and their messages, in JSON and in the Query protocol.
 *
 * Known gaps: messages are not encrypted by KMS keys, which are stored; throughput has no quotas; fair queues keep the groups of
 * their messages, and hand out in order.
 */
export const service = defineService("sqs", {
  constraints: { ...amended(constraints, NAMES), code: "MissingRequiredParameterException", message: missing },
  xmlNamespace: "http://queue.amazonaws.com/doc/2012-11-05/",
  sdk: () => import("@aws-sdk/client-sqs"),
  unsigned: "all",
  state: SqsState,
  access,
  audit,
  address,
  source,
  target,
  resources: async () => (await import("./resources/index.ts")).resources,
  due: (key, _moment, state, cloud) => (key === CLEARING ? clearLeftovers(state, cloud) : goOn(key, state, cloud)),
  close: ({ polls }) => polls.close(),
  limits: {
    operations: { SendMessage: LARGEST_REQUEST, SendMessageBatch: LARGEST_REQUEST },
  },
  storedSettings: ["KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds", "SqsManagedSseEnabled", "FifoThroughputLimit"],
  leftOutWhenEmpty: {
    GetQueueAttributesResult: ["Attributes"],
    ListMessageMoveTasksResult: ["Results"],
    ListQueueTagsResult: ["Tags"],
    ListQueuesResult: ["QueueUrls"],
    ReceiveMessageResult: ["Messages"],
  },
  operations: {
    AddPermission: permissions.addPermission,
    CancelMessageMoveTask: moveTasks.cancelMessageMoveTask,
    ChangeMessageVisibility: changeMessageVisibility,
    ChangeMessageVisibilityBatch: changeMessageVisibilityBatch,
    CreateQueue: createQueue,
    DeleteMessage: deleteMessage,
    DeleteMessageBatch: deleteMessageBatch,
    DeleteQueue: queues.deleteQueue,
    GetQueueAttributes: settings.getQueueAttributes,
    GetQueueUrl: queues.getQueueUrl,
    ListDeadLetterSourceQueues: queues.listDeadLetterSourceQueues,
    ListMessageMoveTasks: moveTasks.listMessageMoveTasks,
    ListQueueTags: tags.listQueueTags,
    ListQueues: queues.listQueues,
    PurgeQueue: queues.purgeQueue,
    ReceiveMessage: receiveMessage,
    RemovePermission: permissions.removePermission,
    SendMessage: sendMessage,
    SendMessageBatch: sendMessageBatch,
    SetQueueAttributes: settings.setQueueAttributes,
    StartMessageMoveTask: moveTasks.startMessageMoveTask,
    TagQueue: tags.tagQueue,
    UntagQueue: tags.untagQueue,
  },
});

/** `entries.1.member.id` is `Entries.1.Id` here. */
function missing([broken]: readonly Broken[]): string {
  const parts = broken?.path.split(".").filter((part) => part !== "member") ?? [];
  const name = parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join(".");
  return `The request must contain the parameter ${name}.`;
}
