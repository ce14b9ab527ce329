import { createHash, randomUUID } from "node:crypto";
import type { Message } from "../../../delivery/message.ts";
import { withBase64, writtenItem } from "../items/stored-item.ts";
import type { DestinationRecord, TableRecord } from "../records.ts";
import { type ItemChange, keysOf, kindOf } from "../streams/changes.ts";
import { sizeOfItem } from "../values/sizes.ts";

/**
 * A change as a Kinesis stream gets it. What tells the precision is left out where nobody chose one.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds_using-shards-and-metrics.html
 *
 * @param moment in milliseconds since the epoch
 */
export function changeRecord(
  table: TableRecord,
  change: ItemChange,
  { precision }: Pick<DestinationRecord, "precision">,
  moment: number,
): Message {
  const { before, after, by } = change;
  const Keys = keysOf(after ?? before ?? {}, table);
  const created = Math.floor(moment);
  const record = {
    awsRegion: table.region,
    eventID: randomUUID(),
    eventName: kindOf(change),
    userIdentity: by === undefined ? null : { principalId: by, type: "Service" },
    recordFormat: "application/json",
    tableName: table.name,
    dynamodb: {
      ApproximateCreationDateTime: precision === "MICROSECOND" ? created * 1000 : created,
      Keys,
      ...(after && { NewImage: after }),
      ...(before && { OldImage: before }),
      SizeBytes: [Keys, after, before].reduce((sum, each) => sum + (each ? sizeOfItem(each) : 0), 0),
      ...(precision && { ApproximateCreationDateTimePrecision: precision }),
    },
    eventSource: "aws:dynamodb",
  };
  // All records of an item go to the same shard.
  const key = createHash("md5").update(writtenItem(Keys)).digest("hex").toUpperCase();
  return { body: JSON.stringify(record, withBase64), key };
}
