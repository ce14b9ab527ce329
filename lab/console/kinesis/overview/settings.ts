import {
  DecreaseStreamRetentionPeriodCommand,
  IncreaseStreamRetentionPeriodCommand,
  type KinesisClient,
  StartStreamEncryptionCommand,
  StopStreamEncryptionCommand,
  type StreamDescriptionSummary,
  type StreamMode,
  UpdateMaxRecordSizeCommand,
  UpdateStreamModeCommand,
} from "@aws-sdk/client-kinesis";

/** What can be changed of a stream, as a form holds it. */
export interface Settings {
  readonly mode: StreamMode;
  readonly hours: string;
  /** In KiB. */
  readonly largest: string;
  /** Empty when nothing is encrypted. */
  readonly key: string;
}

export function settingsOf(stream: Partial<StreamDescriptionSummary>): Settings {
  const { StreamModeDetails, RetentionPeriodHours = 24, MaxRecordSizeInKiB = 1024, KeyId = "" } = stream;
  return {
    mode: StreamModeDetails?.StreamMode ?? "PROVISIONED",
    hours: String(RetentionPeriodHours),
    largest: String(MaxRecordSizeInKiB),
    key: KeyId,
  };
}

interface Named {
  readonly StreamName: string;
  readonly StreamARN: string;
}

/** Changes what differs: each has an operation of its own. Stops at the first that fails. */
export async function saveSettings(
  client: KinesisClient,
  { StreamName, StreamARN }: Named,
  before: Settings,
  after: Settings,
): Promise<void> {
  const hours = Number(after.hours);
  if (hours > Number(before.hours))
    await client.send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: hours }));
  if (hours < Number(before.hours))
    await client.send(new DecreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: hours }));
  if (after.largest !== before.largest)
    await client.send(new UpdateMaxRecordSizeCommand({ StreamARN, MaxRecordSizeInKiB: Number(after.largest) }));
  if (after.key !== before.key) {
    const named = { StreamName, EncryptionType: "KMS" } as const;
    await (after.key === ""
      ? client.send(new StopStreamEncryptionCommand({ ...named, KeyId: before.key }))
      : client.send(new StartStreamEncryptionCommand({ ...named, KeyId: after.key })));
  }
  if (after.mode !== before.mode)
    await client.send(new UpdateStreamModeCommand({ StreamARN, StreamModeDetails: { StreamMode: after.mode } }));
}
