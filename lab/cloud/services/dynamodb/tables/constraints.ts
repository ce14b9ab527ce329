import { amended, type Broken, type ServiceConstraints, violationMessage } from "../../../wire/constraints.ts";
import { constraints as model } from "../constraints.ts";
import { itemViolation, MOST_TOLD, TABLE, TABLE_MEMBERS } from "../items/violations.ts";

/**
 * What DynamoDB asks of inputs, where it differs from its model: keys of tables and local indexes have two attributes at most, tags
 * are refused in words of their own, and enums are listed in another order.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/CommonErrors.html, and as clients of it tell
 */
export const constraints: ServiceConstraints = {
  ...amended(
    model,
    {
      ComparisonOperator: {
        enum: [
          "IN",
          "NULL",
          "BETWEEN",
          "LT",
          "NOT_CONTAINS",
          "EQ",
          "GT",
          "NOT_NULL",
          "NE",
          "LE",
          "BEGINS_WITH",
          "GE",
          "CONTAINS",
        ],
      },
      ConditionalOperator: { enum: ["OR", "AND"] },
      ReturnValue: { enum: ["ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"] },
      Select: { enum: ["SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES"] },
      ScalarAttributeType: { enum: ["B", "N", "S"] },
      ProjectionType: { enum: ["ALL", "INCLUDE", "KEYS_ONLY"] },
      TableKeySchema: { length: [1, 2] },
      TagKeyList: {},
      TagKeyString: {},
      TagValueString: {},
      ResourceArnString: {},
      NamedTable: TABLE,
      BatchGetRequestMap: { length: [1, 100], key: "NamedTable" },
      BatchWriteItemRequestMap: { length: [1, 25], key: "NamedTable", value: "WriteRequests" },
    },
    {
      ...TABLE_MEMBERS,
      CreateTableInput: { KeySchema: "TableKeySchema", TableName: "TableName" },
      LocalSecondaryIndex: { KeySchema: "TableKeySchema" },
    },
  ),
  message,
};

function message(broken: readonly Broken[], operation: string): string {
  const ofItems = itemViolation(broken, operation);
  if (ofItems !== undefined) return ofItems;
  if (broken.some(({ path, shown }) => path === "tableName" && shown === "Value null"))
    return "The parameter 'TableName' is required but was not present in the request";
  const tableName = broken.find(({ path }) => path === "tableName");
  if (tableName && operation !== "CreateTable") return "TableName must be at least 3 characters long and at most 255 characters long";
  return violationMessage(broken.slice(0, MOST_TOLD));
}
