import { PassThrough } from "node:stream";
import type { InvokeWithResponseStreamResponseEvent } from "@aws-sdk/client-lambda";
import type { Lambda } from "../state.ts";
import { chosenOf, type Executed, execute } from "./invocations.ts";
import { checkPayload, eventOf } from "./invoke.ts";

/** Answers what the function answers, piece by piece as it comes; one that does not stream answers in one piece. */
export const invokeWithResponseStream: Lambda["InvokeWithResponseStream"] = async (input, context) => {
  const { InvocationType = "RequestResponse", LogType = "None" } = input;
  checkPayload(input.Payload, "RequestResponse");
  const { name, opened, invocation } = eventOf(input, context);
  if (InvocationType === "DryRun") return { StatusCode: 204, EventStream: undefined };

  const answer = new PassThrough();
  const wantsTail = LogType === "Tail";
  const chosen = chosenOf(opened, context.state);
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const stream = () => {
    begin();
    return answer;
  };
  const outcome = execute(name, { ...invocation, wantsTail, stream }, context.state, chosen);
  // What keeps the function from starting is this operation's error; what comes later is part of the stream.
  await Promise.race([begun, outcome]);
  outcome.finally(() => answer.end()).catch(() => undefined);
  const ExecutedVersion = chosen.version.configuration.Version;
  return { StatusCode: 200, ExecutedVersion, EventStream: events(answer, outcome, wantsTail) };
};

async function* events(
  answer: PassThrough,
  outcome: Promise<Executed>,
  wantsTail: boolean,
): AsyncGenerator<InvokeWithResponseStreamResponseEvent> {
  for await (const Payload of answer) yield { PayloadChunk: { Payload } };
  const { payload, errorType, tail } = await outcome;
  if (!errorType && payload.length > 0) yield { PayloadChunk: { Payload: payload } };
  const failure = errorType && { ErrorCode: errorType, ErrorDetails: payload.toString() };
  yield { InvokeComplete: { ...failure, ...(wantsTail && { LogResult: tail.toString("base64") }) } };
}
