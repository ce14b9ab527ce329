import type { Event, LookupAttribute } from "@aws-sdk/client-cloudtrail";
import type { Call } from "../../../audit/call.ts";
import { KEPT_FOR } from "../../../audit/calls.ts";
import { AwsError } from "../../../errors.ts";
import type { CloudTrail, CloudTrailContext } from "../state.ts";
import { eventId, eventOf, sourceOf } from "./event.ts";
import { userNameOf } from "./identity.ts";

const MOST = 50;

/** Management events of the last 90 days, the newest first. */
export const lookupEvents: CloudTrail["LookupEvents"] = (input, context) => {
  const { MaxResults = MOST, EventCategory } = input;
  if (MaxResults < 1 || MaxResults > MOST)
    throw new AwsError("InvalidMaxResultsException", "Max results must be between 1 and 50.");
  const wanted = attributeOf(input.LookupAttributes);
  const range = rangeOf(input, context);
  // The lab looks for no unusual activity.
  if (EventCategory !== undefined) return { Events: [] };
  const { account, region, cloud } = context;
  const after = input.NextToken === undefined ? undefined : opened(input.NextToken);
  const Events: Event[] = [];
  let last: Call | undefined;
  let isPast = after === undefined;
  const through = after === undefined ? range.through : Math.min(range.through, after.at);
  for (const call of cloud.calls.newest(account, region, { ...range, through })) {
    if (!isPast && call.at === after?.at) {
      isPast = call.id === after.id;
      continue;
    }
    isPast = true;
    if (wanted && !wanted(call)) continue;
    if (Events.length === MaxResults && last) return { Events, NextToken: sealed(last) };
    Events.push(shown(call, context));
    last = call;
  }
  return { Events };
};

/** What an attribute is compared with. */
const ATTRIBUTES: Readonly<Record<string, (call: Call, value: string) => boolean>> = {
  EventId: (call, value) => eventId(call) === value,
  EventName: ({ operation }, value) => operation === value,
  ReadOnly: ({ isRead }, value) => String(isRead) === value,
  Username: ({ who }, value) => userNameOf(who) === value,
  ResourceType: ({ resources = [] }, value) => resources.some(({ type }) => type === value),
  ResourceName: ({ resources = [] }, value) => resources.some(({ name }) => name === value),
  EventSource: (call, value) => sourceOf(call) === value,
  AccessKeyId: ({ who }, value) => who.accessKey === value,
};

function attributeOf(attributes: readonly LookupAttribute[] = []): ((call: Call) => boolean) | undefined {
  const [first, second] = attributes;
  if (!first) return undefined;
  const { AttributeKey = "", AttributeValue = "" } = first;
  const matches = Object.hasOwn(ATTRIBUTES, AttributeKey) ? ATTRIBUTES[AttributeKey] : undefined;
  if (second || !matches || AttributeValue === "" || AttributeValue.length > 2000)
    throw new AwsError("InvalidLookupAttributesException", "Lookup attributes must have one key and one value.");
  return (call) => matches(call, AttributeValue);
}

function rangeOf(
  { StartTime, EndTime }: { StartTime?: Date | undefined; EndTime?: Date | undefined },
  { cloud }: CloudTrailContext,
) {
  const now = cloud.clock.now();
  const from = StartTime?.getTime() ?? now - KEPT_FOR;
  // A moment to the second stands for all of that second.
  const through = EndTime === undefined ? now : EndTime.getTime() + 999;
  if (from > through) throw new AwsError("InvalidTimeRangeException", "The start time must be before the end time.");
  return { from, through };
}

function shown(call: Call, { cloud }: CloudTrailContext): Event {
  const event = eventOf(call, cloud);
  const { who, resources = [] } = call;
  const userName = userNameOf(who);
  return {
    EventId: event.eventID,
    EventName: event.eventName,
    ReadOnly: String(call.isRead),
    ...(who.accessKey !== undefined && { AccessKeyId: who.accessKey }),
    EventTime: new Date(Math.floor(call.at / 1000) * 1000),
    EventSource: event.eventSource,
    ...(userName !== "" && { Username: userName }),
    Resources: resources.map(({ type, name }) => ({ ResourceType: type, ResourceName: name })),
    CloudTrailEvent: JSON.stringify(event),
  };
}

/** A token names the last event of its page: what comes in meanwhile moves nothing. */
function sealed({ at, id }: Call): string {
  return Buffer.from(JSON.stringify([at, id])).toString("base64url");
}

function opened(token: string): { at: number; id: string } {
  try {
    const [at, id] = JSON.parse(Buffer.from(token, "base64url").toString());
    if (Number.isSafeInteger(at) && typeof id === "string") return { at, id };
  } catch {
    // It is told below.
  }
  throw new AwsError("InvalidNextTokenException", "The next token is not valid.");
}
