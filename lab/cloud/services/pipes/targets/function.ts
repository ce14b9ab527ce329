import { parsed } from "../executions/event.ts";
import { CustomerError } from "../executions/outcome.ts";
import type { Sending } from "./target.ts";
import { ALL_TAKEN, type PipeTarget } from "./target.ts";

/** A function takes all events at once, as a list, and may say which of them it failed. */
export const lambdaFunction: PipeTarget = {
  most: 10_000,
  async send(sending) {
    const isAsynchronous = sending.parameters.LambdaFunctionParameters?.InvocationType === "FIRE_AND_FORGET";
    const answer = await invoke(sending, isAsynchronous);
    return isAsynchronous ? ALL_TAKEN : { failed: [], answer: parsed(answer) };
  },
};

/** Invokes a function with a list of events. Resolves to what it answered. */
export async function invoke(
  { arn, events, call }: Pick<Sending, "arn" | "events" | "call">,
  isAsynchronous = false,
): Promise<string> {
  const { Payload, FunctionError } = await call.lambda.Invoke({
    FunctionName: arn,
    InvocationType: isAsynchronous ? "Event" : "RequestResponse",
    Payload: Buffer.from(listOf(events)),
  });
  const answer = Buffer.from(Payload ?? []).toString();
  if (FunctionError === undefined) return answer;
  throw new CustomerError("The function failed", { service: "lambda", status: 200, details: answer });
}

/** Events as the elements of a list: what is not JSON is a text. */
function listOf(events: Sending["events"]): string {
  const elements = events.map(({ text }) => (parsed(text) === undefined ? JSON.stringify(text) : text));
  return `[${elements.join(",")}]`;
}
