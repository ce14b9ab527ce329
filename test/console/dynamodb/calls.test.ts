import { expect } from "chai";
import type { Span } from "../../../lab/cloud/trace/span.ts";
import { callsOf, sumsOf } from "../../../lab/console/dynamodb/metrics/calls.ts";

const here = { table: "songs", account: "000000000000", region: "us-east-1" };

const span = (operation: string, input: unknown, changes: Partial<Span> = {}): Span => ({
  id: operation,
  parent: undefined,
  service: "dynamodb",
  operation,
  caller: "",
  account: here.account,
  region: here.region,
  at: 0,
  took: 2,
  input,
  ...changes,
});

const consumed = (TableName: string, CapacityUnits: number) => ({ ConsumedCapacity: { TableName, CapacityUnits } });

describe("The calls for a table's items", () => {
  const cases: readonly (readonly [what: string, of: Span, count: number])[] = [
    ["name it", span("PutItem", { TableName: "songs" }), 1],
    ["name it by its ARN", span("Query", { TableName: "arn:aws:dynamodb:us-east-1:000000000000:table/songs" }), 1],
    ["have it in a batch", span("BatchGetItem", { RequestItems: { songs: {}, albums: {} } }), 1],
    ["have it in a transaction", span("TransactWriteItems", { TransactItems: [{ Put: { TableName: "songs" } }] }), 1],
    ["name it in PartiQL", span("ExecuteStatement", { Statement: `SELECT * FROM "songs"."by-genre"` }), 1],
    ["are answered what they took of it", span("ExecuteTransaction", {}, { output: consumed("songs", 2) }), 1],
    ["are not those of another table", span("PutItem", { TableName: "albums" }), 0],
    [
      "are not those of its twin in another region",
      span("PutItem", { TableName: "songs" }, { region: "eu-west-1" }),
      0,
    ],
    ["are not those of another account's", span("PutItem", { TableName: "songs" }, { account: "111122223333" }), 0],
    ["are not those that ask how it is set up", span("DescribeTable", { TableName: "songs" }), 0],
    ["are not what has lost its input", span("PutItem", null), 0],
  ];
  for (const [what, of, count] of cases)
    it(what, () => {
      expect(callsOf(here, [of])).to.have.length(count);
    });

  it("are summed by operation, with the units of those that asked for them", () => {
    const input = { TableName: "songs" };
    const throttled = { error: "ProvisionedThroughputExceededException", status: 400, took: 9 };
    const calls = callsOf(here, [
      span("PutItem", input, { output: consumed("songs", 1.5) }),
      span("PutItem", input),
      span("PutItem", input, throttled),
      span("GetItem", input),
    ]);
    expect(sumsOf(calls)).to.deep.equal([
      { operation: "PutItem", calls: 3, failed: 1, throttled: 1, units: 1.5, slowest: 9 },
      { operation: "GetItem", calls: 1, failed: 0, throttled: 0, units: undefined, slowest: 2 },
    ]);
    expect(calls.map(({ isRead }) => isRead)).to.deep.equal([false, false, false, true]);
  });
});
