import type { Message } from "@aws-sdk/client-sqs";
import type { Clients } from "../../cloud.ts";
import type { QueueSource, Reader, Source, SourceRecord, Wait } from "../../delivery/source.ts";
import { mayHaveMessages } from "./messages/receive.ts";
import { findQueue } from "./queues/lookup.ts";
import { isFifo, readArn, urlOf } from "./queues/names.ts";
import type { SqsState } from "./state.ts";

/** The most messages that are handed out, or deleted, at once. */
const MOST = 10;

/** Queues, as event source mappings and pipes read them. */
export const source: Source = {
  kind: "queue",
  actions: ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"],
  open: (reader) => new QueueReader(reader),
};

/** Reads messages of a queue as events. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event */
class QueueReader implements QueueSource {
  readonly #reader: Reader;
  readonly #region: string;
  readonly #url: string;

  constructor(reader: Reader) {
    const { arn, cloud } = reader;
    const named = readArn(arn) ?? { account: "", region: cloud.region, name: "" };
    this.#reader = reader;
    this.#region = named.region;
    this.#url = urlOf(named, { cloud });
  }

  async check() {
    const { Attributes = {} } = await (await this.#client()).GetQueueAttributes({
      QueueUrl: this.#url,
      AttributeNames: ["VisibilityTimeout"],
    });
    return { visibility: Number(Attributes.VisibilityTimeout), isInOrder: isFifo({ name: this.#url }) };
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
      return Messages.map((message) => recordOf(message, this.#reader.arn, this.#region));
    };
    const { trace } = this.#reader.cloud;
    const received = await trace.quietly(receive);
    if (received.length > 0 || !(await this.#arrival(wait))) return received;
    return await trace.quietly(receive);
  }

  /** Resolves to whether there is something to receive, as soon as there is. */
  async #arrival({ longest, signal }: Wait): Promise<boolean> {
    const { arn, cloud } = this.#reader;
    const state = (await cloud.service("sqs")).state as SqsState;
    const named = readArn(arn);
    const queue = named && findQueue(named, state);
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
    return cloud.clients(await caller(), this.#region).sqs;
  }
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
