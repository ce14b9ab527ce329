import { expect } from "chai";
import { failure } from "../../../../use-cloud.ts";
import { keys, schema } from "../../use-dynamodb.ts";
import { usePartiQl } from "../use-partiql.ts";

describe("PartiQL: SELECT of an index", () => {
  const lab = usePartiQl();

  let I: string;
  before(async () => {
    I = await lab.table({
      ...keys("pk", "sk", "g", "l", "h1", "h2"),
      GlobalSecondaryIndexes: [
        { IndexName: "all", KeySchema: schema("g"), Projection: { ProjectionType: "ALL" } },
        {
          IndexName: "some",
          KeySchema: schema("g"),
          Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["in"] },
        },
        { IndexName: "multi", KeySchema: schema(["h1", "h2"]), Projection: { ProjectionType: "ALL" } },
      ],
      LocalSecondaryIndexes: [
        { IndexName: "local", KeySchema: schema("pk", "l"), Projection: { ProjectionType: "KEYS_ONLY" } },
      ],
    });
    for (const [sk, g, l] of [
      ["1", "x", "b"],
      ["2", "y", "a"],
    ] as const) {
      const Item = { pk: { S: "p" }, sk: { S: sk }, g: { S: g }, l: { S: l }, in: { S: "in" }, out: { S: `o${sk}` } };
      await lab.db.putItem({ TableName: I, Item });
    }
    await lab.db.putItem({ TableName: I, Item: { pk: { S: "p" }, sk: { S: "3" } } });
  });
  const from = async (index: string, rest = "", columns = "*") =>
    (await lab.run(`SELECT ${columns} FROM "${I}"."${index}" ${rest}`)).Items ?? [];

  it("finds what the index has, by its key or by scanning it", async () => {
    expect((await from("all", "WHERE g = 'x'")).map(({ sk }) => sk?.S)).to.deep.equal(["1"]);
    expect((await from("all", "WHERE pk = 'p'")).map(({ sk }) => sk?.S).sort()).to.deep.equal(["1", "2"]);
    expect((await from("local", "WHERE pk = 'p' ORDER BY l")).map(({ sk }) => sk?.S)).to.deep.equal(["2", "1"]);
  });

  it("shows what is projected, and of a local index more when that is named", async () => {
    expect(Object.keys((await from("some", "WHERE g = 'x'"))[0] ?? {}).sort()).to.deep.equal(["g", "in", "pk", "sk"]);
    expect(Object.keys((await from("local", "WHERE pk = 'p'"))[0] ?? {}).sort()).to.deep.equal(["l", "pk", "sk"]);
    expect(await from("local", "WHERE pk = 'p' AND l = 'a'", "out")).to.deep.equal([{ out: { S: "o2" } }]);
  });

  it("refuses what an index can't do", async () => {
    const select = (index: string, rest: string, columns = "*") => `SELECT ${columns} FROM "${I}"."${index}" ${rest}`;
    await lab.refused(select("none", "WHERE pk = 'p'"), "The table does not have the specified index");
    await lab.refused(
      select("some", "WHERE g = 'x'", "out, other"),
      "One or more parameter values were invalid: Global secondary index some does not project [out, other]",
    );
    for (const index of ["some", "local"]) {
      await lab.refused(
        select(index, `WHERE ${index === "some" ? "g" : "pk"} = 'x' AND NOT (out = '1' OR sk = 'x')`),
        `One or more parameter values were invalid: Secondary index ${index} does not project one or more filter attributes: [out]`,
      );
    }
    expect(await from("some", "WHERE out = 'o1'")).to.deep.equal([]);
    await lab.refused(
      select("multi", "WHERE h1 = 'a' AND h2 = 'b'"),
      "PartiQL statements cannot be executed on tables with multi-attribute HASH keys or multi-attribute RANGE keys.",
    );
    const error = await failure(lab.run(select("all", "WHERE g = 'x'"), undefined, { ConsistentRead: true }));
    expect(error.message).to.equal("Strongly consistent read is not supported on Global Secondary Indexes");
  });

  it("are read by no batch and no transaction", async () => {
    const Statement = (index: string) => `SELECT * FROM "${I}"."${index}" WHERE g = 'x'`;
    const { Responses } = await lab.db.batchExecuteStatement({
      Statements: [{ Statement: Statement("all") }, { Statement: Statement("multi") }],
    });
    expect(Responses?.map(({ Error: error }) => error?.Message)).to.deep.equal([
      "Select statements within BatchExecuteStatement must specify the primary key in the where clause.",
      "PartiQL statements cannot be executed on tables with multi-attribute HASH keys or multi-attribute RANGE keys.",
    ]);
    const error = await failure(lab.db.executeTransaction({ TransactStatements: [{ Statement: Statement("all") }] }));
    expect(error.message).to.equal(
      "Validation failed in TransactStatements[0]: Reads on indices are not supported within transactions.",
    );
  });
});
