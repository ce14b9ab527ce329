import type { AttributeValue, BatchStatementRequest } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { named, usePartiQl } from "./use-partiql.ts";

describe("PartiQL: BatchExecuteStatement", () => {
  const lab = usePartiQl();
  const batch = async (...statements: (string | BatchStatementRequest)[]) => {
    const Statements = statements.map((one) => {
      const request = typeof one === "string" ? { Statement: one } : one;
      return { ...request, Statement: named(request.Statement ?? "", lab.name) };
    });
    return lab.db.batchExecuteStatement({ Statements, ReturnConsumedCapacity: "TOTAL" });
  };

  it("reads items by their keys", async () => {
    await lab.put("r1", { a: { N: "1" } });
    await lab.put("r2");
    const { Responses, ConsumedCapacity } = await batch(
      { Statement: "SELECT a FROM T WHERE pk = ? AND sk = '1'", Parameters: [{ S: "r1" }] },
      { Statement: "SELECT * FROM T WHERE pk IN ['r2'] AND sk = '1'", ConsistentRead: true },
      "SELECT * FROM T WHERE pk = 'absent' AND sk = '1'",
    );
    expect(Responses).to.deep.equal([
      { TableName: lab.name, Item: { a: { N: "1" } } },
      { TableName: lab.name, Item: { pk: { S: "r2" }, sk: { S: "1" } } },
      { TableName: lab.name },
    ]);
    expect(ConsumedCapacity).to.deep.equal([{ TableName: lab.name, CapacityUnits: 2 }]);
  });

  it("says of each statement what is wrong with it, and does the others", async () => {
    await lab.put("dup", { a: { N: "1" } });
    const { Responses } = await batch(
      "SLECT * FROM T",
      "INSERT INTO T VALUE {'pk': 'dup', 'sk': '1'}",
      "INSERT INTO T VALUE {'pk': 'new', 'sk': '1'}",
      "UPDATE nowhere SET a = 1 WHERE pk = 'x'",
      {
        Statement: "UPDATE T SET a = 2 WHERE pk = 'dup' AND sk = '1' AND a = 5",
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      },
      "DELETE FROM T WHERE pk = 'dup' AND sk = '1' RETURNING MODIFIED OLD *",
      { Statement: "UPDATE T SET a = ? WHERE pk = 'dup' AND sk = '1'", Parameters: [{ SS: [] }] },
      "EXISTS(SELECT * FROM T WHERE pk = 'dup' AND sk = '1' AND a = 1)",
      "UPDATE T SET a = 3 WHERE pk = 'dup' AND sk = '1' RETURNING ALL NEW *",
    );
    const TableName = lab.name;
    const old = { pk: { S: "dup" }, sk: { S: "1" }, a: { N: "1" } };
    const error = (Code: string, Message: string) => ({ Error: { Code, Message } });
    expect(Responses).to.deep.equal([
      error("ValidationError", "Statement wasn't well formed, can't be processed: Expected data manipulation"),
      { TableName, ...error("DuplicateItem", "Duplicate primary key exists in table") },
      { TableName },
      { TableName: "nowhere", ...error("ResourceNotFound", "Requested resource not found") },
      { TableName, Error: { Code: "ConditionalCheckFailed", Message: "The conditional request failed", Item: old } },
      error(
        "ValidationError",
        "Invalid returning clause: RETURNING MODIFIED OLD *. Only RETURNING ALL OLD * is allowed in DELETE statements.",
      ),
      error("ValidationError", "One or more parameter values were invalid: An string set  may not be empty"),
      { TableName, ...error("ValidationError", "EXISTS can only be used in ExecuteTransaction write requests.") },
      { TableName, Item: { ...old, a: { N: "3" } } },
    ]);
    expect(await lab.itemAt("new")).not.to.equal(undefined);
  });

  it("refuses reads that say less than a key, or more", async () => {
    const { Responses = [] } = await batch(
      "SELECT * FROM T WHERE pk = 'a'",
      "SELECT * FROM T WHERE pk = 'a' AND sk = '1' AND b = 1",
      "SELECT * FROM T WHERE pk = 'a' AND sk = '1' AND pk = 'b'",
      "SELECT * FROM T",
    );
    expect(Responses).to.have.length(4);
    for (const response of Responses) {
      expect(response.Error?.Message).to.equal(
        "Select statements within BatchExecuteStatement must specify the primary key in the where clause.",
      );
    }
  });

  it("says which table's item became too deep", async () => {
    await lab.put("deep", { m: { M: {} } });
    let value: AttributeValue = { S: "leaf" };
    for (let depth = 0; depth < 31; depth++) value = { M: { n: value } };
    const { Responses } = await batch({
      Statement: "UPDATE T SET m.deep = ? WHERE pk = 'deep' AND sk = '1'",
      Parameters: [value],
    });
    const Message = "Nesting Levels have exceeded supported limits";
    expect(Responses).to.deep.equal([{ TableName: lab.name, Error: { Code: "ValidationError", Message } }]);
  });

  it("reads or writes, not both", async () => {
    const error = await failure(
      batch("SELECT * FROM T WHERE pk = 'a' AND sk = '1'", "DELETE FROM T WHERE pk = 'a' AND sk = '1'"),
    );
    expect(error.message).to.equal(
      "BatchExecuteStatement API does not support both read and write operations in the same request.",
    );
  });

  it("takes 25 statements", async () => {
    const error = await failure(batch(...Array.from({ length: 26 }, () => "SELECT * FROM T WHERE pk = 'a'")));
    expect([error.name, error.message]).to.deep.equal([
      "ValidationException",
      (error.message.match(/.*length less than or equal to 25/) ?? [])[0],
    ]);
  });
});
