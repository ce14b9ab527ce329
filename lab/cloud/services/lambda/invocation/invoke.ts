import type { InvocationType } from "@aws-sdk/client-lambda";
import { checkEnum } from "../constraints.ts";
import { badRequest, tooLarge } from "../errors.ts";
import { type Named, resolve } from "../functions/lookup.ts";
import { LARGEST_EVENT } from "../limits.ts";
import { arnOf, readName } from "../names.ts";
import type { Lambda, LambdaContext } from "../state.ts";
import { execute, newTraceId } from "./invocations.ts";

const EMPTY = Buffer.from("{}");

export const invoke: Lambda["Invoke"] = async (input, context) => {
  const { InvocationType = "RequestResponse", LogType = "None", Payload } = input;
  checkEnum("invocationType", InvocationType, ["Event", "RequestResponse", "DryRun"]);
  checkEnum("logType", LogType, ["None", "Tail"]);
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

async function answer({ name, invocation }: Event, wantsTail: boolean, { state, http }: LambdaContext) {
  const { payload, errorType, tail, version } = await execute(name, { ...invocation, wantsTail }, state);
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
  const { name } = resolve(readName(input, context), context.state);
  const payload = input.Payload?.length ? input.Payload : EMPTY;
  parse(Buffer.from(payload).toString(), (reason) => `Could not parse request body into json: ${reason}`);
  const trace = context.http?.headers["x-amzn-trace-id"];
  const invocation = {
    requestId: context.requestId,
    payload,
    arn: arnOf(name),
    traceId: typeof trace === "string" ? trace : newTraceId(context.cloud.clock.now()),
    ...(input.ClientContext && { clientContext: clientContextOf(input.ClientContext) }),
  };
  return { name, invocation };
}

/** The client context travels as JSON in base64. It is written anew, in one line, since it goes into a header. */
function clientContextOf(base64: string): string {
  const json = Buffer.from(base64, "base64").toString();
  return JSON.stringify(parse(json, () => "Client context must be a valid Base64-encoded JSON object."));
}

function parse(json: string, explain: (reason: string) => string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw badRequest(explain((error as Error).message));
  }
}
