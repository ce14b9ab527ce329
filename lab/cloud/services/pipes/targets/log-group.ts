import type { Clients } from "../../../cloud.ts";
import { dynamic } from "../templates/dynamic.ts";
import { momentOf } from "./moment.ts";
import { ALL_TAKEN, type PipeTarget } from "./target.ts";

interface Line {
  readonly stream: string;
  readonly timestamp: number;
  readonly message: string;
}

/** A log group takes each event as a log event. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-target.html */
export const logGroup: PipeTarget = {
  most: 10_000,
  async send({ arn, events, parameters, call, way }) {
    const { LogStreamName = way.pipe.name, Timestamp } = parameters.CloudWatchLogsParameters ?? {};
    const now = way.cloud.clock.now();
    const lines = events.map(
      (event): Line => ({
        stream: dynamic(LogStreamName, event),
        timestamp: Timestamp === undefined ? now : momentOf(dynamic(Timestamp, event)),
        message: event.text,
      }),
    );
    const group = arn.split(":")[6] ?? "";
    for (const stream of new Set(lines.map((line) => line.stream)))
      await put(
        group,
        stream,
        lines.filter((line) => line.stream === stream),
        call,
      );
    return ALL_TAKEN;
  },
};

async function put(
  logGroupName: string,
  logStreamName: string,
  lines: readonly Line[],
  { logs }: Clients,
): Promise<void> {
  const logEvents = lines
    .map(({ timestamp, message }) => ({ timestamp, message }))
    .sort((one, other) => one.timestamp - other.timestamp);
  const write = () => logs.PutLogEvents({ logGroupName, logStreamName, logEvents });
  await write().catch(async (error: Error) => {
    if (!/log stream does not exist/.test(error.message)) throw error;
    await logs.CreateLogStream({ logGroupName, logStreamName }).catch((exists: Error) => {
      if (exists.name !== "ResourceAlreadyExistsException") throw exists;
    });
    await write();
  });
}
