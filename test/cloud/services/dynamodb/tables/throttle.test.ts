import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { keys, schema, useDynamoDb } from "../use-dynamodb.ts";

/** What a table's unused throughput of five minutes comes to. */
const BURST = 300;

describe("Throughput of tables", () => {
  const lab = useDynamoDb();
  const put = (TableName: string, pk: string, more: object = {}) =>
    lab.db.putItem({ TableName, Item: { pk: { S: pk }, ...more } });
  /** Writes so many items, until one is refused. */
  const written = async (TableName: string, most: number, more: object = {}) => {
    for (let i = 0; i < most; i++) {
      const error = await put(TableName, String(i), more).then(
        () => undefined,
        (reason: Error) => reason,
      );
      if (error) return { i, error };
    }
    return { i: most, error: undefined };
  };

  it("is five minutes' worth at first, and then what comes back by the lab's clock", async () => {
    const TableName = await lab.table({
      BillingMode: "PROVISIONED",
      ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
    });
    const { i, error } = await written(TableName, 2 * BURST);
    // The clock goes on while the test writes.
    expect(i).to.be.within(BURST, BURST + 60);
    expect(error?.name).to.equal("ProvisionedThroughputExceededException");
    expect(error?.message).to.equal(
      "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.",
    );
    // Reads have their own.
    await lab.db.getItem({ TableName, Key: { pk: { S: "0" } } });
    await lab.clock.advance(10_000);
    const again = await written(TableName, 60);
    expect(again.i).to.be.within(10, 40);
    await lab.clock.advance(3_600_000);
    expect((await written(TableName, BURST)).error).to.equal(undefined);
  });

  it("is that of each index, which writes to the table need as well", async () => {
    const TableName = await lab.table({
      ...keys("pk", undefined, "colour"),
      BillingMode: "PROVISIONED",
      ProvisionedThroughput: { ReadCapacityUnits: 100, WriteCapacityUnits: 100 },
      GlobalSecondaryIndexes: [
        {
          IndexName: "by-colour",
          KeySchema: schema("colour"),
          Projection: { ProjectionType: "ALL" },
          ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
        },
      ],
    });
    const { error } = await written(TableName, 2 * BURST, { colour: { S: "red" } });
    expect(error?.message).to.match(/provisioned throughput for one or more global secondary indexes of the table/);
    await put(TableName, "colourless");
  });

  it("has no end on demand, unless it is given one", async () => {
    const TableName = await lab.table({ OnDemandThroughput: { MaxReadRequestUnits: 1 } });
    const read = () => lab.db.getItem({ TableName, Key: { pk: { S: "a" } }, ConsistentRead: true });
    const reads = Array.from({ length: 2 * BURST }, () => read());
    const error = await failure(Promise.all(reads));
    await Promise.allSettled(reads);
    expect([error.name, error.message]).to.deep.equal([
      "ThrottlingException",
      "Throughput exceeds the maximum OnDemandThroughput configured on table or index",
    ]);
    await lab.db.updateTable({ TableName, OnDemandThroughput: { MaxReadRequestUnits: -1 } });
    await read();
  });
});
