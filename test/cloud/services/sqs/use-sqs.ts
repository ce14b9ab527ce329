import { type Message, type ReceiveMessageRequest, SQS } from "@aws-sdk/client-sqs";
import { type SuiteCloud, useCloud } from "../../use-cloud.ts";

export const ACCOUNT = "000000000000";

/** A cloud with SQS for the suite that calls this. */
export interface SuiteSqs extends SuiteCloud {
  readonly sqs: SQS;
  /** Makes a queue and answers its URL. */
  queue(attributes?: Record<string, string>): Promise<string>;
  /** The same of a first-in-first-out queue. */
  fifo(attributes?: Record<string, string>): Promise<string>;
  /** Receives once, and answers the bodies. */
  bodies(url: string, more?: Partial<ReceiveMessageRequest>): Promise<(string | undefined)[]>;
  receive(url: string, more?: Partial<ReceiveMessageRequest>): Promise<Message[]>;
  /** `visible/in flight/delayed`, as GetQueueAttributes counts. */
  counts(url: string): Promise<string>;
}

export function arnOf(url: string): string {
  return `arn:aws:sqs:us-east-1:${ACCOUNT}:${url.split("/").at(-1)}`;
}

export function useSqs(): SuiteSqs {
  const lab = useCloud();
  let sqs: SQS;
  let made = 0;
  before(() => {
    sqs = lab.client(SQS);
  });
  const make = async (QueueName: string, Attributes: Record<string, string>) => {
    const { QueueUrl = "" } = await sqs.createQueue({ QueueName, Attributes });
    return QueueUrl;
  };
  const receive: SuiteSqs["receive"] = async (QueueUrl, more = {}) => {
    const { Messages = [] } = await sqs.receiveMessage({ QueueUrl, MaxNumberOfMessages: 10, ...more });
    return Messages;
  };
  return Object.defineProperties(lab, {
    sqs: { get: () => sqs },
    queue: { value: (attributes: Record<string, string> = {}) => make(`queue-${++made}`, attributes) },
    fifo: {
      value: (attributes: Record<string, string> = {}) =>
        make(`queue-${++made}.fifo`, { FifoQueue: "true", ...attributes }),
    },
    receive: { value: receive },
    bodies: { value: async (...of: Parameters<typeof receive>) => (await receive(...of)).map(({ Body }) => Body) },
    counts: {
      async value(QueueUrl: string) {
        const { Attributes = {} } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ["All"] });
        const { ApproximateNumberOfMessages: visible, ApproximateNumberOfMessagesNotVisible: inFlight } = Attributes;
        return `${visible}/${inFlight}/${Attributes.ApproximateNumberOfMessagesDelayed}`;
      },
    },
  }) as SuiteSqs;
}
