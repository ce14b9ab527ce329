import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateEventSourceMappingCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { Connection } from "./connection.ts";
import { createFunction, createRole } from "./functions.ts";
import { load, median } from "./load.ts";
import { call, fill, handleIn, urlOf } from "./queues.ts";
import { type Figure, ms, times } from "./report.ts";
import type { Sizes } from "./sizes.ts";

const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const REGION = "us-east-1";
const ACCOUNT = "000000000000";

/** How long the logs may take to tell what functions did, in milliseconds. */
const PATIENCE = 30_000;

/** How often a message is fanned out. */
const ROUNDS = 7;

/** What grows with queues: their length, who hears of a message, how soon a function works on it. */
export async function* benchQueues(endpoint: string, sizes: Sizes): AsyncGenerator<Figure> {
  yield await longQueue(endpoint, sizes);
  yield await functionStart(endpoint, sizes);
  yield await fanOut(endpoint, sizes);
}

/** A message's life (sent, received, deleted) in a queue of many messages, beside one of few. */
async function longQueue(endpoint: string, { queued, invocations }: Sizes): Promise<Figure> {
  const taken: number[] = [];
  for (const count of queued) {
    const name = `queue-of-${count}`;
    const QueueUrl = urlOf({ endpoint }, name);
    await load(endpoint, [await call({ endpoint }, "CreateQueue", { QueueName: name })], 1);
    await fill({ endpoint }, name, count);
    const send = await call({ endpoint }, "SendMessage", { QueueUrl, MessageBody: "x".repeat(1024) });
    const receive = await call({ endpoint }, "ReceiveMessage", { QueueUrl });
    const connection = new Connection(endpoint);
    const lives: number[] = [];
    for (let i = 0; i < invocations; i++) {
      let begun = performance.now();
      await connection.send(send);
      const answer = await connection.ask(receive);
      let life = performance.now() - begun;
      const remove = await call({ endpoint }, "DeleteMessage", { QueueUrl, ReceiptHandle: handleIn(answer) });
      begun = performance.now();
      await connection.send(remove);
      life += performance.now() - begun;
      lives.push(life);
    }
    connection.close();
    taken.push(median(lives));
  }
  const [few, many] = queued.map((count) => count.toLocaleString("en"));
  const [small = 0, large = 0] = taken;
  return {
    name: `send, receive, delete in a queue of ${many}, p50`,
    value: ms(large),
    floor: `${ms(small)} (of ${few})`,
    ratio: times(large / small),
    aim: "1×",
  };
}

/** How long after the begin of its sending a warm function begins with a message. */
async function functionStart(endpoint: string, { events }: Sizes): Promise<Figure> {
  const name = "bench-queue";
  const lambda = new LambdaClient({ endpoint, region: REGION, credentials });
  const logs = new CloudWatchLogsClient({ endpoint, region: REGION, credentials });
  // It lets the function log, too.
  const policy = "arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole";
  await createFunction(lambda, name, await createRole(endpoint, name, [policy]));
  await load(endpoint, [await call({ endpoint }, "CreateQueue", { QueueName: name })], 1);
  const EventSourceArn = `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
  await lambda.send(new CreateEventSourceMappingCommand({ FunctionName: name, EventSourceArn, BatchSize: 1 }));
  const count = Math.min(events, 100);
  const connection = new Connection(endpoint);
  for (let sent = 1; sent <= count; sent++) {
    const MessageBody = String(performance.timeOrigin + performance.now());
    await connection.send(
      await call({ endpoint }, "SendMessage", { QueueUrl: urlOf({ endpoint }, name), MessageBody }),
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  connection.close();
  const waited = await logged(logs, `/aws/lambda/${name}`, count);
  for (const client of [lambda, logs]) client.destroy();
  // The first ones met a function that was not warm.
  const warm = waited.slice(Math.floor(count / 10));
  return { name: "send to a function's start, p50", value: ms(median(warm)), floor: "", ratio: "", aim: "10 ms" };
}

/** What functions logged of how long their messages had waited. */
async function logged(logs: CloudWatchLogsClient, logGroupName: string, count: number): Promise<number[]> {
  const until = performance.now() + PATIENCE;
  for (;;) {
    const command = new FilterLogEventsCommand({ logGroupName, filterPattern: "waited" });
    const { events = [] } = await logs.send(command).catch(() => ({ events: [] }));
    const waited = events.flatMap(({ message = "" }) => /waited ([\d.]+)/.exec(message)?.slice(1).map(Number) ?? []);
    if (waited.length >= count) return waited;
    if (performance.now() > until) throw new Error(`${count} messages were sent, and ${waited.length} worked on`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** How long until a message to a topic was received from all of its queues, by consumers that wait for it. */
async function fanOut(endpoint: string, { queues }: Sizes): Promise<Figure> {
  const sns = new SNSClient({ endpoint, region: REGION, credentials });
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "bench" }));
  const names = Array.from({ length: queues }, (_, i) => `fan-out-${i}`);
  for (const QueueName of names) {
    const Endpoint = `arn:aws:sqs:${REGION}:${ACCOUNT}:${QueueName}`;
    const Statement = [
      { Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Action: "sqs:SendMessage", Resource: Endpoint },
    ];
    const Attributes = { Policy: JSON.stringify({ Version: "2012-10-17", Statement }) };
    await load(endpoint, [await call({ endpoint }, "CreateQueue", { QueueName, Attributes })], 1);
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint }));
  }
  const receives = await Promise.all(
    names.map((name) =>
      call({ endpoint }, "ReceiveMessage", { QueueUrl: urlOf({ endpoint }, name), WaitTimeSeconds: 20 }),
    ),
  );
  const taken: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const received = receives.map(async (receive) => {
      const connection = new Connection(endpoint);
      handleIn(await connection.ask(receive));
      connection.close();
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const begun = performance.now();
    await sns.send(new PublishCommand({ TopicArn, Message: "x".repeat(1024) }));
    await Promise.all(received);
    taken.push(performance.now() - begun);
  }
  sns.destroy();
  return {
    name: `one message to ${queues} queues, received`,
    value: ms(median(taken)),
    floor: "",
    ratio: "",
    aim: "50 ms",
  };
}
