/** What the platform reports of an invocation that is over: times in milliseconds, memory in megabytes. */
export interface Report {
  readonly requestId: string;
  readonly duration: number;
  readonly billed: number | undefined;
  readonly memory: number | undefined;
  readonly memoryUsed: number | undefined;
  /** Of an environment's first invocation. */
  readonly initDuration: number | undefined;
  /** What went wrong, as far as the platform says so: in the text format it does not for a handler that failed. */
  readonly failure: string | undefined;
}

/** Reads the platform's report, in the text or the JSON format; undefined for any other line. */
export function reportOf(text: string): Report | undefined {
  return text.startsWith("REPORT RequestId: ") ? textReport(text) : jsonReport(text);
}

/** The report among the lines of a log. */
export function reportIn(log: string): Report | undefined {
  for (const line of log.split("\n")) {
    const report = reportOf(line);
    if (report) return report;
  }
  return undefined;
}

function textReport(text: string): Report {
  const fields = new Map(text.split(/[\t\n]/).map((field) => parted(field)));
  const number = (name: string) => {
    const value = Number.parseFloat(fields.get(name) ?? "");
    return Number.isNaN(value) ? undefined : value;
  };
  const status = fields.get("Status");
  return {
    requestId: fields.get("REPORT RequestId") ?? "",
    duration: number("Duration") ?? 0,
    billed: number("Billed Duration"),
    memory: number("Memory Size"),
    memoryUsed: number("Max Memory Used"),
    initDuration: number("Init Duration"),
    failure: status && (fields.get("Error Type") ?? status),
  };
}

function parted(field: string): [name: string, value: string] {
  const colon = field.indexOf(": ");
  return [field.slice(0, colon).trim(), field.slice(colon + 2).trim()];
}

/** https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html#platform-report */
function jsonReport(text: string): Report | undefined {
  if (!text.includes('"platform.report"')) return undefined;
  const { type, record } = parse(text) as { type?: string; record?: JsonRecord };
  if (type !== "platform.report" || !record) return undefined;
  const { requestId = "", metrics = {}, status = "success", errorType } = record;
  return {
    requestId,
    duration: metrics.durationMs ?? 0,
    billed: metrics.billedDurationMs,
    memory: metrics.memorySizeMB,
    memoryUsed: metrics.maxMemoryUsedMB,
    initDuration: metrics.initDurationMs,
    failure: status === "success" ? undefined : (errorType ?? status),
  };
}

interface JsonRecord {
  readonly requestId?: string;
  readonly metrics?: {
    readonly durationMs?: number;
    readonly billedDurationMs?: number;
    readonly memorySizeMB?: number;
    readonly maxMemoryUsedMB?: number;
    readonly initDurationMs?: number;
  };
  readonly status?: string;
  readonly errorType?: string;
}

function parse(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
