import { App, CfnOutput, RemovalPolicy, Stack } from "aws-cdk-lib";
import {
  AttributeType,
  Billing,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableV2,
} from "aws-cdk-lib/aws-dynamodb";
import {
  Code,
  FilterCriteria,
  FilterRule,
  Function as LambdaFunction,
  Runtime,
  StartingPosition,
} from "aws-cdk-lib/aws-lambda";
import { DynamoEventSource, S3OnFailureDestination } from "aws-cdk-lib/aws-lambda-event-sources";
import { Bucket } from "aws-cdk-lib/aws-s3";

// Both of the CDK's tables: the older construct makes a Table, the newer one a GlobalTable.
const app = new App({ builtinCloudFormationValidation: false });
const stack = new Stack(app, "Tables", { env: { account: "000000000000", region: "us-east-1" } });
const text = (name: string) => ({ name, type: AttributeType.STRING });

const table = new Table(stack, "Table", {
  partitionKey: text("pk"),
  sortKey: { name: "at", type: AttributeType.NUMBER },
  billingMode: BillingMode.PAY_PER_REQUEST,
  stream: StreamViewType.NEW_AND_OLD_IMAGES,
  timeToLiveAttribute: "until",
  pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  removalPolicy: RemovalPolicy.DESTROY,
});
table.addGlobalSecondaryIndex({ indexName: "by-colour", partitionKey: text("colour") });
table.addLocalSecondaryIndex({
  indexName: "by-size",
  sortKey: text("size"),
  projectionType: ProjectionType.KEYS_ONLY,
});

const newer = new TableV2(stack, "Newer", {
  partitionKey: text("id"),
  billing: Billing.onDemand({ maxReadRequestUnits: 500 }),
  dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
  globalSecondaryIndexes: [
    { indexName: "by-kind", partitionKey: text("kind") },
    ...(process.env.MORE ? [{ indexName: "by-owner", partitionKey: text("owner") }] : []),
  ],
  removalPolicy: RemovalPolicy.DESTROY,
});

const writer = new LambdaFunction(stack, "Writer", {
  runtime: Runtime.NODEJS_22_X,
  handler: "index.handler",
  code: Code.fromInline(`
    const { DynamoDB } = require("@aws-sdk/client-dynamodb");
    const db = new DynamoDB();
    const { TABLE, NEWER } = process.env;
    exports.handler = async () => {
      await db.putItem({ TableName: TABLE, Item: { pk: { S: "a" }, at: { N: "1" }, colour: { S: "red" } } });
      const { Count } = await db.query({
        TableName: TABLE,
        IndexName: "by-colour",
        KeyConditionExpression: "colour = :c",
        ExpressionAttributeValues: { ":c": { S: "red" } },
      });
      await db.getItem({ TableName: NEWER, Key: { id: { S: "a" } } });
      const refused = await db.putItem({ TableName: NEWER, Item: { id: { S: "a" } } }).catch((error) => error.name);
      return { Count, refused };
    };`),
  environment: { TABLE: table.tableName, NEWER: newer.tableName },
});
table.grantReadWriteData(writer);
newer.grantReadData(writer);

const listener = new LambdaFunction(stack, "Listener", {
  runtime: Runtime.NODEJS_22_X,
  handler: "index.handler",
  code: Code.fromInline(`
    const { DynamoDB } = require("@aws-sdk/client-dynamodb");
    const db = new DynamoDB();
    exports.handler = async ({ Records }) => {
      for (const { eventName, dynamodb } of Records) {
        const came = { pk: { S: "came" }, at: dynamodb.NewImage.at, what: { S: eventName } };
        await db.putItem({ TableName: process.env.TABLE, Item: came });
      }
    };`),
  environment: { TABLE: table.tableName },
});
table.grantWriteData(listener);
listener.addEventSource(
  new DynamoEventSource(newer, {
    startingPosition: StartingPosition.TRIM_HORIZON,
    filters: [FilterCriteria.filter({ dynamodb: { NewImage: { kind: { S: FilterRule.isEqual("order") } } } })],
    bisectBatchOnError: true,
    retryAttempts: 3,
    reportBatchItemFailures: true,
    onFailure: new S3OnFailureDestination(new Bucket(stack, "Failures", { removalPolicy: RemovalPolicy.DESTROY })),
  }),
);

new CfnOutput(stack, "TableName", { value: table.tableName });
new CfnOutput(stack, "WriterName", { value: writer.functionName });
new CfnOutput(stack, "NewerName", { value: newer.tableName });
new CfnOutput(stack, "StreamArn", { value: table.tableStreamArn ?? "" });
