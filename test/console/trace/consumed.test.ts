import { expect } from "chai";
import { consumedIn } from "../../../lab/console/trace/consumed.ts";

describe("The trace's consumed capacity", () => {
  it("is that of each table which an answer names", () => {
    expect(consumedIn({ ConsumedCapacity: { TableName: "songs", CapacityUnits: 0.5 } })).to.deep.equal([
      { table: "songs", units: 0.5 },
    ]);
    const tables = ["a", "b"].map((TableName) => ({ TableName, CapacityUnits: 2 }));
    expect(consumedIn({ ConsumedCapacity: tables }).map(({ table }) => table)).to.deep.equal(["a", "b"]);
  });

  it("is nothing where it was not asked for, or where the answer is of another service", () => {
    for (const output of [undefined, null, "text", {}, { ConsumedCapacity: "much" }, { ConsumedCapacity: [null] }])
      expect(consumedIn(output)).to.deep.equal([]);
  });
});
