import type { ReadyRequest } from "./connection.ts";
import { load } from "./load.ts";
import { signed } from "./signing.ts";
import type { Subject, Workload } from "./workloads.ts";

/** How many messages are sent in a run, and wait before the others are received. */
const MESSAGES = 1000;
/** How many messages there are to be deleted: a run uses one up with each request. */
const DELETED = 10_000;
const BATCH = 10;
const SENT = "sent";
const WAITING = "waiting";
const USED_UP = "used-up";

const BODY = "x".repeat(1024);

type Asked = Pick<Subject, "endpoint" | "credentials">;

/** A call to SQS, signed. */
export function call({ endpoint, credentials }: Asked, operation: string, input: object): Promise<ReadyRequest> {
  const headers = { "content-type": "application/x-amz-json-1.0", "x-amz-target": `AmazonSQS.${operation}` };
  const body = Buffer.from(JSON.stringify(input));
  return signed("sqs", endpoint, { method: "POST", path: "/", headers, body }, credentials);
}

/** A queue of the account that the benchmarks are of. */
export const urlOf = ({ endpoint }: Asked, name: string) => `${endpoint}/000000000000/${name}`;

const sends = (subject: Asked, name: string) =>
  Promise.all(
    Array.from({ length: MESSAGES }, () =>
      call(subject, "SendMessage", { QueueUrl: urlOf(subject, name), MessageBody: BODY }),
    ),
  );

/** Requests for messages. One that is received can be received again at once, so that there always is one. */
export const queueWorkloads = {
  "send-message": {
    name: "send a message of 1 KiB, 16 callers",
    callers: 16,
    turn: 1000,
    requests: (subject: Subject) => sends(subject, SENT),
  },
  "receive-message": {
    name: "receive a message of 1 KiB, 16 callers",
    callers: 16,
    turn: 1000,
    requests: (subject: Subject) =>
      Promise.all(
        Array.from({ length: MESSAGES }, () =>
          call(subject, "ReceiveMessage", { QueueUrl: urlOf(subject, WAITING), VisibilityTimeout: 0 }),
        ),
      ),
  },
  "receive-delete": {
    name: "receive and delete a message of 1 KiB, 16 callers",
    callers: 16,
    turn: 500,
    isCounted: true,
    requests: async (subject: Subject) => {
      await fill(subject, USED_UP, DELETED);
      return [await call(subject, "ReceiveMessage", { QueueUrl: urlOf(subject, USED_UP), VisibilityTimeout: 600 })];
    },
    follow: (answer, subject) =>
      call(subject, "DeleteMessage", { QueueUrl: urlOf(subject, USED_UP), ReceiptHandle: handleIn(answer) }),
  },
} satisfies Record<string, Workload>;

export function handleIn(answer: string): string {
  const [, handle] = /"ReceiptHandle": *"([^"]+)"/.exec(answer) ?? [];
  if (handle === undefined) throw new Error("There was no message to receive");
  return handle;
}

/** Sends so many messages to a queue. */
export async function fill(subject: Asked, name: string, count: number): Promise<void> {
  const Entries = Array.from({ length: BATCH }, (_, i) => ({ Id: `${i}`, MessageBody: BODY }));
  const batch = await call(subject, "SendMessageBatch", { QueueUrl: urlOf(subject, name), Entries });
  await load(subject.endpoint, Array(count / BATCH).fill(batch), 16);
}

/** Makes the queues, and sends the messages that are received. */
export async function prepareQueues(subject: Subject): Promise<void> {
  for (const QueueName of [SENT, WAITING, USED_UP])
    await load(subject.endpoint, [await call(subject, "CreateQueue", { QueueName })], 1);
  await load(subject.endpoint, await sends(subject, WAITING), 16);
}
