import { expect } from "chai";
import { compileUpdate } from "../../../../../lab/cloud/services/dynamodb/expressions/updates.ts";
import { failure } from "../../../use-cloud.ts";
import { useDynamoDb } from "../use-dynamodb.ts";
import { mentioned } from "./words.ts";

describe("The size of an update", () => {
  const values = { ":v": { S: "12345" }, ":n": { N: "1" }, ":l": { L: [] }, ":s": { SS: ["ab", "c"] } };
  const cases: [expression: string, size: number][] = [
    ["SET b = :v", 3 + 19 + 1 + 5],
    ["SET #long = :v", 3 + 19 + 4 + 5],
    ["SET b = :v, c = :v", 3 + 2 * (19 + 1 + 5)],
    ["SET b = :v REMOVE r", 3 + 25 + 1 + 1],
    ["REMOVE rr, m.z", 3 + (1 + 2) + (1 + 1 + 4 + 1)],
    ["DELETE s :s", 3 + 1 + 1],
    ["ADD s :s", 3 + 19 + 1 + 3],
    ["SET l[10] = :v", 3 + 19 + 1 + (4 + 2) + 5],
    ["SET c = m.z", 3 + 19 + 1 + 1 + 15 + 15],
    ["SET c = c + :n", 3 + 19 + 1 + 34 + (1 + 15) + 2],
    ["SET c = c - :n", 3 + 19 + 1 + 37 + (1 + 15) + 2],
    ["SET c = if_not_exists(c, :v)", 3 + 19 + 1 + 39 + 16 + 5],
    ["SET l = list_append(l, :l)", 3 + 19 + 1 + 37 + 16 + 3],
  ];
  for (const [expression, size] of cases)
    it(`is ${size} of ${expression}`, () => {
      const { size: counted } = compileUpdate(expression, mentioned(expression, { "#long": "long" }, values));
      expect(counted).to.equal(size);
    });

  describe("of UpdateItem", () => {
    const lab = useDynamoDb();
    const LARGEST = 409_600;

    it("is limited besides that of the item, which transactions alone have", async () => {
      const TableName = await lab.table();
      const Key = { pk: { S: "K" } };
      const set = (length: number) => ({
        TableName,
        Key,
        UpdateExpression: "SET b = :v",
        ExpressionAttributeValues: { ":v": { S: "x".repeat(length) } },
      });
      await lab.db.updateItem(set(LARGEST - 23));
      const error = await failure(lab.db.updateItem(set(LARGEST - 22)));
      expect([error.name, error.message]).to.deep.equal([
        "ValidationException",
        "Item size to update has exceeded the maximum allowed size",
      ]);
      // The key takes three bytes, and the name one.
      await lab.db.transactWriteItems({ TransactItems: [{ Update: set(LARGEST - 4) }] });
    });
  });
});
