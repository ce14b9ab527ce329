import { serviceOf } from "../../../delivery/source.ts";
import { dynamic } from "../templates/dynamic.ts";
import { momentOf } from "./moment.ts";
import { type OutgoingEvent, type PipeTarget, placesWithError, type Sending } from "./target.ts";

/** A bus takes each event as the detail of one of its own. */
export const eventBus: PipeTarget = {
  most: 10,
  async send(sending) {
    const { events, call } = sending;
    const { Entries = [] } = await call.events.PutEvents({ Entries: events.map((event) => entryOf(event, sending)) });
    return { failed: placesWithError(Entries) };
  },
};

function entryOf(event: OutgoingEvent, { arn, parameters, way: { pipe } }: Sending) {
  const { Source, DetailType, Resources = [], Time } = parameters.EventBridgeEventBusParameters ?? {};
  return {
    EventBusName: arn,
    Source: Source === undefined ? `Pipe ${pipe.name}` : dynamic(Source, event),
    DetailType: DetailType === undefined ? `Event from aws:${serviceOf(pipe.source)}` : dynamic(DetailType, event),
    Resources: Resources.map((resource) => dynamic(resource, event)),
    Detail: event.text,
    ...(Time !== undefined && { Time: new Date(momentOf(dynamic(Time, event))) }),
  };
}
