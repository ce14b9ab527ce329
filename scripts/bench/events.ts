import type { ReadyRequest } from "./connection.ts";
import { load } from "./load.ts";
import { signed } from "./signing.ts";
import type { Subject, Workload } from "./workloads.ts";

/** How many events are sent in a run. */
const EVENTS = 1000;
/** So many rules wait for other events of the same source. */
/** As many as a bus may have. */
const RULES = 300;
const QUEUE = "events";

type Asked = Pick<Subject, "endpoint" | "credentials">;

/** A call to EventBridge, signed. */
function call({ endpoint, credentials }: Asked, operation: string, input: object): Promise<ReadyRequest> {
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": `AWSEvents.${operation}` };
  const body = Buffer.from(JSON.stringify(input));
  return signed("events", endpoint, { method: "POST", path: "/", headers, body }, credentials);
}

const Detail = JSON.stringify({ customer: "wanted", text: "x".repeat(512) });
const entry = { Source: "shop", DetailType: "Order", Detail };

/** Events that one of three hundred rules brings to a queue. */
export const eventWorkloads = {
  "put-events": {
    name: "put an event that one of 1,000 rules wants, 16 callers",
    callers: 16,
    turn: 1000,
    requests: (subject: Subject) =>
      Promise.all(Array.from({ length: EVENTS }, () => call(subject, "PutEvents", { Entries: [entry] }))),
  },
} satisfies Record<string, Workload>;

/** Makes the rules, and the queue that lets EventBridge in. */
export async function prepareEvents(subject: Subject): Promise<void> {
  const arn = `arn:aws:sqs:us-east-1:000000000000:${QUEUE}`;
  const Statement = { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: arn };
  const Attributes = { Policy: JSON.stringify({ Version: "2012-10-17", Statement }) };
  const headers = { "content-type": "application/x-amz-json-1.0", "x-amz-target": "AmazonSQS.CreateQueue" };
  const body = Buffer.from(JSON.stringify({ QueueName: QUEUE, Attributes }));
  const queue = { method: "POST", path: "/", headers, body };
  await load(subject.endpoint, [await signed("sqs", subject.endpoint, queue, subject.credentials)], 1);
  const rule = (Name: string, customer: string) =>
    call(subject, "PutRule", {
      Name,
      EventPattern: JSON.stringify({ source: ["shop"], detail: { customer: [customer] } }),
    });
  const others = Array.from({ length: RULES - 1 }, (_, i) => rule(`other-${i}`, `other-${i}`));
  await load(subject.endpoint, await Promise.all([rule("wanted", "wanted"), ...others]), 16);
  const targets = { Rule: "wanted", Targets: [{ Id: "queue", Arn: arn }] };
  await load(subject.endpoint, [await call(subject, "PutTargets", targets)], 1);
}
