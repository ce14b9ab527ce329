import type {
  GlobalSecondaryIndexDescription,
  LocalSecondaryIndexDescription,
  RestoreSummary,
  TableDescription,
  TableStatus,
} from "@aws-sdk/client-dynamodb";
import type { Counts, IndexRecord, StreamSettings, TableRecord } from "../records.ts";
import type { DynamoDbContext } from "../state.ts";
import { compareTexts } from "../values/compare.ts";
import { shownKeySchema } from "./key-schema.ts";
import { arnOf } from "./lookup.ts";
import { shownReplicas } from "./replicas.ts";
import { shownProvisioned, shownWarm } from "./throughput.ts";

const NOTHING: Counts = { items: 0, bytes: 0 };

type Place = Pick<DynamoDbContext, "cloud" | "state">;

/**
 * A table as DynamoDB tells it: what it has not is left out. A table whose index is being removed is being updated; one whose
 * index is being filled is active.
 */
export function described(table: TableRecord, place: Place, status: TableStatus = statusOf(table)): TableDescription {
  const { attributes, key, created, tableClass, tableClassSince, encryption } = table;
  return {
    AttributeDefinitions: [...attributes]
      .sort((a, b) => compareTexts(a.name, b.name))
      .map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
    KeySchema: shownKeySchema(key),
    CreationDateTime: new Date(created),
    ...shownNumbers(table, place, status),
    ...shownIndexes(table, place, status),
    ...shownStream(table),
    ...(encryption && {
      SSEDescription: { Status: "ENABLED", SSEType: encryption.type, KMSMasterKeyArn: encryption.key },
    }),
    ...(tableClass && {
      TableClassSummary: {
        TableClass: tableClass,
        ...(tableClassSince !== undefined && { LastUpdateDateTime: new Date(tableClassSince) }),
      },
    }),
    ...(table.restored && { RestoreSummary: shownRestore(table.restored, table.isFilling ?? false) }),
    ...(table.replicas &&
      !table.isLegacyReplica && { GlobalTableVersion: "2019.11.21", Replicas: shownReplicas(table, place.state) }),
    ...(table.onDemand && { OnDemandThroughput: table.onDemand }),
    ...(status !== "CREATING" && { WarmThroughput: shownWarm(table, table.billing) }),
  };
}

function shownRestore(
  { from, backup, moment }: NonNullable<TableRecord["restored"]>,
  isGoingOn: boolean,
): RestoreSummary {
  return {
    ...(backup !== undefined && { SourceBackupArn: backup }),
    SourceTableArn: from,
    RestoreDateTime: new Date(moment),
    RestoreInProgress: isGoingOn,
  };
}

/** The part of it that DeleteTable answers, too. */
export function shownNumbers(table: TableRecord, { cloud, state }: Place, status: TableStatus): TableDescription {
  const { name, account, region, id, billing, onDemandSince } = table;
  const { items, bytes } = state.counts.get(account, region, id) ?? NOTHING;
  return {
    TableName: name,
    TableStatus: status,
    ProvisionedThroughput: shownProvisioned(table.throughput, cloud.clock.now()),
    TableSizeBytes: bytes,
    ItemCount: items,
    TableArn: arnOf(table),
    TableId: id,
    ...((billing === "PAY_PER_REQUEST" || onDemandSince !== undefined) && {
      BillingModeSummary: {
        BillingMode: billing,
        // The answer of CreateTable does not have it yet.
        ...(status !== "CREATING" &&
          onDemandSince !== undefined && { LastUpdateToPayPerRequestDateTime: new Date(onDemandSince) }),
      },
    }),
    DeletionProtectionEnabled: table.isProtected ?? false,
  };
}

function statusOf({ indexes, isFilling }: TableRecord): TableStatus {
  if (isFilling) return "CREATING";
  return indexes.some(({ isDeleting }) => isDeleting) ? "UPDATING" : "ACTIVE";
}

function shownIndexes(table: TableRecord, place: Place, status: TableStatus) {
  const local = table.indexes.filter(({ kind }) => kind === "local");
  const global = table.indexes.filter(({ kind }) => kind === "global");
  return {
    ...(local.length > 0 && { LocalSecondaryIndexes: local.map((index) => shownIndex(index, table, place)) }),
    ...(global.length > 0 && {
      GlobalSecondaryIndexes: global.map((index) => shownGlobalIndex(index, table, place, status)),
    }),
  };
}

function shownIndex(index: IndexRecord, table: TableRecord, { state }: Place): LocalSecondaryIndexDescription {
  const { account, region, id } = table;
  const { indexes = [] } = state.counts.get(account, region, id) ?? NOTHING;
  const { items, bytes } = indexes.find(({ name }) => name === index.name) ?? NOTHING;
  return {
    IndexName: index.name,
    KeySchema: shownKeySchema(index.key),
    Projection: {
      ProjectionType: index.projection,
      ...(index.included && { NonKeyAttributes: [...index.included].sort(compareTexts) }),
    },
    IndexSizeBytes: bytes,
    ItemCount: items,
    IndexArn: `${arnOf(table)}/index/${index.name}`,
  };
}

function shownGlobalIndex(
  index: IndexRecord,
  table: TableRecord,
  place: Place,
  status: TableStatus,
): GlobalSecondaryIndexDescription {
  const { isBackfilling, isDeleting, throughput = { read: 0, write: 0 }, onDemand } = index;
  return {
    ...shownIndex(index, table, place),
    IndexStatus: isDeleting ? "DELETING" : isBackfilling || status === "CREATING" ? "CREATING" : "ACTIVE",
    // Nothing is filled yet when the index has just been asked for.
    ...(isBackfilling && { Backfilling: status !== "UPDATING" }),
    ProvisionedThroughput: shownProvisioned(throughput, place.cloud.clock.now()),
    ...(onDemand && { OnDemandThroughput: onDemand }),
    ...(status !== "CREATING" && { WarmThroughput: shownWarm(index, table.billing) }),
  };
}

function shownStream({ stream, latestStream, ...table }: TableRecord) {
  const shown = ({ view }: StreamSettings) => ({ StreamEnabled: true, StreamViewType: view });
  return {
    ...(stream && { StreamSpecification: shown(stream) }),
    ...(latestStream && {
      LatestStreamLabel: latestStream.label,
      LatestStreamArn: `${arnOf(table)}/stream/${latestStream.label}`,
    }),
  };
}
