import type { LogLine } from "../../parts/logs/log-line.ts";
import { partsOfTime } from "../../parts/parts-of-time.ts";
import { type Report, reportOf } from "../reports.ts";

/** An invocation as the log tells of it. */
export interface Invocation extends Report {
  readonly at: number;
  readonly stream: string;
  /** What went wrong, in a line. */
  readonly error: string | undefined;
}

/** Looks for the lines of a log that tell of invocations: the reports, and what went wrong before each. */
export const PATTERN = [
  "REPORT RequestId",
  "Invoke Error",
  "Task timed out",
  "Error: Runtime exited",
  "[ERROR]",
  "platform.report",
  "errorType",
]
  .map((phrase) => `?"${phrase}"`)
  .join(" ");

const ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
/** What says that an invocation failed, with its id where that is told. */
const FAILURES = [
  new RegExp(`^\\S+\\t(?<id>${ID})\\tERROR\\tInvoke Error\\s+(?<what>\\{.*)`, "s"),
  new RegExp(`^\\S+ (?<id>${ID}) (?<what>Task timed out after .*)`, "s"),
  new RegExp(`^(?:\\S+ )?(?:RequestId: )?(?<id>${ID}) (?<what>Error: Runtime exited.*)`, "s"),
  // A logger writes a tab here: that is no failure.
  /^\[ERROR\] (?<what>.*)/s,
];

/** The invocations that lines of a log tell of, the latest first. Lines are in the order of their time. */
export function invocationsOf(lines: readonly LogLine[]): Invocation[] {
  const byRequest = new Map<string, string>();
  const byStream = new Map<string, string>();
  const invocations: Invocation[] = [];
  for (const { at, stream, text } of lines) {
    const report = reportOf(text);
    if (report) {
      const { requestId, failure } = report;
      const told = byRequest.get(requestId) ?? byStream.get(stream);
      const explained = failure && byRequest.get(`json ${requestId}`);
      invocations.push({ ...report, at, stream, error: told ?? explained ?? failure });
      byStream.delete(stream);
      continue;
    }
    const { id, what } = failureOf(text) ?? {};
    if (what === undefined) continue;
    if (id === undefined) byStream.set(stream, what);
    else byRequest.set(id, what);
  }
  return invocations.reverse();
}

function failureOf(text: string): { id?: string; what: string } | undefined {
  if (text.startsWith("{")) return jsonFailure(text);
  for (const pattern of FAILURES) {
    const { id, what } = pattern.exec(text)?.groups ?? {};
    if (what !== undefined) return { ...(id !== undefined && { id }), what: inShort(what) };
  }
  return undefined;
}

/** In the JSON format any error that is logged looks alike: it explains a report that tells of a failure. */
function jsonFailure(text: string): { id: string; what: string } | undefined {
  try {
    const { requestId, message, AWSRequestId, ...own } = JSON.parse(text);
    const { errorType, errorMessage } = message?.errorType ? message : own;
    if (!errorType) return undefined;
    const id = requestId ?? AWSRequestId ?? own.aws_request_id;
    return { id: `json ${id}`, what: `${errorType}: ${errorMessage}` };
  } catch {
    return undefined;
  }
}

/** An error in a line: that of Node.js is told in JSON. */
function inShort(what: string): string {
  try {
    const { errorType, errorMessage } = JSON.parse(what);
    return `${errorType}: ${errorMessage}`;
  } catch {
    return what.split("\n")[0]?.trim() ?? "";
  }
}

/** How many invocations there were in a part of the time. */
export interface Bucket {
  readonly at: Date;
  readonly succeeded: number;
  readonly failed: number;
}

/** Counts invocations by so many parts of equal length of the time from the first one to the last one. */
export function bucketsOf(invocations: readonly Invocation[], parts: number): Bucket[] {
  return partsOfTime(invocations, parts).map(({ at, items }) => {
    const failed = items.filter(({ error }) => error !== undefined).length;
    return { at, succeeded: items.length - failed, failed };
  });
}
