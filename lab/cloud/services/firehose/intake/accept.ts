import type { Output } from "../buffers/buffers.ts";
import { stepsOf } from "../processing/processors.ts";
import type { BufferedRecord, DeliveryStream } from "../records.ts";
import type { FirehoseState } from "../state.ts";

/** Puts records that have come into the buffers that they wait in. Only inside `store.write`. */
export function accept(
  stream: DeliveryStream,
  records: readonly BufferedRecord[],
  { buffers }: Pick<FirehoseState, "buffers">,
): void {
  for (const output of outputsOf(stream, records)) buffers.append(stream, output);
}

function outputsOf(stream: DeliveryStream, records: readonly BufferedRecord[]): Output[] {
  const { destination } = stream;
  const isProcessed = stepsOf(destination).size > 0;
  const isBackedUp =
    destination.kind === "s3" ? destination.s3.S3BackupMode === "Enabled" : destination.http.S3BackupMode === "AllData";
  return [
    { lane: { kind: isProcessed ? "processing" : "output" }, records },
    ...(isBackedUp ? [{ lane: { kind: "backup" as const }, records }] : []),
  ];
}
