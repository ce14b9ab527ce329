import type { ExecuteTransactionInput, ParameterizedStatement } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { named, usePartiQl } from "./use-partiql.ts";

describe("PartiQL: ExecuteTransaction", () => {
  const lab = usePartiQl();
  const together = (statements: (string | ParameterizedStatement)[], more: Partial<ExecuteTransactionInput> = {}) => {
    const TransactStatements = statements.map((one) => {
      const request = typeof one === "string" ? { Statement: one } : one;
      return { ...request, Statement: named(request.Statement ?? "", lab.name) };
    });
    return lab.db.executeTransaction({ TransactStatements, ...more });
  };
  const refused = async (statements: (string | ParameterizedStatement)[], message: string) => {
    const error = await failure(together(statements));
    expect([error.name, error.message]).to.deep.equal(["ValidationException", message]);
  };
  const reasons = async (...statements: (string | ParameterizedStatement)[]) => {
    const error = await failure(together(statements));
    expect(error.name).to.equal("TransactionCanceledException");
    return (error.CancellationReasons as { Code?: string; Message?: string; Item?: object }[]).map(
      ({ Code, Message, Item }) => [Code, Message, Item].filter((part) => part !== undefined),
    );
  };
  const NONE = ["None"];

  it("does all writes, with conditions on other items", async () => {
    await lab.put("upd", { a: { N: "1" } });
    await lab.put("del");
    await lab.put("seen", { free: { BOOL: true } });
    const { Responses, ConsumedCapacity } = await together(
      [
        "EXISTS(SELECT * FROM T WHERE pk = 'seen' AND sk = '1' AND taken IS MISSING)",
        { Statement: "INSERT INTO T VALUE {'pk': 'ins', 'sk': ?}", Parameters: [{ S: "1" }] },
        "UPDATE T SET a = a + 1 WHERE pk = 'upd' AND sk = '1' AND a = 1",
        "DELETE FROM T WHERE pk = 'del' AND sk = '1'",
      ],
      { ReturnConsumedCapacity: "TOTAL" },
    );
    expect(Responses).to.deep.equal([]);
    expect(ConsumedCapacity).to.deep.equal([{ TableName: lab.name, CapacityUnits: 8, WriteCapacityUnits: 8 }]);
    expect(await lab.itemAt("ins")).not.to.equal(undefined);
    expect((await lab.itemAt("upd"))?.a).to.deep.equal({ N: "2" });
    expect(await lab.itemAt("del")).to.equal(undefined);
  });

  it("does nothing when one of them fails, and says which", async () => {
    await lab.put("there", { a: { N: "1" } });
    expect(
      await reasons(
        "INSERT INTO T VALUE {'pk': 'fresh', 'sk': '1'}",
        "INSERT INTO T VALUE {'pk': 'there', 'sk': '1'}",
        "UPDATE T SET a = 1 WHERE pk = 'absent' AND sk = '1'",
        {
          Statement: "EXISTS(SELECT * FROM T WHERE pk = 'seen' AND sk = '1' AND free = false)",
          ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        },
      ),
    ).to.deep.equal([
      NONE,
      ["DuplicateItem", "Duplicate primary key exists in table"],
      ["ConditionalCheckFailed", "The conditional request failed"],
      [
        "ConditionalCheckFailed",
        "The conditional request failed",
        { pk: { S: "seen" }, sk: { S: "1" }, free: { BOOL: true } },
      ],
    ]);
    expect(await lab.itemAt("fresh")).to.equal(undefined);
  });

  it("reads items at one moment, by their keys", async () => {
    await lab.put("read", { a: { N: "1" }, b: { N: "2" } });
    const { Responses } = await together([
      "SELECT a FROM T WHERE pk = 'read' AND sk IN ['1']",
      "SELECT * FROM T WHERE (sk = '2') AND pk = 'read' AND pk = 'read'",
    ]);
    expect(Responses).to.deep.equal([{ Item: { a: { N: "1" } } }, {}]);
  });

  it("is done once with one token", async () => {
    await lab.put("once", { n: { N: "0" } });
    const increment = ["UPDATE T SET n = n + 1 WHERE pk = 'once' AND sk = '1'"];
    const asked = { ClientRequestToken: "once", ReturnConsumedCapacity: "TOTAL" } as const;
    const first = await together(increment, asked);
    const second = await together(increment, asked);
    expect((await lab.itemAt("once"))?.n).to.deep.equal({ N: "1" });
    expect(first.ConsumedCapacity?.[0]).to.include({ WriteCapacityUnits: 2 });
    expect(second.ConsumedCapacity?.[0]).to.include({ ReadCapacityUnits: 2 });
    const error = await failure(together(["DELETE FROM T WHERE pk = 'once' AND sk = '1'"], asked));
    expect(error.name).to.equal("IdempotentParameterMismatchException");
  });

  it("refuses statements that can't be in it, with their numbers", async () => {
    const at = (i: number, message: string) => `Validation failed in TransactStatements[${i}]: ${message}`;
    const good = "UPDATE T SET a = 1 WHERE pk = 'read' AND sk = '1'";
    const select = "SELECT * FROM T WHERE pk = 'read' AND sk = '1'";
    await refused(
      [good, "UPDATE T SET a = 1 WHERE"],
      at(1, "Statement wasn't well formed, can't be processed: Unexpected term"),
    );
    await refused([`${good} RETURNING ALL NEW *`], at(0, "RETURNING clause is not supported in ExecuteTransaction."));
    await refused([select.replace(" T", ' T."i"')], at(0, "Reads on indices are not supported within transactions."));
    const noKey = "Select statements within ExecuteTransaction must specify the primary key in the where clause.";
    for (const where of [
      "pk = 'read'",
      "pk = 'read' AND sk = '1' AND a = 1",
      "pk = 'read' AND sk = '1' AND pk = 'b'",
    ]) {
      await refused([`SELECT * FROM T WHERE ${where}`], at(0, noKey));
    }
    await refused(
      ["SELECT * FROM T WHERE pk IN ['a', 'a'] AND sk = '1'"],
      at(0, "Overlapping conditions with range keys are not supported in where clause"),
    );
    for (const where of ["pk = 'read' AND sk = '1'", "pk IN ['read'] AND sk = '1' AND a = 1"]) {
      await refused(
        [`EXISTS(SELECT * FROM T WHERE ${where})`, good],
        at(0, "EXISTS() must contain a single item read with additional condition"),
      );
    }
    await refused(
      [select, good],
      "ExecuteTransaction API does not support both read and write operations in the same request.",
    );
    await refused([select, select], "Transaction request cannot include multiple operations on one item");
    await refused([good, good], "Transaction request cannot include multiple operations on one item");
    await refused(
      ["UPDATE T SET WHERE", { Statement: good, Parameters: [{ SS: ["a", "a"] }] }],
      "One or more parameter values were invalid: Input collection [a, a] contains duplicates.",
    );
  });

  it("is cancelled by what does not fit a table, and where there is none", async () => {
    const mismatch = ["ValidationError", "The provided key element does not match the schema"];
    const missing = ["ResourceNotFound", "Requested resource not found"];
    const update = "UPDATE T SET a = 1 WHERE ";
    expect(
      await reasons(
        `${update}pk = 'k'`,
        `${update}pk IN ['k'] AND sk = '1'`,
        `${update}pk = 'k' AND sk = '1' AND pk = 'b'`,
        `${update}pk = 'k' AND sk = 1`,
        "INSERT INTO T VALUE {'pk': 'k'}",
        `${update}pk = 'read' AND sk = '1'`,
      ),
    ).to.deep.equal([
      mismatch,
      mismatch,
      mismatch,
      mismatch,
      ["ValidationError", "One or more parameter values were invalid: Missing the key sk in the item"],
      NONE,
    ]);
    const select = "SELECT * FROM T WHERE pk = 'read' AND sk = ";
    expect(await reasons(`${select}'1'`, `${select}'1'`, `${select}1`)).to.deep.equal([NONE, NONE, mismatch]);
    expect(await reasons(`${select}'1'`, "SELECT * FROM nowhere WHERE pk = 'x'")).to.deep.equal([NONE, missing]);
    expect(await reasons("UPDATE nowhere SET a = 1 WHERE pk = 'x' RETURNING ALL NEW *")).to.deep.equal([missing]);
  });
});
