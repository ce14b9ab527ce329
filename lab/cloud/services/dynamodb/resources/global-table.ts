import type { OnDemandThroughput, ProvisionedThroughput, StreamViewType } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../errors.ts";
import type { ResourceContext, ResourceProvider } from "../../../service/service.ts";
import { notYet } from "../errors.ts";
import type { IndexProperties, InsightsProperties, PolicyProperties, TableProperties, Tag } from "./properties.ts";
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
  readonly KinesisStreamSpecification?: object;
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

/** A table with replicas: here, the one in the stack's region. What it says of that makes an ordinary table. */
export const globalTable: ResourceProvider<GlobalTableProperties> = {
  replacedBy: ["TableName", "KeySchema", "LocalSecondaryIndexes"],
  create: (properties, context) => table.create(localTable(properties, context), context),
  update: (id, properties, previous, context) =>
    (table as Required<typeof table>).update(
      id,
      localTable(properties, context),
      localTable(previous, context),
      context,
    ),
  delete: (id, { KeySchema }, context) => table.delete(id, { KeySchema }, context),
  async read(id, context) {
    const found = await table.read?.(id, context);
    if (!found) return undefined;
    const { AttributeDefinitions, KeySchema, BillingMode, LocalSecondaryIndexes, TableName } = found.properties;
    const properties = { TableName, AttributeDefinitions, KeySchema, BillingMode, LocalSecondaryIndexes };
    return { properties, attributes: found.attributes };
  },
};

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
  const others = Replicas.filter(({ Region }) => Region !== region).map(({ Region }) => Region);
  if (others.length > 0) throw notYet(`replicas of DynamoDB tables in other regions (${others.join(", ")})`);
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
