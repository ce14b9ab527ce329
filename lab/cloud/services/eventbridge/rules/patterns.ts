import { ruleDialect } from "../../../delivery/pattern-dialects.ts";
import { compilePattern, InvalidPattern, type Matches } from "../../../delivery/patterns.ts";
import { invalidPattern, notValid } from "../errors.ts";
import { objectIn } from "../events/put-events.ts";
import type { EventBridge } from "../state.ts";

/** Reads an event pattern. Throws EventBridge's error for what is none. */
export function readPattern(text: string): Matches {
  try {
    return compilePattern(text, ruleDialect);
  } catch (error) {
    if (error instanceof InvalidPattern) throw invalidPattern(error.message);
    throw error;
  }
}

/** The fields that the event of a test must have. */
const REQUIRED = ["id", "account", "source", "time", "region", "detail-type"];

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html */
export const testEventPattern: EventBridge["TestEventPattern"] = ({ EventPattern, Event }) => {
  const matches = readPattern(EventPattern);
  const event = objectIn(Event);
  if (!event || !REQUIRED.every((name) => Object.hasOwn(event, name))) throw notValid("Parameter Event is not valid.");
  return { Result: matches(event) };
};
