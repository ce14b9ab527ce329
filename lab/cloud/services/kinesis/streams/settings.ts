import { invalid, limitExceeded } from "../errors.ts";
import type { Stream } from "../records.ts";
import { openShardsOf } from "../shards/layout.ts";
import { wantedShards } from "../shards/on-demand.ts";
import { rescaled } from "../shards/resharding.ts";
import { type Kinesis, type KinesisContext, USUAL_RETENTION } from "../state.ts";
import { checkOnDemandLimit } from "./create-stream.ts";
import { lately } from "./lately.ts";
import { arnOf, changeStream } from "./names.ts";

/** A year. */
const LONGEST_RETENTION = 8760;

export const increaseStreamRetentionPeriod: Kinesis["IncreaseStreamRetentionPeriod"] = (input, context) => {
  changeStream(input, context, (stream) => {
    const hours = checkedRetention(input.RetentionPeriodHours);
    if (hours < stream.retention) {
      throw invalid(
        `Requested retention period (${hours} hours) for stream ${stream.name} can not be shorter than existing retention period (${stream.retention} hours). Use DecreaseRetentionPeriod API.`,
      );
    }
    return { ...stream, retention: hours };
  });
  return {};
};

export const decreaseStreamRetentionPeriod: Kinesis["DecreaseStreamRetentionPeriod"] = (input, context) => {
  changeStream(input, context, (stream) => {
    const hours = checkedRetention(input.RetentionPeriodHours);
    if (hours > stream.retention) {
      throw invalid(
        `Requested retention period (${hours} hours) for stream ${stream.name} can not be longer than existing retention period (${stream.retention} hours). Use IncreaseRetentionPeriod API.`,
      );
    }
    return { ...stream, retention: hours };
  });
  return {};
};

function checkedRetention(hours: number | undefined): number {
  if (hours === undefined) throw invalid("RetentionPeriodHours is required.");
  if (hours < USUAL_RETENTION)
    throw invalid(
      `Minimum allowed retention period is ${USUAL_RETENTION} hours. Requested retention period (${hours} hours) is too short.`,
    );
  if (hours > LONGEST_RETENTION)
    throw invalid(
      `Maximum allowed retention period is ${LONGEST_RETENTION} hours. Requested retention period (${hours} hours) is too long.`,
    );
  return hours;
}

export const startStreamEncryption: Kinesis["StartStreamEncryption"] = (input, context) => {
  changeStream(input, context, (stream) => ({ ...stream, key: input.KeyId as string }));
  return {};
};

export const stopStreamEncryption: Kinesis["StopStreamEncryption"] = (input, context) => {
  changeStream(input, context, ({ key: _, ...stream }) => stream);
  return {};
};

const METRICS = [
  "IncomingBytes",
  "IncomingRecords",
  "OutgoingBytes",
  "OutgoingRecords",
  "WriteProvisionedThroughputExceeded",
  "ReadProvisionedThroughputExceeded",
  "IteratorAgeMilliseconds",
];

export const enableEnhancedMonitoring: Kinesis["EnableEnhancedMonitoring"] = (input, context) => {
  const wanted = metricsIn(input.ShardLevelMetrics);
  return monitored(input, context, (now) => METRICS.filter((name) => now.includes(name) || wanted.includes(name)));
};

export const disableEnhancedMonitoring: Kinesis["DisableEnhancedMonitoring"] = (input, context) => {
  const unwanted = metricsIn(input.ShardLevelMetrics);
  return monitored(input, context, (now) => now.filter((name) => !unwanted.includes(name)));
};

function metricsIn(given: readonly string[] = []): readonly string[] {
  return given.includes("ALL") ? METRICS : given;
}

function monitored(
  input: Parameters<Kinesis["EnableEnhancedMonitoring"]>[0],
  context: Parameters<Kinesis["EnableEnhancedMonitoring"]>[1],
  change: (now: readonly string[]) => readonly string[],
) {
  let before: readonly string[] = [];
  const stream = changeStream(input, context, (found) => {
    before = found.metrics;
    return { ...found, metrics: change(found.metrics) };
  });
  return {
    StreamName: stream.name,
    StreamARN: arnOf(stream),
    CurrentShardLevelMetrics: [...before] as never[],
    DesiredShardLevelMetrics: [...stream.metrics] as never[],
  };
}

/** How often a stream's mode is switched in 24 hours. */
const MOST_SWITCHES = 2;

/** A stream that is switched keeps its shards at first. https://docs.aws.amazon.com/streams/latest/dev/how-do-i-size-a-stream.html#switchingmodes */
export const updateStreamMode: Kinesis["UpdateStreamMode"] = ({ StreamARN, StreamModeDetails, ...input }, context) => {
  const mode = StreamModeDetails?.StreamMode ?? "PROVISIONED";
  const { WarmThroughputMiBps: warm } = input;
  changeStream({ StreamARN }, context, (stream) => {
    const { warm: _, ...rest } = stream;
    const changed = { ...rest, mode, ...(warm !== undefined && mode === "ON_DEMAND" && { warm }) };
    if (mode === stream.mode) return warmed(changed, context);
    const switches = lately(stream.switches, context);
    if (switches.length >= MOST_SWITCHES)
      throw limitExceeded(
        `The capacity mode of stream ${stream.name} under account ${stream.account} can be switched ${MOST_SWITCHES} times in 24 hours.`,
      );
    if (mode === "ON_DEMAND") checkOnDemandLimit(context);
    return warmed({ ...changed, switches: [...switches, context.cloud.clock.now()] }, context);
  });
  return {};
};

/** A stream with shards for what it is to take at once. */
function warmed(stream: Stream, { state }: KinesisContext): Stream {
  if (stream.warm === undefined) return stream;
  const wanted = wantedShards(stream);
  return wanted > openShardsOf(stream, state).length ? rescaled(stream, wanted, state) : stream;
}

export const updateMaxRecordSize: Kinesis["UpdateMaxRecordSize"] = ({ StreamARN, MaxRecordSizeInKiB }, context) => {
  changeStream({ StreamARN }, context, (stream) => ({ ...stream, largest: MaxRecordSizeInKiB as number }));
  return {};
};

export const updateStreamWarmThroughput: Kinesis["UpdateStreamWarmThroughput"] = (input, context) => {
  const warm = input.WarmThroughputMiBps as number;
  const stream = changeStream(input, context, (found) => {
    if (found.mode !== "ON_DEMAND") throw invalid(`Stream ${found.name} is not in on-demand mode.`);
    return warmed({ ...found, warm }, context);
  });
  return {
    StreamName: stream.name,
    StreamARN: arnOf(stream),
    WarmThroughput: { TargetMiBps: warm, CurrentMiBps: warm },
  };
};
