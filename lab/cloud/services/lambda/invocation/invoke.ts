import { isUtf8 } from "node:buffer";
import type { InvocationType } from "@aws-sdk/client-lambda";
import { badRequest, tooLarge } from "../errors.ts";
import { LARGEST_EVENT } from "../functions/limits.ts";
import { type Named, resolve } from "../functions/lookup.ts";
import { arnOf, readName } from "../functions/names.ts";
import type { Lambda, LambdaContext } from "../state.ts";
import { chosenOf, execute, newTraceId } from "./invocations.ts";

/** The longest client context, in characters of its base64. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
const MAX_CLIENT_CONTEXT = 3583;

/** X-Ray's header as the invoker may send it: it travels on in headers, and in variables of the environment. */
const TRACE = /^[\x20-\x7e]{1,1024}$/;

const EMPTY = Buffer.from("{}");

export const invoke: Lambda["Invoke"] = async (input, context) => {
  const { InvocationType = "RequestResponse", LogType = "None", Payload } = input;
  checkPayload(Payload, InvocationType);
  const event = eventOf(input, context);
  switch (InvocationType) {
    case "DryRun":
      return { StatusCode: 204 };
    case "Event":
      context.state.events.add(event.name, event.invocation);
      return { StatusCode: 202 };
    default:
      return await answer(event, LogType === "Tail", context);
  }
};

/** Refuses an event that is too large. */
export function checkPayload(payload: Uint8Array | undefined, type: InvocationType): void {
  const limit = type === "Event" ? LARGEST_EVENT.asynchronous : LARGEST_EVENT.synchronous;
  if (payload && payload.length > limit) throw tooLarge("InvokeFunction", limit);
}

type Event = ReturnType<typeof eventOf>;

async function answer({ name, opened, invocation }: Event, wantsTail: boolean, { state, http }: LambdaContext) {
  const event = wantsTail ? { ...invocation, wantsTail } : invocation;
  const { payload, errorType, tail, version } = await execute(name, event, state, chosenOf(opened, state));
  if (http) http.responseHeaders["content-type"] = "application/json";
  return {
    StatusCode: 200,
    ExecutedVersion: version,
    Payload: payload,
    ...(errorType && { FunctionError: "Unhandled" }),
    ...(wantsTail && { LogResult: tail.toString("base64") }),
  };
}

/** What an invoker says of an event. */
interface EventInput extends Named {
  readonly Payload?: Uint8Array;
  readonly ClientContext?: string;
}

/** Reads an event, and for whom it is. Throws AWS's errors for what is no JSON, and for a function that is not there. */
export function eventOf(input: EventInput, context: LambdaContext) {
  // Whether another account may was decided before.
  const opened = resolve(readName(input, context), context.state);
  const { name } = opened;
  const payload = input.Payload?.length ? input.Payload : EMPTY;
  const explain = (reason: string) => `Could not parse request body into json: ${reason}`;
  if (!isUtf8(payload)) throw badRequest(explain("Could not parse payload into json: Invalid UTF-8"));
  parse(Buffer.from(payload).toString(), explain);
  const trace = context.http?.headers["x-amzn-trace-id"];
  const invocation = {
    requestId: context.requestId,
    payload,
    arn: arnOf(name),
    traceId: typeof trace === "string" && TRACE.test(trace) ? trace : newTraceId(context.cloud.clock.now()),
    ...(input.ClientContext && { clientContext: clientContextOf(input.ClientContext) }),
  };
  return { name, opened, invocation };
}

/**
 * The client context travels as JSON in base64. It is written anew, in one line and without a character that headers can't
 * hold, since it goes into one.
 */
function clientContextOf(base64: string): string {
  const problem = "Client context must be a valid Base64-encoded JSON object.";
  if (base64.length > MAX_CLIENT_CONTEXT) {
    throw badRequest(`Client context must be at most ${MAX_CLIENT_CONTEXT} bytes of Base64.`);
  }
  const content = parse(Buffer.from(base64, "base64").toString(), () => problem);
  if (typeof content !== "object" || content === null || Array.isArray(content)) throw badRequest(problem);
  return JSON.stringify(content).replaceAll("\x7f", "\\u007f");
}

function parse(json: string, explain: (reason: string) => string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw badRequest(explain((error as Error).message));
  }
}
