import type {
  CreateGlobalSecondaryIndexAction,
  GlobalSecondaryIndexUpdate,
  UpdateGlobalSecondaryIndexAction,
  UpdateTableInput,
} from "@aws-sdk/client-dynamodb";
import { invalid, invalidParameters, limitExceeded, notFound, stillInUse } from "../errors.ts";
import type { IndexRecord, TableRecord } from "../records.ts";
import type { DynamoDbContext } from "../state.ts";
import { readAttributes, usedBy } from "./definitions.ts";
import { MOST_GLOBAL, readGlobalIndex } from "./index-definitions.ts";
import { changeIndexThroughput } from "./throughput-updates.ts";

/** Creates, changes and deletes global secondary indexes: one at a time comes or goes. */
export function changeIndexes(
  table: TableRecord,
  { GlobalSecondaryIndexUpdates: updates = [], AttributeDefinitions }: UpdateTableInput,
  context: DynamoDbContext,
): TableRecord {
  checkActions(updates, table);
  return updates.reduce((changed, { Create, Update, Delete }) => {
    if (Create) return create(changed, Create, AttributeDefinitions, context);
    if (Delete) return remove(changed, Delete.IndexName ?? "", context);
    return update(changed, Update as UpdateGlobalSecondaryIndexAction, context);
  }, table);
}

function checkActions(updates: readonly GlobalSecondaryIndexUpdate[], { indexes }: TableRecord): void {
  const names = new Set<string>();
  for (const { Create, Update, Delete } of updates) {
    const actions = [Create, Update, Delete].filter((action) => action !== undefined);
    if (actions.length === 0)
      throw invalidParameters(
        "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null",
      );
    if (actions.length > 1)
      throw invalidParameters(
        "Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object",
      );
    const name = actions[0]?.IndexName ?? "";
    if (names.has(name))
      throw invalidParameters(
        `Only one global secondary index update per index is allowed simultaneously. Index: ${name}`,
      );
    names.add(name);
  }
  const moves = updates.filter(({ Create, Delete }) => Create || Delete);
  const isMoving = ({ name, isBackfilling, isDeleting }: IndexRecord) =>
    isDeleting || (isBackfilling && !moves.some(({ Delete }) => Delete?.IndexName === name));
  if (moves.length > 1 || (moves.length > 0 && indexes.some(isMoving)))
    throw limitExceeded("Only 1 online index can be created or deleted simultaneously per table");
}

function create(
  table: TableRecord,
  action: CreateGlobalSecondaryIndexAction,
  definitions: UpdateTableInput["AttributeDefinitions"],
  { state }: DynamoDbContext,
): TableRecord {
  const { account, region, name, id, billing } = table;
  const index = action.IndexName ?? "";
  if (table.indexes.some((one) => one.name === index))
    throw invalid("Attempting to create an index which already exists");
  if (!definitions) throw invalidParameters(`AttributeDefinitions is not specified for index: ${index}`);
  if (table.indexes.filter(({ kind }) => kind === "global").length >= MOST_GLOBAL)
    throw limitExceeded(`Number of global secondary indexes exceeds per-table limit of ${MOST_GLOBAL}`);
  // What the table has is as it is, whatever the request says of it.
  const known = new Set(table.attributes.map((attribute) => attribute.name));
  const attributes = [...table.attributes, ...readAttributes(definitions).filter((one) => !known.has(one.name))];
  checkThroughput(action, billing);
  const indexes = [
    ...table.indexes,
    { ...readGlobalIndex(action, { attributes, billing }), isBackfilling: true as const },
  ];
  const used = usedBy(table.key, indexes);
  state.work.begin({ kind: "fill an index", account, region, table: name, id, index });
  return { ...table, indexes, attributes: attributes.filter((attribute) => used.has(attribute.name)) };
}

/** UpdateTable has other words for this than CreateTable. */
function checkThroughput(action: CreateGlobalSecondaryIndexAction, billing: TableRecord["billing"]): void {
  const { IndexName, ProvisionedThroughput } = action;
  if (billing === "PROVISIONED" && !ProvisionedThroughput)
    throw invalidParameters(`Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: ${IndexName}`);
  if (billing === "PAY_PER_REQUEST" && ProvisionedThroughput)
    throw invalidParameters(
      `Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: ${IndexName} when BillingMode is PAY_PER_REQUEST`,
    );
}

function remove(table: TableRecord, name: string, { state }: DynamoDbContext): TableRecord {
  const { account, region, id } = table;
  openGlobal(table, name, "delete");
  state.work.begin({ kind: "remove an index", account, region, table: table.name, id, index: name });
  return changed(table, name, ({ isBackfilling: _, ...index }) => ({ ...index, isDeleting: true }));
}

function update(table: TableRecord, action: UpdateGlobalSecondaryIndexAction, context: DynamoDbContext): TableRecord {
  const name = action.IndexName ?? "";
  const index = openGlobal(table, name, "update");
  if (index.isDeleting) throw stillInUse(`Index is being deleted. Table: ${table.name} Index: ${name}`);
  return changed(table, name, (one) => changeIndexThroughput(one, action, table, context));
}

function openGlobal({ name: table, indexes }: TableRecord, name: string, action: "delete" | "update"): IndexRecord {
  const index = indexes.find((one) => one.name === name);
  if (!index) throw notFound(`Index ${name} for table ${table}`);
  if (index.kind === "local") throw invalid(`Cannot ${action} an index that is not a GlobalSecondaryIndex: ${name}`);
  return index;
}

function changed(table: TableRecord, name: string, change: (index: IndexRecord) => IndexRecord): TableRecord {
  return { ...table, indexes: table.indexes.map((index) => (index.name === name ? change(index) : index)) };
}
