import { until } from "../../until.ts";
import { MARK, type Owner, policy, tag, type World } from "./owner.ts";

/** A table with an item, a stream, a policy, expiry, a backup and an export; and an import. */
export async function fillDynamoDb({ own, account, of, arn }: Owner): Promise<World> {
  const { dynamodb } = own;
  const key = { pk: { S: MARK } };
  const text = (AttributeName: string) => ({ AttributeName, AttributeType: "S" as const });
  const { TableDescription } = await dynamodb.CreateTable({
    TableName: of,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [text("pk"), text("colour")],
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    GlobalSecondaryIndexes: [
      {
        IndexName: of,
        KeySchema: [{ AttributeName: "colour", KeyType: "HASH" }],
        Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: [MARK] },
      },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    Tags: [tag],
  });
  const ResourceArn = arn("dynamodb", `table/${of}`);
  const StreamArn = TableDescription?.LatestStreamArn ?? "";
  await dynamodb.UpdateTimeToLive({ TableName: of, TimeToLiveSpecification: { AttributeName: MARK, Enabled: true } });
  await dynamodb.PutItem({ TableName: of, Item: { ...key, colour: { S: MARK }, value: { S: MARK } } });
  const statement = { Effect: "Allow", Principal: { AWS: account }, Action: "dynamodb:*", Resource: ResourceArn };
  await dynamodb.PutResourcePolicy({ ResourceArn, Policy: policy({ Sid: MARK.replaceAll("-", ""), ...statement }) });
  await dynamodb.UpdateContributorInsights({ TableName: of, IndexName: of, ContributorInsightsAction: "ENABLE" });
  const { BackupDetails } = await dynamodb.CreateBackup({ TableName: of, BackupName: MARK });
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
  await dynamodb.UpdateContinuousBackups({ TableName: of, PointInTimeRecoverySpecification });
  const to = { S3Bucket: of, S3Prefix: "exports" };
  const { ExportDescription } = await dynamodb.ExportTableToPointInTime({ TableArn: ResourceArn, ...to });
  const { ImportTableDescription } = await dynamodb.ImportTable({
    S3BucketSource: { S3Bucket: of, S3KeyPrefix: MARK },
    InputFormat: "CSV",
    TableCreationParameters: {
      TableName: `${of}-imported`,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [text(MARK)],
      KeySchema: [{ AttributeName: MARK, KeyType: "HASH" }],
    },
  });
  const { ExportArn } = ExportDescription ?? {};
  const { ImportArn } = ImportTableDescription ?? {};
  // What goes on in the background is no doing of a student's.
  await until(async () => {
    const written = (await dynamodb.DescribeExport({ ExportArn })).ExportDescription;
    const read = (await dynamodb.DescribeImport({ ImportArn })).ImportTableDescription;
    return ![written?.ExportStatus, read?.ImportStatus].includes("IN_PROGRESS");
  });
  const { StreamDescription } = await own.dynamodbstreams.DescribeStream({ StreamArn });
  const ShardId = StreamDescription?.Shards?.[0]?.ShardId ?? "";
  const iterator = { StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" as const };
  const { ShardIterator = "" } = await own.dynamodbstreams.GetShardIterator(iterator);
  return {
    dynamodb: {
      TableName: ResourceArn,
      IndexName: of,
      ResourceArn,
      TableArn: ResourceArn,
      BackupArn: BackupDetails?.BackupArn,
      ExportArn,
      ImportArn,
      S3Bucket: of,
      S3BucketSource: { S3Bucket: of },
      Key: key,
      Item: key,
      Statement: `SELECT * FROM "${ResourceArn}"`,
      Statements: [{ Statement: `SELECT * FROM "${ResourceArn}" WHERE pk = '${MARK}'` }],
      TransactStatements: [{ Statement: `SELECT * FROM "${ResourceArn}" WHERE pk = '${MARK}'` }],
      KeyConditionExpression: "colour = :c",
      ExpressionAttributeValues: { ":c": { S: MARK } },
      SourceTableArn: ResourceArn,
      TargetTableName: `${of}-restored`,
      UseLatestRestorableTime: true,
      ExclusiveStartTableName: "of",
    },
    dynamodbstreams: { StreamArn, ShardId, ShardIterator, ShardIteratorType: "TRIM_HORIZON", TableName: of },
  };
}
