import type { ProvisionedThroughputExceededException } from "@aws-sdk/client-dynamodb";
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
    const resource = `arn:aws:dynamodb:us-east-1:000000000000:table/${TableName}`;
    expect((error as ProvisionedThroughputExceededException).ThrottlingReasons).to.deep.equal([
      { reason: "TableWriteProvisionedThroughputExceeded", resource },
    ]);
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
    const [why] = (error as ProvisionedThroughputExceededException).ThrottlingReasons ?? [];
    expect([why?.reason, why?.resource?.split(":table/")[1]]).to.deep.equal([
      "IndexWriteProvisionedThroughputExceeded",
      `${TableName}/index/by-colour`,
    ]);
    await put(TableName, "colourless");
  });

  it("is taken by PartiQL's reads as by others", async () => {
    const TableName = await lab.table({
      BillingMode: "PROVISIONED",
      ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 100 },
    });
    await put(TableName, "large", { text: { S: "x".repeat(390_000) } });
    const Statement = `SELECT * FROM "${TableName}" WHERE pk = 'large'`;
    const readsUntilRefused = async (read: () => Promise<unknown>) => {
      await lab.clock.advance(3_600_000);
      for (let i = 0; i < 10; i++) {
        const error = await read().then(
          () => undefined,
          (reason: Error) => reason,
        );
        if (error) return [i, error.name];
      }
      return "never";
    };
    // Each takes 96 units of 300.
    const refused = [4, "ProvisionedThroughputExceededException"];
    expect(await readsUntilRefused(() => lab.db.executeStatement({ Statement, ConsistentRead: true }))).to.deep.equal(
      refused,
    );
    expect(
      await readsUntilRefused(async () => {
        const { Responses } = await lab.db.batchExecuteStatement({ Statements: [{ Statement, ConsistentRead: true }] });
        const { Code, Message = "" } = Responses?.[0]?.Error ?? {};
        if (Code) throw Object.assign(new Error(Message), { name: `${Code}Exception` });
      }),
    ).to.deep.equal(refused);
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
    expect(error).to.have.nested.property("throttlingReasons[0].reason", "TableReadMaxOnDemandThroughputExceeded");
    await lab.db.updateTable({ TableName, OnDemandThroughput: { MaxReadRequestUnits: -1 } });
    await read();
  });
});
