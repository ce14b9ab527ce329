import type { InputTransformer } from "@aws-sdk/client-eventbridge";
import { own } from "../../../own.ts";
import { ruleArn } from "../buses/names.ts";
import { type Arrival, timeText } from "../events/event.ts";
import type { RuleName } from "../records.ts";
import { readPath, valueAt } from "./json-path.ts";

/** A variable in a template. */
const VARIABLE = /<([\w.-]{1,256})>/g;

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html#eb-transform-input-predefined */
const RESERVED = new Set([
  "aws.events.rule-arn",
  "aws.events.rule-name",
  "aws.events.event.ingestion-time",
  "aws.events.event",
  "aws.events.event.json",
]);

/** The first variable of a template that is not there; nothing when all are. */
export function missingVariable({ InputTemplate = "", InputPathsMap = {} }: InputTransformer): string | undefined {
  return [...InputTemplate.matchAll(VARIABLE)]
    .map(([, name = ""]) => name)
    .find((name) => !RESERVED.has(name) && !Object.hasOwn(InputPathsMap, name));
}

/**
 * The template with an event's values in it. Within quotes a value is text, elsewhere it is JSON; what the event lacks is empty
 * text. Measured by LocalStack's snapshots (tests/aws/services/events/test_events_inputs.snapshot.json).
 */
export function transformed(transformer: InputTransformer, rule: RuleName, arrival: Arrival): string {
  const { InputTemplate: template = "", InputPathsMap: paths } = transformer;
  let isQuoted = false;
  let at = 0;
  return template.replace(VARIABLE, (_all, name: string, place: number) => {
    isQuoted = quotedAfter(template.slice(at, place), isQuoted);
    at = place;
    const value = variable(name, paths, rule, arrival);
    return isQuoted ? inText(value) : JSON.stringify(value ?? "");
  });
}

/** Whether a piece of JSON ends within a text. */
function quotedAfter(piece: string, isQuoted: boolean): boolean {
  let now = isQuoted;
  for (let i = 0; i < piece.length; i++) {
    if (piece[i] === "\\") i += 1;
    else if (piece[i] === '"') now = !now;
  }
  return now;
}

function variable(
  name: string,
  paths: Readonly<Record<string, string>> | undefined,
  rule: RuleName,
  { event, ingested }: Arrival,
): unknown {
  const path = own(paths, name);
  if (path !== undefined) return valueAt(event, readPath(path) ?? []);
  switch (name) {
    case "aws.events.rule-arn":
      return ruleArn(rule);
    case "aws.events.rule-name":
      return rule.name;
    case "aws.events.event.ingestion-time":
      return timeText(ingested);
    case "aws.events.event": {
      // The event without its detail, as AWS's own program calls its members.
      const { id, account, "detail-type": detailType, time, source, region, resources, version } = event;
      return { id, account, detailType, time, source, region, resources, version };
    }
    default:
      return event;
  }
}

/** A value within quotes: what would end them is escaped. */
function inText(value: unknown): string {
  if (value === undefined) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return JSON.stringify(text).slice(1, -1);
}
