import { createHash } from "node:crypto";
import type { _Record } from "@aws-sdk/client-dynamodb-streams";
import type { LogRecord } from "../../../streams/shard.ts";
import { readItem } from "../items/stored-item.ts";
import { arnOfStream } from "./names.ts";
import type { StoredChange, StreamRecord } from "./records.ts";

/** A change as GetRecords answers it. */
export function shownChange({ sequenceNumber, time, data }: LogRecord<StoredChange>, stream: StreamRecord): _Record {
  const { kind, keys, after, before, size, by } = data;
  const [, region] = stream.name;
  return {
    eventID: createHash("md5")
      .update(`${arnOfStream(stream.name)} ${sequenceNumber}`)
      .digest("hex"),
    eventName: kind,
    eventVersion: "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: region,
    dynamodb: {
      // Rounded down to the closest second.
      ApproximateCreationDateTime: new Date(Math.floor(time / 1000) * 1000),
      Keys: readItem(keys),
      ...(after !== undefined && { NewImage: readItem(after) }),
      ...(before !== undefined && { OldImage: readItem(before) }),
      SequenceNumber: sequenceNumber,
      SizeBytes: size,
      StreamViewType: stream.view,
    },
    ...(by !== undefined && { userIdentity: { PrincipalId: by, Type: "Service" } }),
  };
}
