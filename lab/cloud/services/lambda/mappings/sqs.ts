import type { QueueSource, Source, SourceRecord } from "../../../delivery/source.ts";

/** The most messages that SQS hands out at once, and the longest that it waits for one, in seconds. */
const MOST = 10;
const WAIT = 20;

/** SQS's operations as far as a mapping needs them. */
export interface Sqs {
  ReceiveMessage(input: object): Promise<{ Messages?: readonly SqsMessage[] }>;
  DeleteMessageBatch(input: object): Promise<object>;
}

/** A message as ReceiveMessage answers it. */
export interface SqsMessage {
  readonly MessageId?: string;
  readonly ReceiptHandle?: string;
  readonly Body?: string;
  readonly MD5OfBody?: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MessageAttributes?: Readonly<Record<string, SqsAttribute>>;
}

interface SqsAttribute {
  readonly DataType?: string;
  readonly StringValue?: string;
  readonly BinaryValue?: Uint8Array;
}

/** Queues of SQS. (The service is to come: then this is its `source.ts`.) */
export const source: Source = {
  kind: "queue",
  open({ arn, cloud, caller }) {
    const [, , , region = "", account = "", queue = ""] = arn.split(":");
    const client = async () => (cloud.clients(await caller(), region) as unknown as { sqs: Sqs }).sqs;
    return readQueue({ client, arn, region, url: `${cloud.endpoint}/${account}/${queue}` });
  },
};

/** Where a queue is, and how to call it. */
interface Queue {
  readonly client: () => Promise<Sqs>;
  readonly arn: string;
  readonly region: string;
  readonly url: string;
}

/** Reads messages of a queue as events. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event */
export function readQueue({ client, arn, region, url: QueueUrl }: Queue): QueueSource {
  return {
    async receive(most) {
      const { Messages = [] } = await (await client()).ReceiveMessage({
        QueueUrl,
        MaxNumberOfMessages: Math.min(most, MOST),
        WaitTimeSeconds: WAIT,
        AttributeNames: ["All"],
        MessageAttributeNames: ["All"],
      });
      return Messages.map((message) => recordOf(message, arn, region));
    },
    async remove(records) {
      const sqs = await client();
      for (let at = 0; at < records.length; at += MOST) {
        const Entries = records.slice(at, at + MOST).map(({ event }, index) => ({
          Id: String(index),
          ReceiptHandle: (event as { receiptHandle: string }).receiptHandle,
        }));
        await sqs.DeleteMessageBatch({ QueueUrl, Entries });
      }
    },
  };
}

function recordOf(message: SqsMessage, eventSourceARN: string, awsRegion: string): SourceRecord {
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
