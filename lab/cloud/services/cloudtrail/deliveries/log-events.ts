import type { Call } from "../../../audit/call.ts";
import { serviceIn } from "../../../auth/caller.ts";
import type { Cloud } from "../../../cloud.ts";
import { tolerate } from "../../../service/gone.ts";
import { eventOf } from "../events/event.ts";
import type { Trail } from "../records.ts";
import { arnOf } from "../trails/names.ts";
import { logStreamOf, SERVICE } from "./principal.ts";

// Limits of PutLogEvents.
const MOST_EVENTS = 1000;
const MOST_BYTES = 1_000_000;
/** CloudTrail sends no larger events to CloudWatch Logs. */
const LARGEST = 256_000;

/** Writes events to a trail's log group, as its role. */
export async function writeLogs(trail: Trail, region: string, calls: readonly Call[], cloud: Cloud): Promise<void> {
  const { group: logGroupName, role } = trail.logs as NonNullable<Trail["logs"]>;
  const { caller } = await cloud.assume(
    role,
    serviceIn(trail.account, SERVICE, arnOf(trail)),
    "CloudTrail",
    trail.region,
  );
  const { logs } = cloud.clients(caller, trail.region);
  const logStreamName = logStreamOf(trail, region);
  await logs.CreateLogStream({ logGroupName, logStreamName }).catch(tolerate("ResourceAlreadyExistsException"));
  for (const logEvents of batchesOf(calls, cloud)) await logs.PutLogEvents({ logGroupName, logStreamName, logEvents });
}

interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

function* batchesOf(calls: readonly Call[], cloud: Cloud): Generator<LogEvent[]> {
  let batch: LogEvent[] = [];
  let bytes = 0;
  for (const call of [...calls].sort((a, b) => a.at - b.at)) {
    const message = JSON.stringify(eventOf(call, cloud));
    const size = Buffer.byteLength(message);
    if (size > LARGEST) continue;
    if (batch.length > 0 && (batch.length === MOST_EVENTS || bytes + size > MOST_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push({ timestamp: call.at, message });
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
