import type { GlobalTableDescription } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../errors.ts";
import { invalidParameters } from "../errors.ts";
import type { GlobalTableRecord, KeySchema, TableRecord } from "../records.ts";
import type { DynamoDb, DynamoDbContext, DynamoDbState } from "../state.ts";
import { findTable } from "./lookup.ts";

/** How many global tables a page has when nobody says. */
const PAGE = 100;

/**
 * Global tables, version 2017.11.29: empty tables that were made one by one, with the same name and keys, become replicas of
 * each other. From then on they replicate as those of 2019 do.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateGlobalTable.html
 */
export const createGlobalTable: DynamoDb["CreateGlobalTable"] = (
  { GlobalTableName: name, ReplicationGroup },
  context,
) => {
  const { account, cloud, state } = context;
  const regions = ReplicationGroup.map(({ RegionName }) => RegionName ?? "");
  if (new Set(regions).size < regions.length) throw invalidParameters("Regions of a replication group must be unique");
  return cloud.store.write(() => {
    if (state.globalTables.get(account, name))
      throw new AwsError("GlobalTableAlreadyExistsException", `Global table with name: '${name}' already exists.`);
    return changed(
      { account, name, created: cloud.clock.now(), regions: [] },
      { added: regions, removed: [] },
      context,
    );
  });
};

/** Takes tables in and lets others go, all or none. A table that goes keeps its items. */
export const updateGlobalTable: DynamoDb["UpdateGlobalTable"] = ({ GlobalTableName, ReplicaUpdates }, context) => {
  const regions = (kind: "Create" | "Delete") => ReplicaUpdates.flatMap((update) => update[kind]?.RegionName ?? []);
  const [added, removed] = [regions("Create"), regions("Delete")];
  if (new Set([...added, ...removed]).size < ReplicaUpdates.length)
    throw invalidParameters("Each update must be about a region of its own, which is created or deleted");
  return context.cloud.store.write(() =>
    changed(openGlobalTable(GlobalTableName, context), { added, removed }, context),
  );
};

export const describeGlobalTable: DynamoDb["DescribeGlobalTable"] = ({ GlobalTableName }, context) => ({
  GlobalTableDescription: shown(openGlobalTable(GlobalTableName, context)),
});

export const listGlobalTables: DynamoDb["ListGlobalTables"] = (input, { account, state }) => {
  const { ExclusiveStartGlobalTableName: after, Limit = PAGE, RegionName } = input;
  const all = [
    ...state.globalTables.values({ under: [account], ...(after !== undefined && { after: [account, after] }) }),
  ];
  const found = RegionName === undefined ? all : all.filter(({ regions }) => regions.includes(RegionName));
  const page = found.slice(0, Limit);
  const last = found.length > Limit ? page.at(-1)?.name : undefined;
  return {
    GlobalTables: page.map(({ name, regions }) => ({ GlobalTableName: name, ReplicationGroup: shownRegions(regions) })),
    ...(last !== undefined && { LastEvaluatedGlobalTableName: last }),
  };
};

/** Tells the global table of a table that it is a part of it no more. Only inside `store.write`. */
export function leaveGlobalTable({ account, name, region }: TableRecord, state: DynamoDbState): void {
  const global = state.globalTables.get(account, name);
  if (global?.regions.includes(region))
    put({ ...global, regions: global.regions.filter((one) => one !== region) }, state);
}

function changed(
  before: GlobalTableRecord,
  { added, removed }: { readonly added: readonly string[]; readonly removed: readonly string[] },
  context: DynamoDbContext,
) {
  const { state } = context;
  for (const region of removed) if (!before.regions.includes(region)) throw noReplica(before.name, region);
  for (const region of added) if (before.regions.includes(region)) throw isReplica(before.name, region);
  const tableIn = (region: string) => openTable({ ...before, region }, state);
  const joining = added.map(tableIn);
  const staying = before.regions.filter((region) => !removed.includes(region));
  for (const table of joining) checkReplica(table, staying[0] === undefined ? joining[0] : tableIn(staying[0]), state);
  const regions = [...staying, ...added];
  for (const region of [...regions, ...removed]) {
    const { replicas: _, isLegacyReplica: __, ...table } = tableIn(region);
    const others = removed.includes(region) ? [] : regions.filter((other) => other !== region);
    const replicas = others.map((other) => ({ region: other }));
    const shared = removed.includes(region) ? {} : { replicas, isLegacyReplica: true as const };
    state.tables.put([table.account, region, table.name], { ...table, ...shared });
  }
  const after = { ...before, regions };
  put(after, state);
  return { GlobalTableDescription: shown(after) };
}

/** A global table without replicas is gone. */
function put(global: GlobalTableRecord, state: DynamoDbState): void {
  const key = [global.account, global.name];
  if (global.regions.length > 0) state.globalTables.put(key, global);
  else state.globalTables.delete(...key);
}

function checkReplica(table: TableRecord, like: TableRecord | undefined, state: DynamoDbState): void {
  const { account, region, name, id, stream, replicas } = table;
  const where = `Table: ${name} in region: ${region}`;
  if (replicas) throw isReplica(name, region);
  if (stream?.view !== "NEW_AND_OLD_IMAGES")
    throw invalidParameters(`${where} must have a stream with the new and the old images`);
  if ((state.counts.get(account, region, id)?.items ?? 0) > 0) throw invalidParameters(`${where} must be empty`);
  if (like && shapeOf(table) !== shapeOf(like))
    throw invalidParameters(`${where} must have the same key schema and indexes as the other replicas`);
}

/** What replicas must have in common, as a text to compare. */
function shapeOf({ key, indexes }: TableRecord): string {
  const keyOf = ({ partition, sort }: KeySchema) => [partition, sort];
  const shapes = indexes.map((index) => JSON.stringify([index.name, index.kind, keyOf(index.key)]));
  return JSON.stringify([keyOf(key), shapes.sort()]);
}

function openTable(name: { account: string; region: string; name: string }, state: DynamoDbState): TableRecord {
  const table = findTable(name, state);
  if (table && !table.isFilling) return table;
  throw new AwsError("TableNotFoundException", `Table not found: Table: ${name.name} in region: ${name.region}`);
}

function openGlobalTable(name: string, { account, state }: DynamoDbContext): GlobalTableRecord {
  const global = state.globalTables.get(account, name);
  if (global) return global;
  throw new AwsError(
    "GlobalTableNotFoundException",
    `Global table not found: Global table with name: '${name}' does not exist.`,
  );
}

const isReplica = (name: string, region: string) =>
  new AwsError(
    "ReplicaAlreadyExistsException",
    `Table: ${name} in region: ${region} is already a replica of a global table`,
  );

const noReplica = (name: string, region: string) =>
  new AwsError("ReplicaNotFoundException", `Table: ${name} in region: ${region} is not a replica of the global table`);

function shown({ account, name, created, regions }: GlobalTableRecord): GlobalTableDescription {
  return {
    ReplicationGroup: shownRegions(regions),
    GlobalTableArn: `arn:aws:dynamodb::${account}:global-table/${name}`,
    CreationDateTime: new Date(created),
    GlobalTableStatus: "ACTIVE",
    GlobalTableName: name,
  };
}

const shownRegions = (regions: readonly string[]) => regions.map((RegionName) => ({ RegionName }));
