import { isDeepStrictEqual } from "node:util";
import type { OnDemandThroughput, ProvisionedThroughput, StreamViewType } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../errors.ts";
import { tolerate } from "../../../service/gone.ts";
import type { Created, ResourceContext, ResourceProvider } from "../../../service/service.ts";
import { notYet } from "../errors.ts";
import type { IndexProperties, InsightsProperties, PolicyProperties, TableProperties, Tag } from "./properties.ts";
import { propertiesOf } from "./reading.ts";
import { changeReplicas } from "./replicas.ts";
import { changesOf, isRetyped, settle, table } from "./table.ts";
import { untilActive } from "./waiting.ts";

interface ReadSettings {
  readonly ReadCapacityUnits?: number;
  readonly ReadCapacityAutoScalingSettings?: object;
}

interface OnDemandSettings {
  readonly ReadOnDemandThroughputSettings?: { readonly MaxReadRequestUnits?: number };
  readonly WriteOnDemandThroughputSettings?: { readonly MaxWriteRequestUnits?: number };
}

interface Scaling extends OnDemandSettings {
  readonly ReadProvisionedThroughputSettings?: ReadSettings;
  readonly WriteProvisionedThroughputSettings?: { readonly WriteCapacityAutoScalingSettings?: object };
}

interface ReplicaIndex extends Scaling {
  readonly IndexName: string;
  readonly ContributorInsightsSpecification?: InsightsProperties;
}

interface Replica extends Scaling {
  readonly Region: string;
  readonly SSESpecification?: { readonly KMSMasterKeyId: string };
  readonly GlobalSecondaryIndexes?: readonly ReplicaIndex[];
  readonly ContributorInsightsSpecification?: InsightsProperties;
  readonly PointInTimeRecoverySpecification?: TableProperties["PointInTimeRecoverySpecification"];
  readonly TableClass?: TableProperties["TableClass"];
  readonly DeletionProtectionEnabled?: boolean;
  readonly ResourcePolicy?: PolicyProperties;
  readonly ReplicaStreamSpecification?: { readonly ResourcePolicy: PolicyProperties };
  readonly KinesisStreamSpecification?: TableProperties["KinesisStreamSpecification"];
  readonly Tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-globaltable.html */
interface GlobalTableProperties
  extends Scaling,
    Pick<
      TableProperties,
      | "TableName"
      | "AttributeDefinitions"
      | "KeySchema"
      | "LocalSecondaryIndexes"
      | "BillingMode"
      | "WarmThroughput"
      | "TimeToLiveSpecification"
      | "VectorIndexes"
    > {
  readonly Replicas: readonly Replica[];
  readonly GlobalSecondaryIndexes?: readonly (IndexProperties & Scaling)[];
  readonly StreamSpecification?: { readonly StreamViewType: StreamViewType };
  readonly SSESpecification?: TableProperties["SSESpecification"];
  readonly MultiRegionConsistency?: string;
  readonly GlobalTableWitnesses?: readonly object[];
  readonly GlobalTableSourceArn?: string;
}

/** A table with replicas. What it says of the one in the stack's region makes an ordinary table; the others are added to that. */
export const globalTable: ResourceProvider<GlobalTableProperties> = {
  replacedBy: ["TableName", "KeySchema", "LocalSecondaryIndexes"],
  replaces: isRetyped,
  async create(properties, context) {
    const created = await table.create(localTable(properties, context), context);
    return await withReplicas(created, properties, undefined, context);
  },
  async update(id, properties, previous, context) {
    const [next, before] = [localTable(properties, context), localTable(previous, context)];
    const updated = await (table as Required<typeof table>).update(id, next, before, context);
    return await withReplicas(updated, properties, previous, context);
  },
  async delete(id, { KeySchema }, context) {
    await changeReplicas(id, [], context).catch(tolerate("ResourceNotFoundException"));
    await table.delete(id, { KeySchema }, context);
  },
  async read(id, context) {
    const found = await table.read?.(id, context);
    if (!found) return undefined;
    const { AttributeDefinitions, KeySchema, BillingMode, LocalSecondaryIndexes, TableName } = found.properties;
    const properties = { TableName, AttributeDefinitions, KeySchema, BillingMode, LocalSecondaryIndexes };
    return { properties, attributes: found.attributes };
  },
};

/** The table's attributes may have changed with its replicas: they need a stream. */
async function withReplicas(
  created: Created,
  properties: GlobalTableProperties,
  previous: GlobalTableProperties | undefined,
  context: ResourceContext,
): Promise<Created> {
  const others = properties.Replicas.map(({ Region }) => Region).filter((region) => region !== context.region);
  await changeReplicas(created.id, others, context);
  for (const region of others) {
    const there = { ...context, region, call: context.callIn(region) };
    await settleReplica(created.id, localTable(properties, there), previousReplica(previous, there), there);
    const own = ownReads(properties, region);
    if (!isDeepStrictEqual(own, previous && ownReads(previous, region)))
      await overrideReads(created.id, region, own, context);
  }
  const found = await table.read?.(created.id, context);
  return { id: created.id, attributes: found?.attributes ?? created.attributes ?? {} };
}

/** Sets what a replica has of its own. All else it shares with the others. */
async function settleReplica(
  id: string,
  next: TableProperties,
  previous: TableProperties,
  context: ResourceContext,
): Promise<void> {
  const found = propertiesOf(await untilActive(id, context)) as TableProperties;
  const { TableClass, DeletionProtectionEnabled, SSESpecification } = next;
  const own = { TableClass, DeletionProtectionEnabled, SSESpecification };
  for (const change of changesOf({ ...found, ...own }, found)) {
    await context.call.dynamodb.UpdateTable({ TableName: id, ...change });
    await untilActive(id, context);
  }
  await settle(id, next, previous, context);
}

function previousReplica(previous: GlobalTableProperties | undefined, context: ResourceContext): TableProperties {
  const isKnown = previous?.Replicas.some(({ Region }) => Region === context.region);
  return previous && isKnown ? localTable(previous, context) : { KeySchema: [] };
}

interface Reads {
  readonly table: number | undefined;
  readonly indexes: readonly (readonly [name: string, most: number | undefined])[];
}

/** What a replica reads at most, where it says so itself. */
function ownReads({ Replicas }: GlobalTableProperties, region: string): Reads | undefined {
  const replica = Replicas.find(({ Region }) => Region === region);
  const most = (settings: OnDemandSettings) => settings.ReadOnDemandThroughputSettings?.MaxReadRequestUnits;
  const indexes = (replica?.GlobalSecondaryIndexes ?? []).map((index) => [index.IndexName, most(index)] as const);
  const reads = { table: replica && most(replica), indexes };
  return [reads.table, ...indexes.map(([, units]) => units)].some((units) => units !== undefined) ? reads : undefined;
}

/** Without a bound of its own, a replica has the table's. */
async function overrideReads(
  TableName: string,
  RegionName: string,
  reads: Reads | undefined,
  { call }: ResourceContext,
): Promise<void> {
  const bound = (most: number | undefined) => ({ OnDemandThroughputOverride: { MaxReadRequestUnits: most ?? -1 } });
  const GlobalSecondaryIndexes = (reads?.indexes ?? []).map(([IndexName, most]) => ({ IndexName, ...bound(most) }));
  const Update = {
    RegionName,
    ...bound(reads?.table),
    ...(GlobalSecondaryIndexes.length > 0 && { GlobalSecondaryIndexes }),
  };
  await call.dynamodb.UpdateTable({ TableName, ReplicaUpdates: [{ Update }] });
}

function localTable(properties: GlobalTableProperties, { region }: ResourceContext): TableProperties {
  const replica = properties.Replicas.find(({ Region }) => Region === region);
  if (!replica)
    throw new AwsError("ValidationException", `Replicas must include the region of the stack, which is ${region}.`);
  checkThere(properties);
  const { Replicas: _, ...rest } = properties;
  const { TableName, AttributeDefinitions, KeySchema, LocalSecondaryIndexes, BillingMode, WarmThroughput } = rest;
  const stream = rest.StreamSpecification;
  return {
    TableName,
    AttributeDefinitions,
    KeySchema,
    LocalSecondaryIndexes,
    BillingMode,
    WarmThroughput,
    TimeToLiveSpecification: rest.TimeToLiveSpecification,
    VectorIndexes: rest.VectorIndexes,
    ...throughputOf(rest, replica, BillingMode),
    GlobalSecondaryIndexes: rest.GlobalSecondaryIndexes?.map((index) => localIndex(index, replica, BillingMode)),
    StreamSpecification: stream && { ...stream, ResourcePolicy: replica.ReplicaStreamSpecification?.ResourcePolicy },
    SSESpecification: rest.SSESpecification && { ...rest.SSESpecification, ...replica.SSESpecification },
    TableClass: replica.TableClass,
    DeletionProtectionEnabled: replica.DeletionProtectionEnabled,
    PointInTimeRecoverySpecification: replica.PointInTimeRecoverySpecification,
    ContributorInsightsSpecification: replica.ContributorInsightsSpecification,
    ResourcePolicy: replica.ResourcePolicy,
    KinesisStreamSpecification: replica.KinesisStreamSpecification,
    Tags: replica.Tags,
  } as TableProperties;
}

/** Refuses what the lab does not have, by name. */
function checkThere(properties: GlobalTableProperties): void {
  const { MultiRegionConsistency, GlobalTableWitnesses, GlobalTableSourceArn } = properties;
  if (MultiRegionConsistency === "STRONG" || GlobalTableWitnesses) throw notYet("strongly consistent global tables");
  if (GlobalTableSourceArn) throw notYet("global tables in several accounts");
}

function localIndex(
  index: IndexProperties & Scaling,
  replica: Replica,
  billing: TableProperties["BillingMode"],
): IndexProperties {
  const { IndexName, KeySchema, Projection, WarmThroughput } = index;
  const own = replica.GlobalSecondaryIndexes?.find((one) => one.IndexName === IndexName);
  return {
    IndexName,
    KeySchema,
    Projection,
    ...(WarmThroughput && { WarmThroughput }),
    ...throughputOf(index, own ?? {}, billing),
    ...(own?.ContributorInsightsSpecification && {
      ContributorInsightsSpecification: own.ContributorInsightsSpecification,
    }),
  };
}

function throughputOf(
  common: Scaling,
  own: Scaling,
  billing: TableProperties["BillingMode"] = "PROVISIONED",
): { ProvisionedThroughput?: ProvisionedThroughput; OnDemandThroughput?: OnDemandThroughput } {
  if (billing === "PROVISIONED") throw notYet("auto scaling, which global tables of BillingMode PROVISIONED need,");
  const read = own.ReadOnDemandThroughputSettings ?? common.ReadOnDemandThroughputSettings;
  const bounds = { ...read, ...common.WriteOnDemandThroughputSettings };
  return Object.keys(bounds).length > 0 ? { OnDemandThroughput: bounds } : {};
}
