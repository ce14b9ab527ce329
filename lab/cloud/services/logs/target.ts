import { randomUUID } from "node:crypto";
import { refusalOf } from "../../auth/authorize.ts";
import { rootOf } from "../../auth/caller.ts";
import type { Target } from "../../delivery/target.ts";
import { notFound } from "./errors.ts";
import { policyOf } from "./policies/policies.ts";
import type { LogsState } from "./state.ts";

/**
 * A group takes a message as a log event, in a stream of its own, when the resource policies of its account let the sender write.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-cloudwatchlogs-permissions
 */
export const target: Target = {
  async deliver(arn, message, { cloud, caller }) {
    const [, region, account, logGroupName] =
      /^arn:aws:logs:([^:]+):(\d{12}):log-group:([^:]+)(?::\*)?$/.exec(arn) ?? [];
    if (region === undefined || account === undefined || logGroupName === undefined) throw notFound("log group");
    const state = (await cloud.service("logs")).state as LogsState;
    const resource = `arn:aws:logs:${region}:${account}:log-group:${logGroupName}:*`;
    const wanted = ["logs:CreateLogStream", "logs:PutLogEvents"].map((action) => ({
      action,
      resource,
      account,
      policy: policyOf(account, region, state),
    }));
    const refusal = caller && refusalOf(wanted, { caller, region, cloud }, { protocol: "awsJson1_1" });
    if (refusal) throw refusal;
    const { logs } = cloud.clients(rootOf(account), region);
    const logStreamName = randomUUID();
    await logs.CreateLogStream({ logGroupName, logStreamName });
    await logs.PutLogEvents({ logGroupName, logStreamName, logEvents: [logEvent(message.body, cloud.clock.now())] });
  },
};

/** A body that is made of a timestamp and a message is taken apart. */
function logEvent(body: string, now: number): { timestamp: number; message: string } {
  try {
    const { timestamp, message, ...more } = JSON.parse(body) as Record<string, unknown>;
    const time = Number(timestamp);
    if (message !== undefined && Number.isFinite(time) && Object.keys(more).length === 0)
      return { timestamp: time, message: typeof message === "string" ? message : JSON.stringify(message) };
  } catch {
    // Any text is a message.
  }
  return { timestamp: now, message: body };
}
