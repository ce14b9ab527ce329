import type {
  BackupDescription,
  BackupDetails,
  BackupStatus,
  BackupSummary,
  GlobalSecondaryIndexInfo,
  SourceTableDetails,
  SourceTableFeatureDetails,
} from "@aws-sdk/client-dynamodb";
import type { BackupRecord, IndexRecord, TableRecord } from "../records.ts";
import { shownKeySchema } from "../tables/key-schema.ts";
import { arnOf } from "../tables/lookup.ts";

export function arnOfBackup({ table, id }: Pick<BackupRecord, "table" | "id">): string {
  return `${arnOf(table)}/backup/${id}`;
}

export function descriptionOfBackup(backup: BackupRecord, status?: BackupStatus): BackupDescription {
  return {
    BackupDetails: detailsOf(backup, status),
    SourceTableDetails: sourceOf(backup),
    SourceTableFeatureDetails: featuresOf(backup.table),
  };
}

export function detailsOf(backup: BackupRecord, status: BackupStatus = backup.status): BackupDetails {
  const { name, type, created, expires, counts } = backup;
  return {
    BackupArn: arnOfBackup(backup),
    BackupName: name,
    BackupSizeBytes: counts.bytes,
    BackupStatus: status,
    BackupType: type,
    BackupCreationDateTime: new Date(created),
    ...(expires !== undefined && { BackupExpiryDateTime: new Date(expires) }),
  };
}

export function summaryOfBackup(backup: BackupRecord): BackupSummary {
  const { table } = backup;
  return { TableName: table.name, TableId: table.id, TableArn: arnOf(table), ...detailsOf(backup) };
}

function sourceOf({ table, counts }: BackupRecord): SourceTableDetails {
  const { read, write } = table.throughput;
  return {
    TableName: table.name,
    TableId: table.id,
    TableArn: arnOf(table),
    TableSizeBytes: counts.bytes,
    KeySchema: shownKeySchema(table.key),
    TableCreationDateTime: new Date(table.created),
    ProvisionedThroughput: { ReadCapacityUnits: read, WriteCapacityUnits: write },
    ...(table.onDemand && { OnDemandThroughput: table.onDemand }),
    ItemCount: counts.items,
    BillingMode: table.billing,
  };
}

function featuresOf({ indexes, stream, expiry }: TableRecord): SourceTableFeatureDetails {
  const of = (kind: IndexRecord["kind"]) => indexes.filter((index) => index.kind === kind).map(indexInfo);
  const [local, global] = [of("local"), of("global")];
  return {
    ...(local.length > 0 && { LocalSecondaryIndexes: local }),
    ...(global.length > 0 && { GlobalSecondaryIndexes: global }),
    ...(stream && { StreamDescription: { StreamEnabled: true, StreamViewType: stream.view } }),
    ...(expiry && { TimeToLiveDescription: { TimeToLiveStatus: "ENABLED", AttributeName: expiry.attribute } }),
  };
}

function indexInfo({ name, key, projection, included, throughput }: IndexRecord): GlobalSecondaryIndexInfo {
  return {
    IndexName: name,
    KeySchema: shownKeySchema(key),
    Projection: { ProjectionType: projection, ...(included && { NonKeyAttributes: [...included] }) },
    ...(throughput && {
      ProvisionedThroughput: { ReadCapacityUnits: throughput.read, WriteCapacityUnits: throughput.write },
    }),
  };
}
