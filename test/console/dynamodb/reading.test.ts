import { expect } from "chai";
import { inputOf, type Reading, readingOf, SCAN } from "../../../lab/console/dynamodb/items/reading.ts";
import { createInput, NEW_INDEX, NEW_TABLE } from "../../../lab/console/dynamodb/tables/new-table.ts";

const KEY = [
  { name: "artist", type: "S", isSort: false },
  { name: "year", type: "N", isSort: true },
] as const;

describe("The console's questions to a table", () => {
  it("are what Query takes, with the types of the key and of the filters", () => {
    const reading: Reading = {
      mode: "query",
      index: "by-artist",
      keys: [
        { operator: "<", value: "Björk", upper: "" },
        { operator: "between", value: "1990", upper: "2000" },
      ],
      isDescending: true,
      filters: [
        { name: "live", type: "BOOL", operator: "=", value: "true", upper: "" },
        { name: "title", type: "S", operator: "does not exist", value: "unused", upper: "" },
        { name: "", type: "S", operator: "=", value: "no name yet", upper: "" },
      ],
    };
    expect(inputOf(reading, KEY)).to.deep.equal({
      IndexName: "by-artist",
      // A partition key is equal to something, whatever an address says.
      KeyConditionExpression: "#k0 = :k0 AND #k1 BETWEEN :k1 AND :k1to",
      ScanIndexForward: false,
      FilterExpression: "#f0 = :f0 AND attribute_not_exists(#f1)",
      ExpressionAttributeNames: { "#k0": "artist", "#k1": "year", "#f0": "live", "#f1": "title" },
      ExpressionAttributeValues: {
        ":k0": { S: "Björk" },
        ":k1": { N: "1990" },
        ":k1to": { N: "2000" },
        ":f0": { BOOL: true },
      },
    });
  });

  it("leave out a sort key that is not said, and everything else in a scan", () => {
    const keys = [{ operator: "=", value: "Björk", upper: "" }] as const;
    const query = inputOf({ ...SCAN, mode: "query", keys }, KEY);
    expect(query.KeyConditionExpression).to.equal("#k0 = :k0");
    expect(inputOf({ ...SCAN, keys }, KEY)).to.deep.equal({});
  });

  it("are the whole table where an address has none, or a broken one", () => {
    for (const text of ["", "{", "null", '{"keys": 1}', '{"filters": [null]}'])
      expect(readingOf(text)).to.deep.equal(SCAN);
    const [filter] = readingOf('{"filters": [{"name": "a", "operator": "constructor", "type": "X"}]}').filters;
    expect(filter).to.deep.include({ name: "a", operator: "=", type: "S" });
  });
});

describe("The console's new table", () => {
  it("declares each attribute of its keys once, and gives a local index its own partition key", () => {
    const partition = { name: "id", type: "S" } as const;
    const input = createInput({
      ...NEW_TABLE,
      name: "orders",
      partition,
      throughput: { read: "2", write: "3" },
      indexes: [
        {
          ...NEW_INDEX,
          name: "by-day",
          partition: { name: "day", type: "N" },
          projection: "INCLUDE",
          included: "a, b,",
        },
        { ...NEW_INDEX, kind: "local", name: "by-total", sort: { name: "total", type: "N" } },
      ],
    });
    expect(input.AttributeDefinitions?.map(({ AttributeName }) => AttributeName)).to.deep.equal(["id", "day", "total"]);
    expect(input.ProvisionedThroughput).to.deep.equal({ ReadCapacityUnits: 2, WriteCapacityUnits: 3 });
    expect(input.GlobalSecondaryIndexes?.[0]).to.deep.include({
      Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["a", "b"] },
      ProvisionedThroughput: { ReadCapacityUnits: 2, WriteCapacityUnits: 3 },
    });
    expect(input.LocalSecondaryIndexes?.[0]?.KeySchema).to.deep.equal([
      { AttributeName: "id", KeyType: "HASH" },
      { AttributeName: "total", KeyType: "RANGE" },
    ]);
  });
});
