import { randomBytes } from "node:crypto";
import { AwsError } from "../../../errors.ts";
import { invalidAttribute, unknownAttribute } from "../errors.ts";
import type { Queue } from "../records.ts";
import { checkDeadLetterQueue } from "../redrive/policies.ts";
import { noteDeadLetterQueue } from "../redrive/sources.ts";
import type { Sqs, SqsContext } from "../state.ts";
import { allOf, changed } from "./attributes.ts";
import { findQueue, putQueue } from "./lookup.ts";
import { checkName, type QueueName, urlOf } from "./names.ts";
import { checkTags } from "./tags.ts";

/** How long a name is not free after its queue was deleted, in milliseconds. */
const RECENTLY = 60_000;

/** Makes a queue, or answers the one of that name that is as asked for. */
export const createQueue: Sqs["CreateQueue"] = (input, context) => {
  const { cloud, state, account, region } = context;
  const { QueueName: name, Attributes = {}, tags = {} } = input;
  const { FifoQueue, ...others } = Attributes;
  const wantsFifo = readFifo(FifoQueue);
  checkName(name, wantsFifo);
  checkTags(tags);
  const named = { account, region, name };
  const fixed: Record<string, string> = wantsFifo ? { FifoQueue: "true" } : {};
  const attributes = changed({ name, attributes: fixed }, others as Record<string, string>);
  return cloud.store.write(() => {
    const existing = findQueue(named, state);
    if (existing) {
      checkSame(existing, { ...attributes }, Attributes as Record<string, string>);
    } else {
      checkFree(named, context);
      const now = cloud.clock.now();
      const id = randomBytes(9).toString("base64url");
      const queue: Queue = { ...named, id, generation: 0, created: now, modified: now, attributes };
      checkDeadLetterQueue(queue, state);
      putQueue(queue, state);
      noteDeadLetterQueue(undefined, queue, state);
      state.deleted.delete(account, region, name);
      if (Object.keys(tags).length > 0) state.tags.put([account, region, name], tags);
    }
    return { QueueUrl: urlOf(named, context) };
  });
};

/** Standard queues do not say that they are none: AWS takes `true` alone. */
function readFifo(value: string | undefined): boolean {
  if (value === undefined) return false;
  if (/^true$/i.test(value)) return true;
  throw /^false$/i.test(value) ? unknownAttribute("FifoQueue") : invalidAttribute("FifoQueue");
}

function checkSame(existing: Queue, wanted: Record<string, string>, given: Record<string, string>): void {
  const now = allOf(existing);
  const different = Object.keys(given).find((name) => wanted[name] !== now[name]);
  if (different === undefined) return;
  throw new AwsError(
    "QueueNameExists",
    `A queue already exists with the same name and a different value for attribute ${different}`,
  );
}

function checkFree({ account, region, name }: QueueName, { cloud, state }: SqsContext): void {
  const deleted = state.deleted.get(account, region, name);
  if (deleted === undefined || cloud.clock.now() >= deleted + RECENTLY) return;
  throw new AwsError(
    "QueueDeletedRecently",
    "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
  );
}
