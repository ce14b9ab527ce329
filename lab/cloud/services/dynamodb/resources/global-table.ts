import type { OnDemandThroughput, ProvisionedThroughput, StreamViewType } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../errors.ts";
import { tolerate } from "../../../service/gone.ts";
import type { Created, ResourceContext, ResourceProvider } from "../../../service/service.ts";
import { notYet } from "../errors.ts";
import type { IndexProperties, InsightsProperties, PolicyProperties, TableProperties, Tag } from "./properties.ts";
import { changeReplicas } from "./replicas.ts";
import { table } from "./table.ts";

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
  async create(properties, context) {
    const created = await table.create(localTable(properties, context), context);
    return await withReplicas(created, properties, context);
  },
  async update(id, properties, previous, context) {
    const [next, before] = [localTable(properties, context), localTable(previous, context)];
    const updated = await (table as Required<typeof table>).update(id, next, before, context);
    return await withReplicas(updated, properties, context);
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
  { Replicas }: GlobalTableProperties,
  context: ResourceContext,
): Promise<Created> {
  const others = Replicas.map(({ Region }) => Region).filter((region) => region !== context.region);
  await changeReplicas(created.id, others, context);
  const found = await table.read?.(created.id, context);
  return { id: created.id, attributes: found?.attributes ?? created.attributes ?? {} };
}

function localTable(properties: GlobalTableProperties, { region }: ResourceContext): TableProperties {
  const replica = properties.Replicas.find(({ Region }) => Region === region);
  if (!replica)
    throw new AwsError("ValidationException", `Replicas must include the region of the stack, which is ${region}.`);
  checkThere(properties, region);
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
function checkThere(properties: GlobalTableProperties, region: string): void {
  const { Replicas, MultiRegionConsistency, GlobalTableWitnesses, GlobalTableSourceArn } = properties;
  for (const { Region, ...settings } of Replicas) {
    const [setting] = Object.keys(settings);
    if (Region !== region && setting !== undefined)
      throw notYet(`${setting} of the replica of a DynamoDB table in another region (${Region})`);
  }
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
