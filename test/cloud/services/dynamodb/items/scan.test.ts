import type { AttributeValue, ScanInput } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { keys, schema, useDynamoDb } from "../use-dynamodb.ts";

describe("Scan", () => {
  const lab = useDynamoDb();
  let TableName: string;
  const COUNT = 250;
  before(async () => {
    TableName = await lab.table({
      ...keys("pk", "sk:N", "at"),
      GlobalSecondaryIndexes: [
        { IndexName: "by-at", KeySchema: schema("at"), Projection: { ProjectionType: "KEYS_ONLY" } },
      ],
    });
    for (let first = 0; first < COUNT; first += 25) {
      const requests = Array.from({ length: 25 }, (_, i) => {
        const n = first + i;
        const Item = { pk: { S: `p${n % 50}` }, sk: { N: String(n) }, ...(n % 2 && { at: { S: `a${n % 5}` } }) };
        return { PutRequest: { Item } };
      });
      await lab.db.batchWriteItem({ RequestItems: { [TableName]: requests } });
    }
  });

  /** All items, page by page, by their numbers. */
  async function all(question: Partial<ScanInput>): Promise<string[]> {
    const found: string[] = [];
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
    do {
      const page = await lab.db.scan({ TableName, ...question, ...(ExclusiveStartKey && { ExclusiveStartKey }) });
      found.push(...(page.Items ?? []).map(({ sk }) => sk?.N ?? ""));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return found;
  }

  const sorted = (numbers: string[]) => numbers.map(Number).sort((x, y) => x - y);
  const everything = Array.from({ length: COUNT }, (_, n) => n);
  const odd = everything.filter((n) => n % 2);

  it("reads everything once, whatever the pages", async () => {
    for (const Limit of [undefined, 1000, 100, 7]) {
      const found = await all(Limit === undefined ? {} : { Limit });
      expect(sorted(found)).to.deep.equal(everything);
    }
  });

  it("reads everything once in parts, whatever their number", async () => {
    for (const TotalSegments of [1, 2, 3, 7, 1000]) {
      const parts = await Promise.all(
        Array.from({ length: Math.min(TotalSegments, 8) }, (_, Segment) => all({ Segment, TotalSegments, Limit: 20 })),
      );
      if (TotalSegments <= 8) expect(sorted(parts.flat())).to.deep.equal(everything);
      else expect(new Set(parts.flat()).size).to.equal(parts.flat().length);
    }
  });

  it("keeps the items of a partition together, in their order", async () => {
    const { Items = [] } = await lab.db.scan({ TableName });
    const partitions = Items.map(({ pk }) => pk?.S).filter((name, i, names) => name !== names[i - 1]);
    expect(partitions).to.have.length(50);
    const one = Items.filter(({ pk }) => pk?.S === "p7").map(({ sk }) => sk?.N);
    expect(one).to.deep.equal(["7", "57", "107", "157", "207"]);
  });

  it("reads an index, in pages and in parts", async () => {
    expect(sorted(await all({ IndexName: "by-at", Limit: 9 }))).to.deep.equal(odd);
    const parts = [0, 1, 2].map((Segment) => all({ IndexName: "by-at", Segment, TotalSegments: 3, Limit: 9 }));
    expect(sorted((await Promise.all(parts)).flat())).to.deep.equal(odd);
  });

  it("filters what it looked at", async () => {
    const { Items, Count, ScannedCount } = await lab.db.scan({
      TableName,
      FilterExpression: "sk < :n AND attribute_exists(#at)",
      ExpressionAttributeNames: { "#at": "at" },
      ExpressionAttributeValues: { ":n": { N: "10" } },
      ProjectionExpression: "sk",
    });
    expect({ Count, ScannedCount }).to.deep.equal({ Count: 5, ScannedCount: COUNT });
    expect(sorted((Items ?? []).map(({ sk }) => sk?.N ?? ""))).to.deep.equal([1, 3, 5, 7, 9]);
    expect(Items?.every((item) => Object.keys(item).length === 1)).to.equal(true);
    const older = await lab.db.scan({
      TableName,
      ScanFilter: { sk: { ComparisonOperator: "LT", AttributeValueList: [{ N: "10" }] } },
      Select: "COUNT",
    });
    expect([older.Count, older.Items]).to.deep.equal([10, undefined]);
  });

  const refused: [what: string, question: Partial<ScanInput>, message: string][] = [
    [
      "a part of no parts",
      { Segment: 0 },
      "The TotalSegments parameter is required but was not present in the request when Segment parameter is present",
    ],
    [
      "parts without one",
      { TotalSegments: 2 },
      "The Segment parameter is required but was not present in the request when parameter TotalSegments is present",
    ],
    [
      "a part after the last",
      { Segment: 2, TotalSegments: 2 },
      "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 2 is not less than TotalSegments: 2",
    ],
    [
      "a limit of nothing",
      { Limit: 0 },
      "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      "a filter that can't be read",
      { FilterExpression: "sk ==" },
      'Invalid FilterExpression: Syntax error; token: "=", near: "=="',
    ],
    [
      "a consistent read of a global index",
      { IndexName: "by-at", ConsistentRead: true },
      "Consistent reads are not supported on global secondary indexes",
    ],
    [
      "a start with an empty value",
      { ExclusiveStartKey: { pk: {} as AttributeValue, sk: { N: "1" } } },
      "The provided starting key is invalid: Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
    ],
    [
      "a start of another shape",
      { ExclusiveStartKey: { pk: { S: "p1" } } },
      "The provided starting key is invalid: The provided key element does not match the schema",
    ],
  ];
  for (const [what, question, message] of refused)
    it(`refuses ${what}`, async () => {
      const error = await failure(lab.db.scan({ TableName, ...question }));
      expect([error.name, error.message]).to.deep.equal(["ValidationException", message]);
    });

  it("refuses a start in another part", async () => {
    const { Items = [] } = await lab.db.scan({ TableName, Segment: 1, TotalSegments: 2, Limit: 1 });
    const ExclusiveStartKey = { pk: Items[0]?.pk as AttributeValue, sk: Items[0]?.sk as AttributeValue };
    const error = await failure(lab.db.scan({ TableName, Segment: 0, TotalSegments: 2, ExclusiveStartKey }));
    expect(error.message).to.equal(
      "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: 2 Segment: 0",
    );
  });
});
