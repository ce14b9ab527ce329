import type { Cloud } from "../cloud.ts";
import { type ServiceEntry, services } from "../services/index.ts";
import type { Call } from "./call.ts";

/** What calls are called on an event bus. */
export const DETAIL_TYPE = "AWS API Call via CloudTrail";

/** What a service is called on an event bus, such as `aws.monitoring`. */
export function sourceOnBus({ service }: Pick<Call, "service">): string {
  const entry = (services as Readonly<Record<string, ServiceEntry>>)[service];
  return `aws.${entry?.signed ?? service}`;
}

/** Tells event buses of calls that rules wait for. What makes events of them is loaded when there are any. */
export function tellCalls(calls: readonly Call[], cloud: Cloud): void {
  const wanted = calls.filter((call) => isWanted(call, cloud));
  if (wanted.length === 0) return;
  for (const { tellsCalls } of Object.values<ServiceEntry>(services))
    tellsCalls?.()
      .then(({ tell }) => tell(wanted, cloud))
      .catch((error: Error) => cloud.log(`${wanted.length} calls are told to no event bus: ${error.message}`));
}

/** What an event bus itself does for the account would be told without end. */
function isWanted(call: Call, { announcements }: Cloud): boolean {
  const { account, region, who } = call;
  if (who.kind === "service" && who.arn === "events.amazonaws.com") return false;
  return announcements.isListening({ account, region, source: sourceOnBus(call), detailType: DETAIL_TYPE });
}
