import { EventBridge, type PutEventsRequestEntry, type Target } from "@aws-sdk/client-eventbridge";
import { SQS } from "@aws-sdk/client-sqs";
import { until } from "../../until.ts";
import { type SuiteCloud, useCloud } from "../../use-cloud.ts";

export const ACCOUNT = "000000000000";

/** A cloud with EventBridge for the suite that calls this. */
export interface SuiteEventBridge extends SuiteCloud {
  readonly events: EventBridge;
  readonly sqs: SQS;
  /** Makes a queue that lets EventBridge in. */
  queue(attributes?: Record<string, string>): Promise<{ url: string; arn: string }>;
  /** Makes a rule whose target is a new queue. @returns the queue, and the rule's name */
  rule(parts: RuleParts): Promise<{ url: string; arn: string; name: string }>;
  put(...entries: Partial<PutEventsRequestEntry>[]): Promise<(string | undefined)[]>;
  /** The bodies of a queue's messages, as soon as there are so many. */
  bodies(url: string, count?: number): Promise<string[]>;
}

export interface RuleParts {
  readonly pattern?: object;
  readonly schedule?: string;
  readonly bus?: string;
  readonly target?: Partial<Target>;
  readonly queue?: Record<string, string>;
}

export function useEventBridge(): SuiteEventBridge {
  const lab = useCloud();
  let events: EventBridge;
  let sqs: SQS;
  let made = 0;
  before(() => {
    events = lab.client(EventBridge);
    sqs = lab.client(SQS);
  });
  const queue = async (attributes: Record<string, string> = {}) => {
    const name = `queue-${++made}${attributes.FifoQueue ? ".fifo" : ""}`;
    const arn = `arn:aws:sqs:us-east-1:${ACCOUNT}:${name}`;
    const Statement = {
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: arn,
    };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    const { QueueUrl: url = "" } = await sqs.createQueue({ QueueName: name, Attributes: { Policy, ...attributes } });
    return { url, arn };
  };
  const rule = async ({ pattern, schedule, bus, target, queue: attributes }: RuleParts) => {
    const name = `rule-${++made}`;
    const { url, arn } = await queue(attributes);
    await events.putRule({
      Name: name,
      EventBusName: bus,
      EventPattern: pattern && JSON.stringify(pattern),
      ScheduleExpression: schedule,
    });
    await events.putTargets({ Rule: name, EventBusName: bus, Targets: [{ Id: "1", Arn: arn, ...target }] });
    return { url, arn, name };
  };
  const put = async (...entries: Partial<PutEventsRequestEntry>[]) => {
    const usual = { Source: "app", DetailType: "Order", Detail: "{}" };
    const { Entries = [] } = await events.putEvents({ Entries: entries.map((one) => ({ ...usual, ...one })) });
    return Entries.map(({ EventId, ErrorCode }) => EventId ?? ErrorCode);
  };
  const bodies = async (QueueUrl: string, count = 1) => {
    const found: string[] = [];
    await until(async () => {
      const { Messages = [] } = await sqs.receiveMessage({ QueueUrl, MaxNumberOfMessages: 10 });
      found.push(...Messages.map(({ Body = "" }) => Body));
      return found.length >= count;
    });
    return found;
  };
  return Object.defineProperties(lab, {
    events: { get: () => events },
    sqs: { get: () => sqs },
    queue: { value: queue },
    rule: { value: rule },
    put: { value: put },
    bodies: { value: bodies },
  }) as SuiteEventBridge;
}
