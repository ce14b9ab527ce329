import { stepsOf } from "../processing/processors.ts";
import type { DeliveryStream, Lane } from "../records.ts";

const MIB = 2 ** 20;

/** When a buffer is worked on. */
export interface Limits {
  readonly bytes: number;
  /** After its first record, in milliseconds. */
  readonly wait: number;
  readonly count: number;
}

interface Hints {
  readonly SizeInMBs?: number | undefined;
  readonly IntervalInSeconds?: number | undefined;
}

/** A request to an HTTP endpoint has so many records at most. */
const MOST_OF_A_REQUEST = 10_000;

/** https://docs.aws.amazon.com/firehose/latest/dev/buffering-hints.html */
export function limitsOf(stream: DeliveryStream, lane: Lane): Limits {
  const { destination } = stream;
  if (lane.kind === "processing") return processingLimits(stream);
  if (destination.kind === "s3") {
    const { BufferingHints, S3BackupDescription } = destination.s3;
    return limits(lane.kind === "backup" ? S3BackupDescription?.BufferingHints : BufferingHints);
  }
  const { BufferingHints, S3DestinationDescription } = destination.http;
  if (lane.kind !== "output") return limits(S3DestinationDescription?.BufferingHints);
  return { ...limits(BufferingHints), count: MOST_OF_A_REQUEST };
}

function limits({ SizeInMBs = 5, IntervalInSeconds = 300 }: Hints = {}): Limits {
  return { bytes: SizeInMBs * MIB, wait: IntervalInSeconds * 1000, count: Number.POSITIVE_INFINITY };
}

/** Only functions are worth waiting for more. */
function processingLimits({ destination }: DeliveryStream): Limits {
  const lambda = stepsOf(destination).get("Lambda");
  if (!lambda) return limits({ SizeInMBs: 1, IntervalInSeconds: 0 });
  return limits({
    SizeInMBs: Number(lambda.get("BufferSizeInMBs") ?? 1),
    IntervalInSeconds: Number(lambda.get("BufferIntervalInSeconds") ?? 60),
  });
}
