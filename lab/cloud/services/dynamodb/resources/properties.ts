import type {
  ApproximateCreationDateTimePrecision,
  AttributeDefinition,
  BillingMode,
  ContributorInsightsMode,
  GlobalSecondaryIndex,
  ImportTableInput,
  KeySchemaElement,
  LocalSecondaryIndex,
  OnDemandThroughput,
  ProvisionedThroughput,
  SSESpecification,
  SSEType,
  StreamSpecification,
  StreamViewType,
  TableClass,
  WarmThroughput,
} from "@aws-sdk/client-dynamodb";
import { notYet } from "../errors.ts";

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export interface InsightsProperties {
  readonly Enabled: boolean;
  readonly Mode?: ContributorInsightsMode;
}

export interface PolicyProperties {
  readonly PolicyDocument: object | string;
}

export interface KinesisProperties {
  readonly StreamArn: string;
  readonly ApproximateCreationDateTimePrecision?: ApproximateCreationDateTimePrecision;
}

export type IndexProperties = GlobalSecondaryIndex & {
  readonly ContributorInsightsSpecification?: InsightsProperties;
};

/** Of AWS::DynamoDB::Table: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html */
export interface TableProperties {
  readonly TableName?: string;
  readonly AttributeDefinitions?: AttributeDefinition[];
  readonly KeySchema: KeySchemaElement[];
  readonly LocalSecondaryIndexes?: LocalSecondaryIndex[];
  readonly GlobalSecondaryIndexes?: IndexProperties[];
  readonly BillingMode?: BillingMode;
  readonly ProvisionedThroughput?: ProvisionedThroughput;
  readonly OnDemandThroughput?: OnDemandThroughput;
  readonly WarmThroughput?: WarmThroughput;
  readonly StreamSpecification?: {
    readonly StreamViewType: StreamViewType;
    readonly ResourcePolicy?: PolicyProperties;
  };
  readonly SSESpecification?: {
    readonly SSEEnabled?: boolean;
    readonly SSEType?: SSEType;
    readonly KMSMasterKeyId?: string;
  };
  readonly TableClass?: TableClass;
  readonly DeletionProtectionEnabled?: boolean;
  readonly TimeToLiveSpecification?: { readonly Enabled: boolean; readonly AttributeName?: string };
  readonly PointInTimeRecoverySpecification?: {
    readonly PointInTimeRecoveryEnabled?: boolean;
    readonly RecoveryPeriodInDays?: number;
  };
  readonly ContributorInsightsSpecification?: InsightsProperties;
  readonly ResourcePolicy?: PolicyProperties;
  readonly ImportSourceSpecification?: Pick<
    ImportTableInput,
    "S3BucketSource" | "InputFormat" | "InputCompressionType"
  > & {
    readonly InputFormatOptions?: ImportTableInput["InputFormatOptions"];
  };
  readonly Tags?: readonly Tag[];
  readonly KinesisStreamSpecification?: KinesisProperties;
  readonly VectorIndexes?: readonly object[];
}

/** Refuses what the lab does not have, by name. */
export function checkProperties({ VectorIndexes }: TableProperties): void {
  if (VectorIndexes) throw notYet("VectorIndexes of DynamoDB tables");
}

export function streamOf({ StreamSpecification: stream }: TableProperties): StreamSpecification | undefined {
  return stream && { StreamEnabled: true, StreamViewType: stream.StreamViewType };
}

export function encryptionOf({ SSESpecification: sse }: TableProperties): SSESpecification | undefined {
  if (!sse) return undefined;
  const { SSEEnabled: Enabled, SSEType, KMSMasterKeyId } = sse;
  return { Enabled, ...(SSEType && { SSEType }), ...(KMSMasterKeyId !== undefined && { KMSMasterKeyId }) };
}

/** An index without what is no part of it in DynamoDB's own API. */
export function indexOf({ ContributorInsightsSpecification: _, ...index }: IndexProperties): GlobalSecondaryIndex {
  return index;
}

/** A policy as text. */
export function textOf({ PolicyDocument: document }: PolicyProperties): string {
  return typeof document === "string" ? document : JSON.stringify(document);
}
