import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { DeleteFunctionConcurrencyCommand, PutFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { until } from "../../../until.ts";
import { Functions } from "../../lambda/functions.ts";
import { useScheduler } from "../use-scheduler.ts";

const HOUR = 3_600_000;

describe("Invocations of a schedule that fail", () => {
  const lab = useScheduler();
  const once = () => ({ ScheduleExpression: `at(${new Date(lab.clock.now() + HOUR).toISOString().slice(0, 19)})` });

  /** The only message of a queue. */
  async function only(QueueUrl: string) {
    const { Messages = [] } = await lab.sqs.receiveMessage({ QueueUrl, MessageAttributeNames: ["All"] });
    const [message] = Messages;
    const texts = Object.entries(message?.MessageAttributes ?? {}).map(([name, { StringValue }]) => [
      name,
      StringValue,
    ]);
    return { body: message?.Body, attributes: Object.fromEntries(texts), count: Messages.length };
  }

  it("go to the dead-letter queue with AWS's attributes when the error does not pass", async () => {
    const dead = await lab.queue("dead");
    const target = {
      Arn: "arn:aws:sqs:us-east-1:000000000000:never-made",
      Input: "attempt <aws.scheduler.attempt-number>",
      DeadLetterConfig: { Arn: dead.arn },
    };
    const schedule = await lab.schedule("lost", target, once());
    await lab.clock.advance(2 * HOUR);
    const { body, attributes, count } = await only(dead.url);
    expect(count).to.equal(1);
    expect(body).to.equal("attempt 1");
    const { EXECUTION_ID, ERROR_MESSAGE, SCHEDULED_TIME, ...rest } = attributes;
    expect(EXECUTION_ID).to.match(/^[0-9a-f]{16}$/);
    expect(ERROR_MESSAGE).to.match(/exist/);
    expect(SCHEDULED_TIME).to.match(/Z$/);
    expect(rest).to.deep.equal({
      ERROR_CODE: "QueueDoesNotExist",
      IS_PAYLOAD_TRUNCATED: "false",
      RETRY_ATTEMPTS: "0",
      SCHEDULE_ARN: schedule,
      TARGET_ARN: target.Arn,
    });
  });

  it("are refused for what the role may not do", async () => {
    const dead = await lab.queue("refused");
    const target = await lab.queue("forbidden");
    const RoleArn = await lab.newRole("dead-only", { Action: "sqs:SendMessage", Resource: dead.arn });
    await lab.schedule(
      "refused",
      { Arn: target.arn, RoleArn, Input: "x", DeadLetterConfig: { Arn: dead.arn } },
      once(),
    );
    await lab.clock.advance(2 * HOUR);
    expect((await only(dead.url)).attributes.ERROR_CODE).to.match(/AccessDenied/);
    expect(await lab.bodies(target.url)).to.deep.equal([]);
  });

  const CALL = { Arn: "arn:aws:scheduler:::aws-sdk:lambda:invoke" };

  it("are tried again by the lab's clock, and come through", async () => {
    const functions = await busyFunction("busy");
    const Input = JSON.stringify({ FunctionName: "busy", Payload: JSON.stringify({ a: 1 }) });
    await lab.schedule("busy", { ...CALL, Input }, once());
    await lab.clock.advance(HOUR + 2000);
    await functions.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: "busy" }));
    await lab.clock.advance(HOUR);
    const logs = lab.client(CloudWatchLogs);
    await until(async () => {
      const filter = { logGroupName: "/aws/lambda/busy", filterPattern: "got" };
      const { events = [] } = await logs.filterLogEvents(filter).catch(() => ({ events: [] }));
      return events.some(({ message }) => message?.includes("got 1"));
    });
  }).timeout(30_000);

  it("end when their policy does, which the dead-letter queue is told", async () => {
    const dead = await lab.queue("ended");
    await busyFunction("closed");
    const Input = JSON.stringify({ FunctionName: "closed", Payload: "{}" });
    const RetryPolicy = { MaximumRetryAttempts: 3 };
    await lab.schedule("closed", { ...CALL, Input, RetryPolicy, DeadLetterConfig: { Arn: dead.arn } }, once());
    await lab.clock.advance(2 * HOUR);
    const { body, attributes, count } = await only(dead.url);
    expect(count).to.equal(1);
    expect(body).to.equal(Input);
    expect(attributes).to.include({
      ERROR_CODE: "TooManyRequestsException",
      EXHAUSTED_RETRY_CONDITION: "MaximumRetryAttempts",
      RETRY_ATTEMPTS: "3",
    });
  });

  /** A function that takes no invocation as long as its concurrency is reserved so. */
  async function busyFunction(FunctionName: string) {
    const functions = new Functions(lab.endpoint);
    await functions.makeRole().catch(() => {});
    await functions.create(FunctionName, `export const handler = async ({ a }) => console.log("got " + a);`);
    const ReservedConcurrentExecutions = 0;
    await functions.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
    return functions;
  }
});
