/** How a function's log is written. */
export interface Logging {
  readonly format: "Text" | "JSON";
  /** The least important events of the function that are kept, with the JSON format. */
  readonly applicationLevel: string;
  /** The least important events of the platform that are kept, with the JSON format. */
  readonly systemLevel: string;
}

/** What the platform says of an event that is over: times in milliseconds, memory in megabytes. */
export interface Report {
  readonly requestId: string;
  readonly duration: number;
  readonly memory: number;
  /** Absent where the host does not tell. */
  readonly memoryUsed: number | undefined;
  /** Of the environment's first event. */
  readonly initDuration: number | undefined;
  /** What went wrong, other than that the handler failed. */
  readonly status: "error" | "timeout" | undefined;
  readonly errorType: string | undefined;
  /** What the text format says before. */
  readonly line: string | undefined;
}

/** The platform's own log events, in the format of the function. */
export interface PlatformLog {
  initStart(runtime: string): string[];
  /** Of an initialisation that failed. */
  initReport(duration: number, phase: "init" | "invoke", status: "error" | "timeout", errorType?: string): string[];
  start(requestId: string, version: string): string[];
  report(report: Report): string[];
}

/** Each event of it ends with a line feed, and a report with a tab before that. */
const text: PlatformLog = {
  initStart: (runtime) => [`INIT_START Runtime Version: ${runtime}\n`],
  initReport: (duration, phase, status, errorType) => [
    `${[
      `INIT_REPORT Init Duration: ${duration.toFixed(2)} ms`,
      `Phase: ${phase}`,
      `Status: ${status}`,
      ...(errorType ? [`Error Type: ${errorType}`] : []),
    ].join("\t")}\n`,
  ],
  start: (requestId, version) => [`START RequestId: ${requestId} Version: ${version}\n`],
  report({ requestId, duration, memory, memoryUsed, initDuration, status, errorType, line }) {
    const report = [
      `REPORT RequestId: ${requestId}`,
      `Duration: ${duration.toFixed(2)} ms`,
      `Billed Duration: ${Math.ceil(duration + (initDuration ?? 0))} ms`,
      `Memory Size: ${memory} MB`,
    ];
    if (memoryUsed !== undefined) report.push(`Max Memory Used: ${Math.min(memoryUsed, memory)} MB`);
    if (initDuration !== undefined) report.push(`Init Duration: ${initDuration.toFixed(2)} ms`);
    if (status) report.push(`Status: ${status}`);
    if (status === "error") report.push(`Error Type: ${errorType}`);
    return [
      ...(line === undefined ? [] : [line]),
      `END RequestId: ${requestId}\n`,
      `${report.join("\t")}${status ? "" : "\t"}\n`,
    ];
  },
};

/** https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html */
function json(level: string, now: () => Date): PlatformLog {
  const event = (type: string, record: object, matters = false) => {
    // Only what went wrong is more important than INFO.
    if (level === "WARN" && !matters) return [];
    return [JSON.stringify({ time: now().toISOString(), type: `platform.${type}`, record })];
  };
  return {
    initStart: (runtimeVersion) =>
      event("initStart", { initializationType: "on-demand", phase: "init", runtimeVersion }),
    initReport: (durationMs, phase, status, errorType) =>
      event("initReport", { initializationType: "on-demand", phase, status, errorType, metrics: { durationMs } }, true),
    start: (requestId, version) => event("start", { requestId, version }),
    report({ requestId, duration, memory, memoryUsed, initDuration, status, errorType }) {
      const metrics = {
        durationMs: Number(duration.toFixed(3)),
        billedDurationMs: Math.ceil(duration + (initDuration ?? 0)),
        memorySizeMB: memory,
        ...(memoryUsed !== undefined && { maxMemoryUsedMB: Math.min(memoryUsed, memory) }),
        ...(initDuration !== undefined && { initDurationMs: Number(initDuration.toFixed(3)) }),
      };
      const failed = status ?? (errorType ? "error" : undefined);
      const record = { requestId, metrics, status: failed ?? "success", ...(failed && { errorType }) };
      return event("report", record, failed !== undefined);
    },
  };
}

/** The platform's log of a function. */
export function platformLog({ format, systemLevel }: Logging, now: () => Date): PlatformLog {
  return format === "JSON" ? json(systemLevel, now) : text;
}
