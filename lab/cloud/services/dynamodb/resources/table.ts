import { isDeepStrictEqual } from "node:util";
import type { CreateTableInput, UpdateTableInput } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../errors.ts";
import { tolerate } from "../../../service/gone.ts";
import { allTags, allTagsByKey } from "../../../service/resource-tags.ts";
import type { Created, ResourceContext, ResourceProvider } from "../../../service/service.ts";
import { indexChanges } from "./index-changes.ts";
import { checkProperties, encryptionOf, indexOf, streamOf, type TableProperties } from "./properties.ts";
import { attributesOf, propertiesOf, readTable } from "./reading.ts";
import { applySettings, retag } from "./settings.ts";
import { untilActive, waitFor } from "./waiting.ts";

const LONGEST_NAME = 255;

export const table: ResourceProvider<TableProperties> = {
  // Nothing else can change a local index.
  replacedBy: ["TableName", "KeySchema", "LocalSecondaryIndexes", "ImportSourceSpecification"],
  replaces: isRetyped,
  async create(properties, context) {
    checkProperties(properties);
    const TableName = properties.TableName ?? context.name(LONGEST_NAME);
    if (properties.ImportSourceSpecification) await importTable(TableName, properties, context);
    else {
      await context.call.dynamodb.CreateTable(newTable(TableName, properties, context));
      context.initiated(TableName);
    }
    return await settle(TableName, properties, { KeySchema: [] }, context);
  },
  async update(TableName, properties, previous, context) {
    checkProperties(properties);
    const found = await untilActive(TableName, context);
    // As it is: a rollback comes after an update that did a part, or nothing.
    for (const change of changesOf(properties, { ...previous, ...propertiesOf(found) } as TableProperties)) {
      await context.call.dynamodb.UpdateTable({ TableName, ...change });
      await untilActive(TableName, context);
    }
    return await settle(TableName, properties, previous, context);
  },
  read: readTable,
  async delete(TableName, _properties, { call }) {
    await call.dynamodb.DeleteTable({ TableName }).catch(tolerate("ResourceNotFoundException"));
  },
};

/** Whether an attribute gets another type: CloudFormation makes another table for that. */
export function isRetyped(next: Attributed, previous: Attributed): boolean {
  const types = new Map(previous.AttributeDefinitions?.map((one) => [one.AttributeName, one.AttributeType]));
  return (next.AttributeDefinitions ?? []).some(
    ({ AttributeName, AttributeType }) => types.has(AttributeName) && types.get(AttributeName) !== AttributeType,
  );
}

type Attributed = Pick<TableProperties, "AttributeDefinitions">;

function newTable(TableName: string, properties: TableProperties, context: ResourceContext): CreateTableInput {
  const { GlobalSecondaryIndexes: indexes, DeletionProtectionEnabled } = properties;
  const Tags = allTags(properties.Tags, context);
  return {
    TableName,
    AttributeDefinitions: properties.AttributeDefinitions ?? [],
    KeySchema: properties.KeySchema,
    LocalSecondaryIndexes: properties.LocalSecondaryIndexes,
    GlobalSecondaryIndexes: indexes?.map(indexOf),
    BillingMode: properties.BillingMode,
    ProvisionedThroughput: properties.ProvisionedThroughput,
    OnDemandThroughput: properties.OnDemandThroughput,
    WarmThroughput: properties.WarmThroughput,
    StreamSpecification: streamOf(properties),
    SSESpecification: encryptionOf(properties),
    TableClass: properties.TableClass,
    DeletionProtectionEnabled,
    ...(Tags.length > 0 && { Tags }),
  };
}

/** The calls of UpdateTable that bring a table to new properties: each changes what goes together. */
export function changesOf(next: TableProperties, previous: TableProperties): Omit<UpdateTableInput, "TableName">[] {
  const changes: Omit<UpdateTableInput, "TableName">[] = [];
  const isChanged = (name: keyof TableProperties) => !isDeepStrictEqual(next[name], previous[name]);
  const isProtected = next.DeletionProtectionEnabled ?? false;
  if (isProtected !== (previous.DeletionProtectionEnabled ?? false))
    changes.push({ DeletionProtectionEnabled: isProtected });
  const { updates, move } = indexChanges(next, previous);
  if (move?.Delete) changes.push({ GlobalSecondaryIndexUpdates: [move] });
  changes.push(...throughputChanges(next, previous, updates));
  if (move?.Create)
    changes.push({ AttributeDefinitions: next.AttributeDefinitions, GlobalSecondaryIndexUpdates: [move] });
  if (isChanged("WarmThroughput") && next.WarmThroughput) changes.push({ WarmThroughput: next.WarmThroughput });
  if (next.StreamSpecification?.StreamViewType !== previous.StreamSpecification?.StreamViewType) {
    if (previous.StreamSpecification) changes.push({ StreamSpecification: { StreamEnabled: false } });
    if (next.StreamSpecification) changes.push({ StreamSpecification: streamOf(next) });
  }
  if (isEncryptedOtherwise(next, previous))
    changes.push({ SSESpecification: encryptionOf(next) ?? { Enabled: false } });
  const tableClass = next.TableClass ?? "STANDARD";
  if (tableClass !== (previous.TableClass ?? "STANDARD")) changes.push({ TableClass: tableClass });
  return changes;
}

function isEncryptedOtherwise(...[next, previous]: [TableProperties, TableProperties]): boolean {
  const [is, was] = [next, previous].map(({ SSESpecification }) => SSESpecification ?? {});
  if (!is?.SSEEnabled || !was?.SSEEnabled) return Boolean(is?.SSEEnabled) !== Boolean(was?.SSEEnabled);
  const key = is.KMSMasterKeyId ?? "alias/aws/dynamodb";
  return was.KMSMasterKeyId !== key && !was.KMSMasterKeyId?.endsWith(key.startsWith("alias/") ? `:${key}` : `/${key}`);
}

function throughputChanges(
  next: TableProperties,
  previous: TableProperties,
  updates: NonNullable<UpdateTableInput["GlobalSecondaryIndexUpdates"]>,
): Omit<UpdateTableInput, "TableName">[] {
  const [is, was] = [next.BillingMode ?? "PROVISIONED", previous.BillingMode ?? "PROVISIONED"];
  const units = next.ProvisionedThroughput;
  const isOther = units && !isDeepStrictEqual(units, previous.ProvisionedThroughput);
  const change = {
    ...(is !== was && { BillingMode: is }),
    ...(is === "PROVISIONED" && (isOther || is !== was) && { ProvisionedThroughput: units }),
    ...(updates.length > 0 && { GlobalSecondaryIndexUpdates: updates }),
  };
  const bounds = next.OnDemandThroughput;
  const isBounded = is === "PAY_PER_REQUEST" && !isDeepStrictEqual(bounds, previous.OnDemandThroughput);
  const none = { MaxReadRequestUnits: -1, MaxWriteRequestUnits: -1 };
  return [
    ...(Object.keys(change).length > 0 ? [change] : []),
    ...(isBounded ? [{ OnDemandThroughput: { ...none, ...bounds } }] : []),
  ];
}

async function importTable(TableName: string, properties: TableProperties, context: ResourceContext): Promise<void> {
  const { call } = context;
  const { AttributeDefinitions, KeySchema, BillingMode, ProvisionedThroughput, OnDemandThroughput } = properties;
  const { ImportTableDescription } = await call.dynamodb.ImportTable({
    ...(properties.ImportSourceSpecification as NonNullable<TableProperties["ImportSourceSpecification"]>),
    TableCreationParameters: {
      TableName,
      AttributeDefinitions,
      KeySchema,
      BillingMode,
      ProvisionedThroughput,
      OnDemandThroughput,
      SSESpecification: encryptionOf(properties),
      GlobalSecondaryIndexes: properties.GlobalSecondaryIndexes?.map(indexOf),
    },
  });
  context.initiated(TableName);
  const ImportArn = ImportTableDescription?.ImportArn;
  const failure = await waitFor(async () => {
    const { ImportTableDescription: told } = await call.dynamodb.DescribeImport({ ImportArn });
    if (told?.ImportStatus === "IN_PROGRESS") return undefined;
    return told?.ImportStatus === "COMPLETED" ? "" : `${told?.FailureCode}: ${told?.FailureMessage}`;
  }, context);
  if (failure) throw new AwsError("ValidationException", `The import of ${TableName} failed: ${failure}`);
  for (const change of changesOf({ KeySchema, ...laterThanImport(properties) }, { KeySchema }))
    await call.dynamodb.UpdateTable({ TableName, ...change });
}

/** What ImportTable can't set. */
function laterThanImport({ StreamSpecification, TableClass, DeletionProtectionEnabled }: TableProperties) {
  return { StreamSpecification, TableClass, DeletionProtectionEnabled };
}

/** Waits for the table, and sets what has operations of its own. */
export async function settle(
  TableName: string,
  properties: TableProperties,
  previous: TableProperties,
  context: ResourceContext,
): Promise<Created> {
  const found = await untilActive(TableName, context);
  const { TableArn: arn = "" } = found;
  const stream = found.StreamSpecification && found.LatestStreamArn;
  await applySettings(properties, previous, { TableName, arn, stream, context });
  await retag(arn, allTagsByKey(properties.Tags, context), context);
  return { id: TableName, attributes: attributesOf(found) };
}
