import { randomUUID } from "node:crypto";
import type {
  CreateReplicationGroupMemberAction,
  ReplicaDescription,
  ReplicationGroupUpdate,
  UpdateReplicationGroupMemberAction,
  UpdateTableInput,
} from "@aws-sdk/client-dynamodb";
import { invalid, invalidParameters } from "../errors.ts";
import { apply, itemAt } from "../items/changes.ts";
import type { TableRecord } from "../records.ts";
import type { DynamoDbContext, DynamoDbState } from "../state.ts";
import { enableStream } from "../streams/switching.ts";
import type { Item } from "../values/attribute-value.ts";
import type { StoredKey } from "../values/keys.ts";
import { readEncryption } from "./encryption.ts";
import { findTable } from "./lookup.ts";
import { checkUnprotected, removeTable } from "./removal.ts";
import { overridden, overriddenBy, shownOverrides } from "./replica-overrides.ts";

type Place = Pick<DynamoDbContext, "cloud" | "state">;

/**
 * Adds and removes replicas: tables of the same name in other regions, with the same items. Each names all others. (Global tables,
 * version 2019.11.21.) https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
 */
export function changeReplicas(
  table: TableRecord,
  { ReplicaUpdates: updates }: Pick<UpdateTableInput, "ReplicaUpdates">,
  context: DynamoDbContext,
): TableRecord {
  if (!updates) return table;
  if (updates.length !== 1) throw invalid("Only one replica can be added, changed or deleted at a time");
  const { Create, Update, Delete } = updates[0] as ReplicationGroupUpdate;
  const other = (Create ?? Update ?? Delete)?.RegionName;
  if (!other) throw invalidParameters("One of ReplicaUpdate.Create, Update or Delete must be given");
  if (other === table.region)
    throw invalid(
      "Cannot add, delete, or update the local region through ReplicaUpdates. Use CreateTable, DeleteTable, or UpdateTable as required.",
    );
  if (table.isLegacyReplica)
    throw invalid(
      "Replicas of a global table of version 2017.11.29 can't be changed by UpdateTable. Use UpdateGlobalTable instead.",
    );
  if (Create) return addReplica(table, other, Create, context);
  return Update ? changeReplica(table, other, Update, context) : dropReplica(table, other, context);
}

function addReplica(
  source: TableRecord,
  region: string,
  action: CreateReplicationGroupMemberAction,
  context: DynamoDbContext,
): TableRecord {
  const { cloud, state } = context;
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) throw invalid(`Unsupported region: ${region}`);
  if (findTable({ ...source, region }, state))
    throw invalid(
      `Failed to create a the new replica of table with name: '${source.name}' because one or more replicas already existed as tables.`,
    );
  const { streams, work } = state;
  // What replicates is a stream of both images.
  const streaming = source.stream ? source : enableStream(source, "NEW_AND_OLD_IMAGES", { cloud, streams });
  const table = { ...streaming, replicas: [...(source.replicas ?? []), { region }] };
  for (const replica of replicasOf(source, state))
    put({ ...replica, replicas: [...(replica.replicas ?? []), { region }] }, state);
  // What stays with its own table.
  const { stream: _, latestStream: __, recovery: ___, isProtected: ____, overrides: _____, ...rest } = table;
  const { destinations: ______, ...shared } = rest;
  const others = [source.region, ...(source.replicas ?? []).map((one) => one.region)];
  const made: TableRecord = {
    ...shared,
    // A key is a region's own.
    ...(shared.encryption && { encryption: readEncryption({ Enabled: true }, { ...shared, region }) }),
    region,
    id: randomUUID(),
    created: cloud.clock.now(),
    replicas: others.map((one) => ({ region: one })),
    isFilling: true,
  };
  put(
    enableStream(overriddenBy(made, action, context), table.stream?.view ?? "NEW_AND_OLD_IMAGES", { cloud, streams }),
    state,
  );
  work.begin({
    kind: "fill a replica",
    account: table.account,
    region: table.region,
    table: table.name,
    id: table.id,
    to: region,
  });
  return table;
}

function changeReplica(
  table: TableRecord,
  region: string,
  action: UpdateReplicationGroupMemberAction,
  context: DynamoDbContext,
): TableRecord {
  put(overriddenBy(openReplica(table, region, context), action, context), context.state);
  return table;
}

function openReplica(table: TableRecord, region: string, { state }: DynamoDbContext): TableRecord {
  const replica = replicasOf(table, state).find((one) => one.region === region);
  if (replica) return replica;
  throw invalid("Update global table operation failed because one or more replicas were not part of the global table.");
}

function dropReplica(table: TableRecord, region: string, context: DynamoDbContext): TableRecord {
  const replica = openReplica(table, region, context);
  checkUnprotected(replica);
  removeTable(replica, context);
  return without(table, region);
}

/** Tells the replicas of a table that it is one no more. Only inside `store.write`. */
export function leave(table: TableRecord, state: DynamoDbState): void {
  for (const replica of replicasOf(table, state)) put(without(replica, table.region), state);
}

function without(table: TableRecord, region: string): TableRecord {
  const { replicas = [], isLegacyReplica, ...rest } = table;
  const left = replicas.filter((one) => one.region !== region);
  // A global table of 2017 may have a single replica.
  return left.length > 0 || isLegacyReplica
    ? { ...rest, replicas: left, ...(isLegacyReplica && { isLegacyReplica }) }
    : rest;
}

/** The tables in other regions that are replicas of one. */
export function replicasOf({ replicas = [], account, name }: TableRecord, state: DynamoDbState): TableRecord[] {
  return replicas.flatMap(({ region }) => findTable({ account, region, name }, state) ?? []);
}

/** Has the replicas of a table take over its indexes and its capacity, which they share. Only inside `store.write`. */
export function share(table: TableRecord, before: TableRecord, state: DynamoDbState): void {
  const { attributes, indexes, billing, onDemandSince, throughput, onDemand } = table;
  for (const replica of replicasOf(table, state)) {
    put(
      overridden({
        ...replica,
        attributes,
        indexes,
        billing,
        throughput,
        ...(onDemandSince !== undefined && { onDemandSince }),
        ...(onDemand && { onDemand }),
      }),
      state,
    );
    const { account, region, name, id } = replica;
    for (const index of indexes) {
      const was = before.indexes.find((one) => one.name === index.name);
      const task = { account, region, table: name, id, index: index.name };
      if (index.isBackfilling && !was) state.work.begin({ kind: "fill an index", ...task });
      if (index.isDeleting && !was?.isDeleting) state.work.begin({ kind: "remove an index", ...task });
    }
  }
}

/** Makes in a replica the change that was made in a table: the last one who writes wins. Only inside `store.write`. */
export function replicate(replica: TableRecord, key: StoredKey, after: Item | undefined, place: Place): void {
  const before = itemAt(replica, key, place);
  if (before || after) apply({ table: replica, key, before, after, isReplicated: true }, place);
}

/** As DescribeTable tells them: all but the table itself. */
export function shownReplicas(table: TableRecord, state: DynamoDbState): ReplicaDescription[] {
  return (table.replicas ?? []).map(({ region }) => {
    const replica = findTable({ ...table, region }, state);
    return {
      RegionName: region,
      ReplicaStatus: replica?.isFilling ? "CREATING" : "ACTIVE",
      ...(replica && shownOverrides(replica)),
    };
  });
}

function put(table: TableRecord, state: DynamoDbState): void {
  state.tables.put([table.account, table.region, table.name], table);
}
