import type { TableDescription } from "@aws-sdk/client-dynamodb";
import { tolerate } from "../../../service/gone.ts";
import type { Found, ReadContext } from "../../../service/service.ts";
import { activeDestination } from "./destination.ts";

/** What `Fn::GetAtt` answers. */
export function attributesOf({ TableArn, TableId, StreamSpecification, LatestStreamArn }: TableDescription) {
  return { Arn: TableArn, TableId, ...(StreamSpecification && { StreamArn: LatestStreamArn }) };
}

/** A table as the properties of its type tell it. */
export async function readTable(TableName: string, { call }: ReadContext): Promise<Found | undefined> {
  const { Table } = await call.dynamodb
    .DescribeTable({ TableName })
    .catch(tolerate("ResourceNotFoundException"))
    .then((answer) => answer ?? { Table: undefined });
  if (!Table) return undefined;
  const { TimeToLiveDescription: expiry } = await call.dynamodb.DescribeTimeToLive({ TableName });
  const expires = expiry?.TimeToLiveStatus !== "DISABLED";
  const KinesisStreamSpecification = await activeDestination(TableName, { call });
  return {
    properties: {
      TableName,
      ...propertiesOf(Table),
      TimeToLiveSpecification: expires ? { Enabled: true, AttributeName: expiry?.AttributeName } : undefined,
      KinesisStreamSpecification,
    },
    attributes: attributesOf(Table),
  };
}

/** What DescribeTable tells, as properties: undefined where nothing is set. */
export function propertiesOf(found: TableDescription) {
  const isProvisioned = (found.BillingModeSummary?.BillingMode ?? "PROVISIONED") === "PROVISIONED";
  const unitsOf = (units: TableDescription["ProvisionedThroughput"]) =>
    isProvisioned
      ? { ReadCapacityUnits: units?.ReadCapacityUnits, WriteCapacityUnits: units?.WriteCapacityUnits }
      : undefined;
  return {
    AttributeDefinitions: found.AttributeDefinitions,
    KeySchema: found.KeySchema ?? [],
    BillingMode: found.BillingModeSummary?.BillingMode,
    ProvisionedThroughput: unitsOf(found.ProvisionedThroughput),
    OnDemandThroughput: found.OnDemandThroughput,
    LocalSecondaryIndexes: found.LocalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({
      IndexName,
      KeySchema,
      Projection,
    })),
    GlobalSecondaryIndexes: found.GlobalSecondaryIndexes?.map((index) => ({
      IndexName: index.IndexName,
      KeySchema: index.KeySchema,
      Projection: index.Projection,
      ...(isProvisioned && { ProvisionedThroughput: unitsOf(index.ProvisionedThroughput) }),
      ...(index.OnDemandThroughput && { OnDemandThroughput: index.OnDemandThroughput }),
    })),
    StreamSpecification: found.StreamSpecification && { StreamViewType: found.StreamSpecification.StreamViewType },
    SSESpecification: found.SSEDescription && {
      SSEEnabled: true,
      KMSMasterKeyId: found.SSEDescription.KMSMasterKeyArn,
    },
    TableClass: found.TableClassSummary?.TableClass,
    DeletionProtectionEnabled: found.DeletionProtectionEnabled || undefined,
  };
}
