import { format } from "node:util";
import { stackOf } from "./errors.mjs";

/**
 * A log event in AWS's JSON format: one value is the message as it is, several are one text, and the first error among
 * them is told apart.
 *
 * @param {string} level
 * @param {Date} now
 * @param {string | undefined} requestId
 * @param {unknown[]} values
 */
export function jsonEntry(level, now, requestId, values) {
  const entry = { timestamp: now.toISOString(), level, requestId };
  const [only] = values;
  if (values.length === 1 && !(only instanceof Error)) {
    try {
      return JSON.stringify({ ...entry, message: only }, errorsToo);
    } catch {
      // What JSON can't hold is told as text.
    }
  }
  const error = values.find((value) => value instanceof Error);
  return JSON.stringify({ ...entry, message: format(...values), ...(error instanceof Error && detailsOf(error)) });
}

/** @param {Error} error */
function detailsOf(error) {
  return {
    errorType: error.name,
    errorMessage: error.message,
    stackTrace: typeof error.stack === "string" ? stackOf(error) : [],
  };
}

/**
 * @param {string} _key
 * @param {unknown} value
 */
function errorsToo(_key, value) {
  if (value instanceof Error) return detailsOf(value);
  return typeof value === "bigint" ? String(value) : value;
}
