import { CloudWatchLogsClient, type FilteredLogEvent, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import { GetFunctionConfigurationCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { ClientSettings } from "../../targets/client-settings.ts";
import { settingsFor } from "../lab-api.ts";
import { printLine } from "../output.ts";
import type { RegionOptions } from "../place.ts";
import { stopRequested } from "../stop.ts";
import { functionNamed } from "./running-functions.ts";

/** How often the log is looked at while it is followed, in milliseconds. */
const INTERVAL = 250;

/**
 * `lab logs`: what a function of a running lab has logged; with `follow`, also what it logs from now on, until Ctrl-C. As JSON, an
 * event a line.
 */
export async function logs(name: string, { follow, ...options }: RegionOptions & { follow?: boolean }): Promise<void> {
  const settings = await settingsFor(options);
  const logGroupName = await logGroupOf(await functionNamed(name, options), settings);
  const client = new CloudWatchLogsClient(settings);
  let stopped = false;
  if (follow) void stopRequested().then(() => (stopped = true));
  const log = new LogReader(client, logGroupName);
  try {
    do {
      for (const event of await log.read()) printLine(options, event, () => (event.message ?? "").trimEnd());
      if (follow) await new Promise((resolve) => setTimeout(resolve, INTERVAL));
    } while (follow && !stopped);
  } finally {
    client.destroy();
  }
}

async function logGroupOf(FunctionName: string, settings: ClientSettings): Promise<string> {
  const client = new LambdaClient(settings);
  try {
    const { LoggingConfig } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
    return LoggingConfig?.LogGroup ?? `/aws/lambda/${FunctionName}`;
  } finally {
    client.destroy();
  }
}

/** Reads a log group on from where it was read before. */
class LogReader {
  readonly #client: CloudWatchLogsClient;
  readonly #logGroupName: string;
  /** Events up to this time were read; of those at this time, these. */
  #time = 0;
  #seen = new Set<string | undefined>();

  constructor(client: CloudWatchLogsClient, logGroupName: string) {
    this.#client = client;
    this.#logGroupName = logGroupName;
  }

  /** What is new, oldest first. A function that has not logged yet has no log group. */
  async read(): Promise<FilteredLogEvent[]> {
    const found: FilteredLogEvent[] = [];
    const input = { logGroupName: this.#logGroupName, startTime: this.#time };
    try {
      for await (const { events = [] } of paginateFilterLogEvents({ client: this.#client }, input))
        found.push(...events);
    } catch (error) {
      if ((error as Error).name !== "ResourceNotFoundException") throw error;
    }
    const fresh = found.filter(({ eventId }) => !this.#seen.has(eventId));
    this.#time = Math.max(this.#time, ...found.map(({ timestamp = 0 }) => timestamp));
    this.#seen = new Set(found.filter(({ timestamp }) => timestamp === this.#time).map(({ eventId }) => eventId));
    return fresh;
  }
}
