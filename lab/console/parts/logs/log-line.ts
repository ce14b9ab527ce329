import type { FilteredLogEvent } from "@aws-sdk/client-cloudwatch-logs";

/** A line of a log. */
export interface LogLine {
  /** Unlike that of any other line of its group. */
  readonly id: string;
  readonly at: number;
  readonly stream: string;
  readonly text: string;
}

/** A line, of what FilterLogEvents answers. */
export function lineOf({ eventId, logStreamName = "", timestamp = 0, message = "" }: FilteredLogEvent): LogLine {
  return { id: `${logStreamName} ${eventId}`, at: timestamp, stream: logStreamName, text: message.trimEnd() };
}

/** How a line is shown: what failed stands out, and what the platform says of itself stands back. */
export function toneOf(text: string): "error" | "warning" | "platform" | "plain" {
  if (/^(?:INIT_START|START RequestId|END RequestId|REPORT RequestId|INIT_REPORT) /.test(text))
    return /\tStatus: (?:error|timeout)/.test(text) ? "error" : "platform";
  if (
    /\t(?:ERROR|FATAL)\t|^\[(?:ERROR|CRITICAL)\]|Task timed out after|"level": ?"(?:ERROR|FATAL|CRITICAL)"/.test(text)
  )
    return "error";
  if (/\tWARN\t|^\[WARNING\]|"level": ?"WARN(?:ING)?"/.test(text)) return "warning";
  return /^\{"time":"[^"]*","type":"platform\./.test(text) ? "platform" : "plain";
}

/** What a line says, set out in lines, when it is JSON or ends with it. */
export function jsonOf(text: string): string | undefined {
  const start = text.search(/[[{]/);
  if (start < 0 || !/[\]}]$/.test(text)) return undefined;
  // What stands before must be what Lambda writes there: a time, a request's id, a level.
  if (start > 0 && !text.slice(0, start).endsWith("\t")) return undefined;
  try {
    return JSON.stringify(JSON.parse(text.slice(start)), null, 2);
  } catch {
    return undefined;
  }
}
