import { sendWith } from "../../../delivery/send.ts";
import { serviceOf } from "../../../delivery/source.ts";
import { dynamic } from "../templates/dynamic.ts";
import type { OutgoingEvent, PipeTarget, Sending } from "./target.ts";

/** A bus takes each event as the detail of one of its own. */
export const eventBus: PipeTarget = {
  most: 10,
  async send(sending) {
    const { arn, events, call, way } = sending;
    const failed: number[] = [];
    let reason: unknown;
    for (const [place, event] of events.entries()) {
      const message = { body: event.text, event: busEventOf(event, sending) };
      await sendWith(arn, message, { call, cloud: way.cloud }).catch((error: Error) => {
        failed.push(place);
        reason = error;
      });
    }
    if (failed.length === events.length) throw reason;
    return { failed };
  },
};

function busEventOf(event: OutgoingEvent, { parameters, way: { pipe } }: Sending) {
  const { Source, DetailType, Resources = [] } = parameters.EventBridgeEventBusParameters ?? {};
  return {
    source: Source === undefined ? `Pipe ${pipe.name}` : dynamic(Source, event),
    detailType: DetailType === undefined ? `Event from aws:${serviceOf(pipe.source)}` : dynamic(DetailType, event),
    resources: Resources.map((resource) => dynamic(resource, event)),
  };
}
