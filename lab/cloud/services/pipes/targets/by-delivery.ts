import type { PipeTargetHttpParameters } from "@aws-sdk/client-pipes";
import type { Message } from "../../../delivery/message.ts";
import { sendWith } from "../../../delivery/send.ts";
import { dynamic, dynamicValues } from "../templates/dynamic.ts";
import type { OutgoingEvent, PipeTarget, Sending } from "./target.ts";

/** A target that takes events one by one, as its service takes messages from any other. */
export function byDelivery(most: number): PipeTarget {
  return {
    most,
    async send(sending) {
      const { arn, events, call, way } = sending;
      const sent = { call, cloud: way.cloud, caller: way.session.caller };
      const failed: number[] = [];
      let reason: unknown;
      for (const [place, event] of events.entries())
        await sendWith(arn, messageOf(event, sending), sent).catch((error: Error) => {
          failed.push(place);
          reason = error;
        });
      if (failed.length === events.length) throw reason;
      return { failed };
    },
  };
}

function messageOf(event: OutgoingEvent, { parameters: { HttpParameters: http } }: Sending): Message {
  return messageFrom(event, http);
}

/** An event as a message, with what an HTTP endpoint gets besides. */
export function messageFrom(event: OutgoingEvent, http: PipeTargetHttpParameters | undefined): Message {
  if (!http) return { body: event.text };
  return {
    body: event.text,
    http: {
      headers: dynamicValues(http.HeaderParameters, event),
      query: dynamicValues(http.QueryStringParameters, event),
      path: (http.PathParameterValues ?? []).map((value) => dynamic(value, event)),
    },
  };
}
