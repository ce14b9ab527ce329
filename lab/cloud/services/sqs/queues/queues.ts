import { AwsError } from "../../../errors.ts";
import { pageByKey } from "../../../service/paging.ts";
import { invalidParameter, invalidValue, noSuchQueue } from "../errors.ts";
import { noteDeadLetterQueue, sourcesOf } from "../redrive/sources.ts";
import type { Sqs } from "../state.ts";
import { findQueue, openQueue, putQueue } from "./lookup.ts";
import { urlOf } from "./names.ts";
import { abandon } from "./removal.ts";

const PAGE = 1000;

/** How long after a purge there can't be another one, in milliseconds. */
const BETWEEN_PURGES = 60_000;

export const getQueueUrl: Sqs["GetQueueUrl"] = ({ QueueName: name, QueueOwnerAWSAccountId }, context) => {
  const named = { account: QueueOwnerAWSAccountId ?? context.account, region: context.region, name };
  if (!findQueue(named, context.state)) throw noSuchQueue(context);
  return { QueueUrl: urlOf(named, context) };
};

export const listQueues: Sqs["ListQueues"] = ({ QueueNamePrefix = "", NextToken, MaxResults }, context) => {
  const { state, account, region } = context;
  const size = pageSize(NextToken, MaxResults);
  const names = [...state.queues.keys({ under: [account, region] })].map((key) => String(key.at(-1)));
  const wanted = names.filter((name) => name.startsWith(QueueNamePrefix));
  const { items, next } = pageByKey(wanted, (name) => name, { token: NextToken, size, invalid: badToken });
  const QueueUrls = items.map((name) => urlOf({ account, region, name }, context));
  // Without a size there is one page, and no way to the next.
  return { QueueUrls, ...(next && MaxResults !== undefined && { NextToken: next }) };
};

export const listDeadLetterSourceQueues: Sqs["ListDeadLetterSourceQueues"] = (input, context) => {
  const { QueueUrl, NextToken, MaxResults } = input;
  const size = pageSize(NextToken, MaxResults);
  const all = sourcesOf(openQueue(QueueUrl, context), context.state);
  const { items, next } = pageByKey(all, ({ name }) => name, { token: NextToken, size, invalid: badToken });
  const queueUrls = items.map((queue) => urlOf(queue, context));
  return { queueUrls, ...(next && MaxResults !== undefined && { NextToken: next }) };
};

function pageSize(token: string | undefined, size: number | undefined): number {
  if (token !== undefined && size === undefined)
    throw invalidParameter("MaxResults is a mandatory parameter when you provide a value for NextToken.");
  if (size !== undefined && (size < 1 || size > PAGE))
    throw invalidValue(size, "MaxResults", "MaxResults must be an integer between 1 and 1000.");
  return size ?? PAGE;
}

function badToken(): Error {
  return invalidParameter("Invalid or expired next token.");
}

export const deleteQueue: Sqs["DeleteQueue"] = ({ QueueUrl }, context) => {
  const { cloud, state } = context;
  cloud.store.write(() => {
    const queue = openQueue(QueueUrl, context);
    const { account, region, name } = queue;
    state.queues.delete(account, region, name);
    state.tags.delete(account, region, name);
    state.deleted.put([account, region, name], cloud.clock.now());
    noteDeadLetterQueue(queue, undefined, state);
    abandon(queue, "deleted", state, cloud);
    state.polls.wake(queue.id);
  });
  return {};
};

export const purgeQueue: Sqs["PurgeQueue"] = ({ QueueUrl }, context) => {
  const { cloud, state } = context;
  const now = cloud.clock.now();
  cloud.store.write(() => {
    const queue = openQueue(QueueUrl, context);
    if (queue.purged !== undefined && now < queue.purged + BETWEEN_PURGES) {
      throw new AwsError(
        "PurgeQueueInProgress",
        `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
      );
    }
    abandon(queue, "purged", state, cloud);
    putQueue({ ...queue, generation: queue.generation + 1, purged: now }, state);
  });
  return {};
};
