import type { AuditFacts } from "../../service/audit-facts.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/logging-using-cloudtrail.html */
export const audit: AuditFacts = {
  resources: { TableName: "AWS::DynamoDB::Table" },
  data: [
    {
      type: "AWS::DynamoDB::Table",
      operations: [
        "BatchExecuteStatement",
        "BatchGetItem",
        "BatchWriteItem",
        "DeleteItem",
        "ExecuteStatement",
        "ExecuteTransaction",
        "GetItem",
        "PutItem",
        "Query",
        "Scan",
        "TransactGetItems",
        "TransactWriteItems",
        "UpdateItem",
      ],
      arn: ({ TableName }: { readonly TableName?: string }, { account, region }) =>
        TableName === undefined || TableName.startsWith("arn:")
          ? TableName
          : `arn:aws:dynamodb:${region}:${account}:table/${TableName}`,
    },
  ],
};
