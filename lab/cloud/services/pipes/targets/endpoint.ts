import type { PipeTargetHttpParameters } from "@aws-sdk/client-pipes";
import { EndpointError, type HttpAnswer } from "../../../delivery/http-answer.ts";
import { sendWith } from "../../../delivery/send.ts";
import { parsed } from "../executions/event.ts";
import { CustomerError } from "../executions/outcome.ts";
import { messageFrom } from "./by-delivery.ts";
import type { OutgoingEvent, PipeTarget, Sending } from "./target.ts";

/** A deployed REST API, or an API destination, takes one event as the body of a request, which is made as the pipe's role. */
export const endpoint: PipeTarget = {
  most: 1,
  async send({ events: [event], parameters, ...sending }) {
    const answer = event && (await request(event, parameters.HttpParameters, sending));
    return { failed: [], answer: parsed(answer ?? "") };
  },
};

/** Sends an event to an HTTP endpoint. Resolves to the body of the answer. */
export async function request(
  event: OutgoingEvent,
  parameters: PipeTargetHttpParameters | undefined,
  { arn, call, way: { cloud, session } }: Pick<Sending, "arn" | "call" | "way">,
): Promise<string> {
  const sending = { call, cloud, caller: session.caller };
  try {
    return ((await sendWith(arn, messageFrom(event, parameters), sending)) as HttpAnswer).body;
  } catch (error) {
    if (!(error instanceof EndpointError)) throw error;
    const { status, body } = error.answer;
    throw new CustomerError(error.message, { service: arn.split(":")[2] ?? "", status, details: body });
  }
}
