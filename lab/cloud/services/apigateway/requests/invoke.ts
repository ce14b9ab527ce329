import { Readable } from "node:stream";
import type { InvokeWithResponseStreamResponseEvent } from "@aws-sdk/client-lambda";
import { accountIn } from "../../../auth/access-table.ts";
import { type Caller, serviceIn } from "../../../auth/caller.ts";
import type { Clients, Cloud } from "../../../cloud.ts";
import { callerOf } from "../../../delivery/principals.ts";
import type { Home } from "../shared/homes.ts";

/** What a function answered. */
export interface Invoked {
  readonly failed: boolean;
  readonly payload: Buffer;
}

/** An invocation by API Gateway. */
export interface Invocation {
  readonly cloud: Cloud;
  readonly home: Pick<Home, "account" | "region">;
  /** An ARN, of a version or an alias too. */
  readonly functionArn: string;
  /** The ARN of the method, route or authorizer: the function's policy decides on it. */
  readonly source: string;
  /** A role to call as, instead of the service itself. */
  readonly credentials?: string | undefined;
  readonly event: unknown;
  /** Milliseconds. */
  readonly timeout: number;
}

/** Invokes a function, and waits no longer than told. `refused` when it is not there, throttled, or does not let the API in. */
export async function invokeFunction(invocation: Invocation): Promise<Invoked | "late" | "refused"> {
  const { cloud, functionArn, event, timeout } = invocation;
  const call = async (): Promise<Invoked | "refused"> => {
    try {
      const { lambda } = await clientsOf(invocation);
      const Payload = Buffer.from(typeof event === "string" ? event : JSON.stringify(event));
      const answer = await lambda.Invoke({ FunctionName: functionArn, Payload });
      return {
        failed: answer.FunctionError !== undefined,
        payload: Buffer.from((answer.Payload as Uint8Array) ?? ""),
      };
    } catch {
      return "refused";
    }
  };
  return await within(cloud, timeout, call());
}

/**
 * Invokes a function for what it streams. `refused` when it is not there, throttled, or does not let the API in; the stream fails
 * when the function does.
 */
export async function invokeStreaming(invocation: Omit<Invocation, "timeout">): Promise<Readable | "refused"> {
  const { functionArn, event } = invocation;
  try {
    const { lambda } = await clientsOf(invocation);
    const Payload = Buffer.from(JSON.stringify(event));
    const { EventStream } = await lambda.InvokeWithResponseStream({ FunctionName: functionArn, Payload });
    return Readable.from(chunksOf(EventStream ?? []));
  } catch {
    return "refused";
  }
}

async function* chunksOf(
  events: AsyncIterable<InvokeWithResponseStreamResponseEvent> | Iterable<InvokeWithResponseStreamResponseEvent>,
): AsyncGenerator<Uint8Array> {
  for await (const { PayloadChunk, InvokeComplete } of events) {
    if (PayloadChunk?.Payload) yield PayloadChunk.Payload;
    if (InvokeComplete?.ErrorCode) throw new Error(InvokeComplete.ErrorDetails);
  }
}

async function clientsOf({ cloud, home, source, credentials }: Omit<Invocation, "timeout">): Promise<Clients> {
  const { account, region } = home;
  const service = serviceIn(account, "apigateway.amazonaws.com", source);
  return cloud.clients(credentials === undefined ? service : await assumedRole(cloud, account, credentials), region);
}

/** A role that trusts API Gateway. It must be of the API's own account, however the API came to name it. */
export async function assumedRole(cloud: Cloud, account: string, role: string): Promise<Caller> {
  if (accountIn(role) !== account) throw new Error("Cross-account pass role is not allowed.");
  const session = "BackplaneAssumeRoleSession";
  return await callerOf({ role, service: "apigateway.amazonaws.com", account, session }, cloud);
}

/** What a promise brings, or `late` after so many milliseconds of the lab's time. */
export async function within<T>(cloud: Cloud, timeout: number, work: Promise<T>): Promise<T | "late"> {
  let stop = () => {};
  const late = new Promise<"late">((resolve) => {
    stop = cloud.clock.after(timeout, () => resolve("late"));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    stop();
  }
}
