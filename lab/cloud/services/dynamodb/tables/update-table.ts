import type { UpdateTableInput } from "@aws-sdk/client-dynamodb";
import { invalid, invalidParameters, notYet } from "../errors.ts";
import type { TableRecord } from "../records.ts";
import type { DynamoDb, DynamoDbContext } from "../state.ts";
import { disableStream, enableStream } from "../streams/switching.ts";
import { described } from "./description.ts";
import { readEncryption } from "./encryption.ts";
import { changeIndexes } from "./index-updates.ts";
import { changeableTable } from "./lookup.ts";
import { changeReplicas, share } from "./replicas.ts";
import { readStreamChange } from "./stream-settings.ts";
import { changeThroughput } from "./throughput-updates.ts";
import { checkTogether } from "./update-rules.ts";

/** Changes a table. What it says is so at once; an index that comes or goes does so in the background. */
export const updateTable: DynamoDb["UpdateTable"] = (input, context) => {
  const { cloud, state } = context;
  if (input.VectorIndexUpdates) throw notYet("vector indexes of DynamoDB tables");
  if (input.GlobalTableWitnessUpdates || input.MultiRegionConsistency)
    throw notYet("strongly consistent global tables");
  if (input.GlobalTableSettingsReplicationMode || input.DisassociationProtectionEnabled !== undefined)
    throw notYet("global tables in several accounts");
  checkTogether(input);
  return cloud.store.write(() => {
    const before = changeableTable(input.TableName, context);
    const { account, region, name } = before;
    const steps = [changeThroughput, changeIndexes, changeStream, changeSettings, changeReplicas];
    const after = steps.reduce((table, step) => step(table, input, context), before);
    state.tables.put([account, region, name], after);
    if (
      input.GlobalSecondaryIndexUpdates ||
      input.BillingMode ||
      input.ProvisionedThroughput ||
      input.OnDemandThroughput
    )
      share(after, before, state);
    return { TableDescription: described(after, context, "UPDATING") };
  });
};

function changeStream(
  table: TableRecord,
  { StreamSpecification: asked }: UpdateTableInput,
  { cloud, state }: DynamoDbContext,
): TableRecord {
  if (!asked) return table;
  const view = readStreamChange(asked);
  if (!view && table.replicas) throw invalidParameters("Disabling Stream is not allowed for a Global Table replica.");
  if (view && table.stream) throw invalid(`Table already has an enabled stream: TableName: ${table.name}`);
  if (!view && !table.stream) throw invalid(`Table has no stream to disable: TableName: ${table.name}`);
  const { streams } = state;
  return view ? enableStream(table, view, { cloud, streams }) : disableStream(table, { cloud, streams });
}

function changeSettings(table: TableRecord, input: UpdateTableInput, context: DynamoDbContext): TableRecord {
  const { DeletionProtectionEnabled: isProtected, TableClass, SSESpecification } = input;
  return {
    ...table,
    ...(isProtected !== undefined && { isProtected }),
    ...(TableClass && { tableClass: TableClass, tableClassSince: context.cloud.clock.now() }),
    ...(SSESpecification && { encryption: changedEncryption(table, SSESpecification, context) }),
  } as TableRecord;
}

function changedEncryption(
  { encryption: before }: TableRecord,
  asked: NonNullable<UpdateTableInput["SSESpecification"]>,
  context: DynamoDbContext,
): TableRecord["encryption"] {
  const after = readEncryption(asked, context);
  if (!before && !after) throw invalidParameters("Table is already encrypted by default");
  if (before && after && before.key === after.key)
    throw invalidParameters(
      "Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter if you want to change Master Key",
    );
  return after;
}
