import type { CreateTableInput } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { keys, schema, useDynamoDb } from "../use-dynamodb.ts";

const ALL = { ProjectionType: "ALL" as const };
const UNITS = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 };

describe("Definitions of tables", () => {
  const lab = useDynamoDb();
  const invalid = "One or more parameter values were invalid: ";
  const index = (more: object = {}) => ({ IndexName: "index", KeySchema: schema("c"), Projection: ALL, ...more });
  const many = (count: number, more: object = {}) =>
    Array.from({ length: count }, (_, n) => index({ IndexName: `index-${n}`, ...more }));
  const severals = ["h1", "h2", "h3", "h4", "h5"];
  const whole = { ...keys("a", "b", "c"), BillingMode: "PAY_PER_REQUEST" as const };

  // The words are AWS's, as the suites of other emulators have recorded them.
  const refused: [what: string, input: Omit<Partial<CreateTableInput>, "TableName">, message: string][] = [
    [
      "an attribute too many",
      { ...whole, KeySchema: schema("a", "b") },
      `${invalid}Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions`,
    ],
    [
      "an attribute too many for its indexes",
      { ...whole, ...keys("a", "b", "c", "d"), GlobalSecondaryIndexes: [index()] },
      `${invalid}Some AttributeDefinitions are not used. AttributeDefinitions: [a, b, c, d], keys used: [a, b, c]`,
    ],
    [
      "a key without a definition",
      { ...whole, ...keys("b"), KeySchema: schema("a") },
      `${invalid}Some index key attributes are not defined in AttributeDefinitions. Keys: [a], AttributeDefinitions: [b]`,
    ],
    [
      "an attribute defined twice",
      { ...whole, ...keys("a", undefined, "a:N"), KeySchema: schema("a") },
      "Attribute Name is duplicated: a",
    ],
    [
      "two partition keys",
      { ...whole, ...keys("a", "b"), KeySchema: schema(["a", "b"]) },
      "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type",
    ],
    [
      "a sort key first",
      { ...whole, ...keys("a", "b"), KeySchema: schema("a", "b").reverse() },
      "Invalid KeySchema: The first KeySchemaElement is not a HASH key type",
    ],
    [
      "one attribute for both keys",
      { ...whole, ...keys("a", undefined, "b"), KeySchema: schema("a", "a") },
      "Both the Hash Key and the Range Key element in the KeySchema have the same name",
    ],
    [
      "throughput on demand",
      { ...whole, ...keys("a"), ProvisionedThroughput: UNITS },
      `${invalid}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`,
    ],
    [
      "no throughput",
      { ...keys("a"), BillingMode: undefined },
      `${invalid}ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED`,
    ],
    [
      "no throughput of an index",
      { ...whole, BillingMode: "PROVISIONED", ProvisionedThroughput: UNITS, GlobalSecondaryIndexes: [index()] },
      `${invalid}ProvisionedThroughput is not specified for index: index`,
    ],
    [
      "throughput of an index on demand",
      { ...whole, GlobalSecondaryIndexes: [index({ ProvisionedThroughput: UNITS })] },
      `${invalid}ProvisionedThroughput should not be specified for index: index when BillingMode is PAY_PER_REQUEST`,
    ],
    [
      "an empty list of indexes",
      { ...whole, GlobalSecondaryIndexes: [] },
      `${invalid}List of GlobalSecondaryIndexes is empty`,
    ],
    [
      "two indexes of a name",
      { ...whole, GlobalSecondaryIndexes: [index(), index()] },
      `${invalid}Duplicate index name: index`,
    ],
    [
      "21 global indexes",
      { ...whole, GlobalSecondaryIndexes: many(21) },
      `${invalid}GlobalSecondaryIndex count exceeds the per-table limit of 20`,
    ],
    [
      "6 local indexes",
      { ...whole, LocalSecondaryIndexes: many(6, { KeySchema: schema("a", "c") }) },
      `${invalid}Number of LocalSecondaryIndexes exceeds per-table limit of 5`,
    ],
    [
      "a local index of a table without a sort key",
      { ...whole, ...keys("a", undefined, "c"), LocalSecondaryIndexes: [index({ KeySchema: schema("a", "c") })] },
      `${invalid}Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex`,
    ],
    [
      "a local index with another partition key",
      { ...whole, LocalSecondaryIndexes: [index({ KeySchema: schema("c", "b") })] },
      `${invalid}Index KeySchema does not have the same leading hash key as table KeySchema for index: index. index hash key: c, table hash key: a`,
    ],
    [
      "no projection type",
      { ...whole, GlobalSecondaryIndexes: [index({ Projection: {} })] },
      `${invalid}Unknown ProjectionType: null`,
    ],
    [
      "attributes beside a projection of all",
      { ...whole, GlobalSecondaryIndexes: [index({ Projection: { ...ALL, NonKeyAttributes: ["x"] } })] },
      `${invalid}ProjectionType is ALL, but NonKeyAttributes is specified`,
    ],
    [
      "five partition keys of an index",
      {
        ...whole,
        ...keys("a", undefined, ...severals),
        GlobalSecondaryIndexes: [index({ KeySchema: schema(severals) })],
      },
      `${invalid}The KeySchema exceeds the maximum allowed number of HASH key attributes`,
    ],
    [
      "a stream without a view",
      { ...whole, ...keys("a"), StreamSpecification: { StreamEnabled: true } },
      `${invalid}Table is being created with a stream enabled, UpdateViewType is required`,
    ],
    [
      "a bound below one",
      { ...whole, ...keys("a"), OnDemandThroughput: { MaxReadRequestUnits: 0 } },
      `${invalid}Requested MaxReadRequestUnits for OnDemandThroughput for table is outside of valid range`,
    ],
    [
      "units of no throughput",
      { ...keys("a"), BillingMode: "PROVISIONED", ProvisionedThroughput: { ...UNITS, ReadCapacityUnits: 0 } },
      "1 validation error detected: Value '0' at 'provisionedThroughput.readCapacityUnits' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
  ];
  for (const [what, input, message] of refused) {
    it(`are refused with ${what}`, async () => {
      const error = await failure(lab.table({ TableName: "refused", ...input }));
      expect([error.name, error.message]).to.deep.equal(["ValidationException", message]);
      expect((await lab.db.listTables({})).TableNames).to.not.include("refused");
    });
  }

  const names: [name: string | undefined, message: string | RegExp][] = [
    [
      "ab",
      "1 validation error detected: Value 'ab' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3",
    ],
    [
      "a".repeat(256),
      `1 validation error detected: Value '${"a".repeat(256)}' at 'tableName' failed to satisfy constraint: Member must have length less than or equal to 255`,
    ],
    ["a;b", /^1 validation error detected: Value 'a;b' at 'tableName' .* pattern: \[a-zA-Z0-9_\.-\]\+$/],
    [undefined, "The parameter 'TableName' is required but was not present in the request"],
  ];
  for (const [TableName, message] of names) {
    it(`are refused with the name ${TableName?.slice(0, 5)}`, async () => {
      const { message: told } = await failure(lab.table({ TableName }));
      if (typeof message === "string") expect(told).to.equal(message);
      else expect(told).to.match(message);
    });
  }

  it("may have names that objects have", async () => {
    const TableName = "constructor";
    await lab.table({
      TableName,
      ...keys("__proto__", "toString:N", "valueOf"),
      GlobalSecondaryIndexes: [index({ IndexName: "__proto__", KeySchema: schema("valueOf") })],
    });
    const { Table } = await lab.db.describeTable({ TableName });
    expect(Table?.AttributeDefinitions?.map(({ AttributeName }) => AttributeName)).to.deep.equal([
      "__proto__",
      "toString",
      "valueOf",
    ]);
    expect(Table?.GlobalSecondaryIndexes?.[0]?.IndexName).to.equal("__proto__");
  });

  it("may have keys of four attributes on each side, of global indexes", async () => {
    const eight = ["h1", "h2", "h3", "h4", "r1", "r2", "r3", "r4"];
    const KeySchema = schema(eight.slice(0, 4), eight.slice(4));
    const name = await lab.table({
      ...keys("a", undefined, ...eight),
      GlobalSecondaryIndexes: [index({ KeySchema })],
    });
    const { Table } = await lab.db.describeTable({ TableName: name });
    expect(Table?.GlobalSecondaryIndexes?.[0]?.KeySchema).to.deep.equal(KeySchema);
  });
});
