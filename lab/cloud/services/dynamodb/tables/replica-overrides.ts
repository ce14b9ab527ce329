import type {
  CreateReplicationGroupMemberAction,
  ReplicaDescription,
  ReplicaGlobalSecondaryIndex,
  UpdateReplicationGroupMemberAction,
} from "@aws-sdk/client-dynamodb";
import { invalid, invalidParameters } from "../errors.ts";
import type { IndexRecord, Overrides, ReadOverride, TableRecord } from "../records.ts";
import type { DynamoDbContext } from "../state.ts";
import { readEncryption } from "./encryption.ts";

type Action = CreateReplicationGroupMemberAction | UpdateReplicationGroupMemberAction;

/** A replica with what a request says of it alone. Throws DynamoDB's errors. */
export function overriddenBy(replica: TableRecord, action: Action, { cloud }: DynamoDbContext): TableRecord {
  const { KMSMasterKeyId, TableClassOverride: tableClass, GlobalSecondaryIndexes: indexes = [] } = action;
  const { overrides = {}, billing } = replica;
  for (const { IndexName } of indexes)
    if (!replica.indexes.some(({ name, kind }) => name === IndexName && kind === "global"))
      throw invalid(`The table does not have the specified index: ${IndexName}`);
  for (const { ProvisionedThroughputOverride: units } of [action, ...indexes])
    if (units && billing === "PAY_PER_REQUEST")
      throw invalidParameters("ProvisionedThroughputOverride can't be specified when BillingMode is PAY_PER_REQUEST");
  const changed = new Map(indexes.map((index) => [index.IndexName ?? "", index]));
  const others = (overrides.indexes ?? []).filter(({ name }) => !changed.has(name));
  const known = (name: string) => overrides.indexes?.find((index) => index.name === name);
  const next: Overrides = {
    ...readOverride(action, overrides),
    indexes: [...others, ...[...changed].map(([name, index]) => ({ ...readOverride(index, known(name)), name }))],
  };
  return overridden({
    ...replica,
    overrides: next,
    ...(tableClass && { tableClass, tableClassSince: cloud.clock.now() }),
    ...(KMSMasterKeyId !== undefined && {
      encryption: readEncryption({ Enabled: true, SSEType: "KMS", KMSMasterKeyId }, replica),
    }),
  } as TableRecord);
}

function readOverride(
  { ProvisionedThroughputOverride: units, OnDemandThroughputOverride: bounds }: ReplicaGlobalSecondaryIndex | Action,
  { read, maxRead }: ReadOverride = {},
): ReadOverride {
  const own = { read: units?.ReadCapacityUnits ?? read, maxRead: bounds?.MaxReadRequestUnits ?? maxRead };
  return {
    ...(own.read !== undefined && { read: own.read }),
    // Without a bound of its own, the table's counts.
    ...(own.maxRead !== undefined && own.maxRead >= 0 && { maxRead: own.maxRead }),
  };
}

/** A replica that shares its table's throughput, except for what it has of its own. */
export function overridden(replica: TableRecord): TableRecord {
  const { overrides } = replica;
  if (!overrides) return replica;
  const of = (index: IndexRecord) => overrides.indexes?.find(({ name }) => name === index.name) ?? {};
  return {
    ...replica,
    ...withRead(replica, overrides),
    indexes: replica.indexes.map((index) => ({ ...index, ...withRead(index, of(index)) })),
  };
}

function withRead<T extends Pick<TableRecord, "onDemand"> & Pick<IndexRecord, "throughput">>(
  { throughput, onDemand }: T,
  { read, maxRead }: ReadOverride,
) {
  return {
    ...(throughput && { throughput: read === undefined ? throughput : { ...throughput, read } }),
    ...(maxRead !== undefined && { onDemand: { ...onDemand, MaxReadRequestUnits: maxRead } }),
  };
}

/** What DescribeTable tells of a replica alone. */
export function shownOverrides({ overrides = {}, ...replica }: TableRecord): Partial<ReplicaDescription> {
  const { tableClass, tableClassSince, encryption } = replica;
  const indexes = (overrides.indexes ?? []).map((index) => ({ IndexName: index.name, ...shownRead(index) }));
  return {
    ...(encryption?.key !== undefined && { KMSMasterKeyId: encryption.key }),
    ...shownRead(overrides),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
    ...(tableClass && {
      ReplicaTableClassSummary: {
        TableClass: tableClass,
        ...(tableClassSince !== undefined && { LastUpdateDateTime: new Date(tableClassSince) }),
      },
    }),
  };
}

function shownRead({ read, maxRead }: ReadOverride) {
  return {
    ...(read !== undefined && { ProvisionedThroughputOverride: { ReadCapacityUnits: read } }),
    ...(maxRead !== undefined && { OnDemandThroughputOverride: { MaxReadRequestUnits: maxRead } }),
  };
}
