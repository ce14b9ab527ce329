import type { PutEventsRequestEntry, PutEventsResultEntry } from "@aws-sdk/client-eventbridge";
import { busNamed } from "../buses/names.ts";
import { notValid } from "../errors.ts";
import type { EventBridge, EventBridgeContext } from "../state.ts";
import { accept } from "./accept.ts";
import { type Arrival, eventOf } from "./event.ts";

/** All entries of a request together, in bytes. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
const LARGEST = 1024 * 1024;

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export const putEvents: EventBridge["PutEvents"] = async ({ Entries }, context) => {
  const { cloud, state } = context;
  if (Entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > LARGEST)
    throw notValid("Total size of the entries in the request is over the limit.");
  const read = Entries.map((entry) => arrivalOf(entry, context));
  const arrivals = read.filter((one): one is Arrival => "event" in one);
  if (arrivals.length > 0)
    await cloud.store.writeSoon(() => {
      for (const arrival of arrivals) accept(arrival, state, cloud);
    });
  const results = read.map((one): PutEventsResultEntry => ("event" in one ? { EventId: one.event.id } : one));
  return { FailedEntryCount: Entries.length - arrivals.length, Entries: results };
};

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-send-events-size */
function sizeOf({ Time, Source = "", DetailType = "", Detail = "", Resources = [] }: PutEventsRequestEntry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), Time ? 14 : 0);
}

/** The event of an entry, or why there is none. An event for a bus that does not exist is lost without a word. */
function arrivalOf(entry: PutEventsRequestEntry, context: EventBridgeContext): Arrival | PutEventsResultEntry {
  const { cloud, account, region, caller } = context;
  const missing = (["Source", "DetailType", "Detail"] as const).find((name) => !entry[name]);
  if (missing !== undefined)
    return failed("InvalidArgument", `Parameter ${missing} is not valid. Reason: ${missing} is a required argument.`);
  const { Source = "", DetailType = "", Detail = "", Resources = [], Time, EventBusName } = entry;
  if (/^aws\./i.test(Source) && caller.kind !== "service")
    return failed("NotAuthorizedForSourceException", "Not authorized for the source.");
  const detail = objectIn(Detail);
  if (!detail) return failed("MalformedDetail", "Detail is malformed.");
  const ingested = cloud.clock.now();
  const time = Time?.getTime() ?? ingested;
  const event = eventOf({
    source: Source,
    detailType: DetailType,
    detail,
    resources: Resources,
    time,
    account,
    region,
  });
  return { bus: busNamed(EventBusName, context), event, ingested };
}

function failed(ErrorCode: string, ErrorMessage: string): PutEventsResultEntry {
  return { ErrorCode, ErrorMessage };
}

/** A JSON object; nothing for anything else. */
export function objectIn(text: string): object | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
