import type { AdvancedEventSelector, AdvancedFieldSelector, EventSelector } from "@aws-sdk/client-cloudtrail";
import type { Call } from "../../../audit/call.ts";
import { sourceOf } from "../events/event.ts";
import type { Selectors, Trail } from "../records.ts";

/** Services whose events are told in every trail that wants global ones, wherever it is. */
const GLOBAL = new Set(["iam", "sts", "cloudfront"]);

/** Whether a trail wants to be told of a call. */
export function selects(trail: Trail, call: Call): boolean {
  if (call.account !== trail.account) return false;
  const isGlobal = GLOBAL.has(call.service) && call.region === "us-east-1" && !call.data;
  if (isGlobal ? !trail.includesGlobal : !trail.isMultiRegion && call.region !== trail.region) return false;
  const { selectors } = trail;
  return "basic" in selectors
    ? selectors.basic.some((selector) => matchesBasic(selector, call))
    : selectors.advanced.some((selector) => matchesAdvanced(selector, call));
}

/** Whether selectors name any data. */
export function wantsData(selectors: Selectors): boolean {
  if ("basic" in selectors) return selectors.basic.some(({ DataResources = [] }) => DataResources.length > 0);
  return selectors.advanced.some(({ FieldSelectors = [] }) =>
    FieldSelectors.some(({ Field, Equals = [] }) => Field === "eventCategory" && Equals.includes("Data")),
  );
}

function matchesBasic(selector: EventSelector, call: Call): boolean {
  const { ReadWriteType = "All", IncludeManagementEvents, DataResources = [] } = selector;
  if (ReadWriteType !== "All" && (ReadWriteType === "ReadOnly") !== call.isRead) return false;
  if (!call.data)
    return IncludeManagementEvents === true && !selector.ExcludeManagementEventSources?.includes(sourceOf(call));
  const { type, arn = "" } = call.data;
  return DataResources.some(({ Type, Values = [] }) => Type === type && Values.some((value) => arn.startsWith(value)));
}

function matchesAdvanced({ FieldSelectors = [] }: AdvancedEventSelector, call: Call): boolean {
  return FieldSelectors.every((selector) => matchesField(selector, fieldOf(selector.Field ?? "", call)));
}

/** A value has to match one of those that an operator names, and none of those of an operator that says not. */
function matchesField(selector: AdvancedFieldSelector, value: string | undefined): boolean {
  const { Equals, StartsWith, EndsWith, NotEquals, NotStartsWith, NotEndsWith } = selector;
  const text = value ?? "";
  const wanted: boolean[] = [
    ...(Equals ?? []).map((one) => text === one),
    ...(StartsWith ?? []).map((one) => text.startsWith(one)),
    ...(EndsWith ?? []).map((one) => text.endsWith(one)),
  ];
  if (wanted.length > 0 && (value === undefined || !wanted.includes(true))) return false;
  return !(
    NotEquals?.includes(text) ||
    NotStartsWith?.some((one) => text.startsWith(one)) ||
    NotEndsWith?.some((one) => text.endsWith(one))
  );
}

function fieldOf(field: string, call: Call): string | undefined {
  switch (field) {
    case "eventCategory":
      return call.data ? "Data" : "Management";
    case "eventName":
      return call.operation;
    case "eventSource":
      return sourceOf(call);
    case "eventType":
      return "AwsApiCall";
    case "errorCode":
      return call.error?.code;
    case "readOnly":
      return String(call.isRead);
    case "resources.type":
      return call.data?.type;
    case "resources.ARN":
      return call.data?.arn;
    case "sessionCredentialFromConsole":
      return /\bskylab-console\b|^Mozilla\//.test(call.from?.agent ?? "") ? "true" : undefined;
    case "userIdentity.arn":
      return call.who.arn;
    default:
      return undefined;
  }
}
