import type { Message } from "@aws-sdk/client-sqs";
import type { Clients } from "../../cloud.ts";
import type { QueueFacts, QueueSource, Reader, Source, SourceRecord, Wait } from "../../delivery/source.ts";
import { AwsError } from "../../errors.ts";
import { permitted } from "./callers/permission.ts";
import { readHandle } from "./messages/receipts.ts";
import { mayHaveMessages } from "./messages/receive.ts";
import { numberOf } from "./queues/attributes.ts";
import { findQueue } from "./queues/lookup.ts";
import { isFifo, type QueueName, readArn, urlOf } from "./queues/names.ts";
import type { Queue } from "./records.ts";
import type { SqsState } from "./state.ts";

/** The most messages that are handed out, or deleted, at once. */
const MOST = 10;

/** What a reader must be allowed to do. */
const ACTIONS = ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"];

/** Queues, as event source mappings and pipes read them. */
export const source: Source = {
  kind: "queue",
  actions: ACTIONS,
  open: (reader) => new QueueReader(reader),
};

/** Reads messages of a queue as events. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event */
class QueueReader implements QueueSource {
  readonly #reader: Reader;
  readonly #named: QueueName;
  readonly #url: string;

  constructor(reader: Reader) {
    const { arn, cloud } = reader;
    this.#reader = reader;
    this.#named = readArn(arn) ?? { account: "", region: cloud.region, name: "" };
    this.#url = urlOf(this.#named, { cloud });
  }

  async check(): Promise<QueueFacts> {
    const { cloud } = this.#reader;
    const caller = await this.#reader.caller();
    const reading = { queue: this.#named, caller, cloud };
    let queue: Queue | undefined;
    for (const operation of ACTIONS) queue = await permitted({ ...reading, operation }).catch(told);
    if (!queue) throw new Error("Nothing was asked");
    return { visibility: numberOf(queue, "VisibilityTimeout"), isInOrder: isFifo(queue) };
  }

  async receive(most: number, wait: Wait): Promise<readonly SourceRecord[]> {
    const QueueUrl = this.#url;
    const receive = async () => {
      const { Messages = [] } = await (await this.#client()).ReceiveMessage({
        QueueUrl,
        MaxNumberOfMessages: Math.min(most, MOST),
        WaitTimeSeconds: 0,
        AttributeNames: ["All"],
        MessageAttributeNames: ["All"],
      });
      const spanOf = await this.#spans();
      return Messages.map((message) => {
        const record = recordOf(message, this.#reader.arn, this.#named.region);
        const span = spanOf(message);
        return span === undefined ? record : { ...record, span };
      });
    };
    const { trace } = this.#reader.cloud;
    const received = await trace.quietly(receive);
    if (received.length > 0 || !(await this.#arrival(wait))) return received;
    return await trace.quietly(receive);
  }

  /** What tells the span in which a message was sent. */
  async #spans(): Promise<(message: Message) => string | undefined> {
    const { messages, queues } = (await this.#reader.cloud.service("sqs")).state as SqsState;
    const queue = findQueue(this.#named, { queues });
    return ({ ReceiptHandle = "" }) => queue && messages.read(queue, readHandle(ReceiptHandle, queue).number)?.span;
  }

  /** Resolves to whether there is something to receive, as soon as there is. */
  async #arrival({ longest, signal }: Wait): Promise<boolean> {
    const { cloud } = this.#reader;
    const state = (await cloud.service("sqs")).state as SqsState;
    const queue = findQueue(this.#named, state);
    if (!queue || signal?.aborted) return false;
    const found = await state.polls.wait(queue.id, {
      attempt: () => mayHaveMessages(queue, { cloud, state }) || undefined,
      longest,
      nextMoment: () => state.messages.nextMoment(queue),
      whenGone: signal && ((listener) => onAbort(signal, listener)),
    });
    return found ?? false;
  }

  async remove(records: readonly SourceRecord[]): Promise<void> {
    const client = await this.#client();
    for (let at = 0; at < records.length; at += MOST) {
      const Entries = records.slice(at, at + MOST).map(({ event }, index) => ({
        Id: String(index),
        ReceiptHandle: (event as { receiptHandle: string }).receiptHandle,
      }));
      await client.DeleteMessageBatch({ QueueUrl: this.#url, Entries });
    }
  }

  async #client(): Promise<Clients["sqs"]> {
    const { cloud, caller } = this.#reader;
    return cloud.clients(await caller(), this.#named.region).sqs;
  }
}

/** Lambda shows the code that Query's clients know. */
function told(error: Error): never {
  if (error.name !== "QueueDoesNotExist") throw error;
  throw new AwsError("AWS.SimpleQueueService.NonExistentQueue", error.message);
}

function onAbort(signal: AbortSignal, listener: () => void): () => void {
  signal.addEventListener("abort", listener, { once: true });
  return () => signal.removeEventListener("abort", listener);
}

/** A message as a function gets it. */
export function recordOf(message: Message, eventSourceARN: string, awsRegion: string): SourceRecord {
  const { MessageId: messageId = "", ReceiptHandle, Body: body = "", MD5OfBody, Attributes = {} } = message;
  const messageAttributes = Object.entries(message.MessageAttributes ?? {}).map(([name, attribute]) => [
    name,
    {
      ...(attribute.StringValue !== undefined && { stringValue: attribute.StringValue }),
      ...(attribute.BinaryValue && { binaryValue: Buffer.from(attribute.BinaryValue).toString("base64") }),
      stringListValues: [],
      binaryListValues: [],
      dataType: attribute.DataType,
    },
  ]);
  const event = {
    messageId,
    receiptHandle: ReceiptHandle,
    body,
    attributes: Attributes,
    messageAttributes: Object.fromEntries(messageAttributes),
    md5OfBody: MD5OfBody,
    ...(message.MD5OfMessageAttributes !== undefined && { md5OfMessageAttributes: message.MD5OfMessageAttributes }),
    eventSource: "aws:sqs",
    eventSourceARN,
    awsRegion,
  };
  return {
    id: messageId,
    event,
    filtered: { ...event, body: parsed(body) },
    time: Number(Attributes.SentTimestamp ?? 0),
  };
}

/** Filters look into a body that is JSON. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
