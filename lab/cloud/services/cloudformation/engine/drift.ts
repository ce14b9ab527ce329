import { isDeepStrictEqual } from "node:util";
import type { PropertyDifference } from "@aws-sdk/client-cloudformation";
import type { Properties } from "../template/template.ts";

/**
 * How a resource differs from what its template says: only what the template sets is compared, and only what is known of the
 * resource. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html
 */
export function differencesOf(expected: Properties, actual: Properties): PropertyDifference[] {
  return Object.keys(expected)
    .filter((name) => Object.hasOwn(actual, name))
    .flatMap((name) => differences(`/${name}`, expected[name], actual[name]));
}

function differences(path: string, expected: unknown, actual: unknown): PropertyDifference[] {
  if (isDeepStrictEqual(plain(expected), plain(actual))) return [];
  if (isObject(expected) && isObject(actual)) {
    const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    return [...names].flatMap((name) => differences(`${path}/${name}`, expected[name], actual[name]));
  }
  return [
    {
      PropertyPath: path,
      ExpectedValue: text(expected),
      ActualValue: text(actual),
      DifferenceType: actual === undefined ? "REMOVE" : expected === undefined ? "ADD" : "NOT_EQUAL",
    },
  ];
}

/** Templates write numbers and booleans as text as they like, and lists that are sets in any order. */
function plain(value: unknown): unknown {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return value.map(plain).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, plain(item)]),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  if (value === undefined) return "null";
  return typeof value === "string" ? value : JSON.stringify(value);
}
