import { amended, type Broken, type ServiceConstraints, violationMessage } from "../../../wire/constraints.ts";
import { constraints as model } from "../constraints.ts";

/** So many faults DynamoDB tells. */
const MOST_TOLD = 10;

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
    },
    {
      CreateTableInput: { KeySchema: "TableKeySchema" },
      LocalSecondaryIndex: { KeySchema: "TableKeySchema" },
    },
  ),
  message,
};

function message(broken: readonly Broken[]): string {
  if (broken.some(({ path, shown }) => path === "tableName" && shown === "Value null"))
    return "The parameter 'TableName' is required but was not present in the request";
  const tableName = broken.find(({ path }) => path === "tableName");
  if (tableName) return "TableName must be at least 3 characters long and at most 255 characters long";
  return violationMessage(broken.slice(0, MOST_TOLD));
}
