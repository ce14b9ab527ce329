import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { failure } from "../../../../use-cloud.ts";
import { named, usePartiQl } from "../use-partiql.ts";

describe("PartiQL: SELECT", () => {
  const lab = usePartiQl();

  before(async () => {
    for (const sk of ["1", "2", "3"]) await lab.put("many", { n: { N: sk }, half: { N: String(Number(sk) / 2) } }, sk);
    await lab.put("fn", {
      s: { S: "str" },
      ss: { SS: ["a", "b", "c"] },
      nul: { NULL: true },
      flag: { BOOL: true },
      n: { N: "5" },
      m: { M: { k: { L: [{ S: "c" }, { N: "7" }] } } },
    });
  });

  const conditions: [where: string, found: string[], parameters?: AttributeValue[]][] = [
    ["n = 2", ["2"]],
    ["n <> 2 AND n != 1", ["3"]],
    ["n < 2", ["1"]],
    ["2 <= n", ["2", "3"]],
    ["n BETWEEN 2 AND ?", ["2", "3"], [{ N: "9" }]],
    ["n NOT BETWEEN 1 AND 2", ["3"]],
    ["n IN [1, ?]", ["1", "3"], [{ N: "3.0" }]],
    ["n IN (1)", ["1"]],
    ["NOT (n = 1 OR n = 2)", ["3"]],
    ["half IS NOT MISSING AND other IS MISSING", ["1", "2", "3"]],
    ["sk = '2'", ["2"]],
    ["sk > '1'", ["2", "3"]],
    ["'2' >= sk", ["1", "2"]],
    ["sk BETWEEN '2' AND '2'", ["2"]],
    ["begins_with(sk, '3')", ["3"]],
    ["sk IN ['3', '1']", ["1", "3"]],
    ["(sk = '1' OR sk = '3')", ["1", "3"]],
    ["(sk < '1' OR sk > '1' OR sk = '1')", ["1", "2", "3"]],
    ["NOT sk = '1'", ["2", "3"]],
    ["sk <> '1'", ["2", "3"]],
    ["sk > '0' AND sk <> '1'", ["2", "3"]],
    ["sk = '1' AND sk > '5'", []],
    ["pk = 'other'", []],
    ["attribute_exists(pk)", ["1", "2", "3"]],
  ];
  for (const [where, found, parameters] of conditions) {
    it(`finds items of a partition where ${where}`, async () => {
      expect(await lab.sortKeys(`pk = 'many' AND ${where}`, parameters)).to.deep.equal(found);
    });
  }

  const functions: [where: string, holds: boolean][] = [
    ["attribute_exists(ss)", true],
    ["attribute_exists(nope)", false],
    ["attribute_not_exists(nope)", true],
    ["NOT ATTRIBUTE_EXISTS(nope)", true],
    ['(attribute_exists(nope) OR attribute_exists("ss"))', true],
    ["attribute_exists(m.k[1])", true],
    ["attribute_exists(m.k[2])", false],
    ["m.k[1] = 7", true],
    ["size(s) = 3", true],
    ["size(ss) > 3", false],
    ["attribute_type(ss, 'SS')", true],
    ["contains(ss, 'a') AND contains(s, 'tr')", true],
    ["begins_with(s, 'st')", true],
    ["nul IS NULL", true],
    ["s IS NULL", false],
    ["absent IS NULL", false],
    ["flag IS BOOL", true],
    ["s IS STRING", true],
    ["s IS BOOL", false],
    ["ss = <<'c', 'a', 'b'>>", true],
    ["m = {'k': ['c', 7]}", true],
    ["m.k = [7, 'c']", false],
    ["n = - - 5", true],
    ["attribute_exists(ss) = true", true],
    ["attribute_exists(nope) = false", true],
    ["true = attribute_exists(n)", true],
    ["attribute_exists(n) <> 1", true],
    ["attribute_exists(n) = 1", false],
    ["(n BETWEEN 0 AND 5) = true", true],
    ["attribute_exists(nope) IN [true, false]", true],
    ["(attribute_exists(n) = true) = false", false],
    ["NOT attribute_exists(n) = true", false],
    ["attribute_exists(n) = attribute_exists(flag)", true],
    ["attribute_exists(n) = flag", true],
    ["attribute_exists(n) = s", false],
    ["contains(nope, 'z') = false", true],
  ];
  for (const [where, holds] of functions) {
    it(`${holds ? "finds" : "does not find"} an item where ${where}`, async () => {
      expect(await lab.sortKeys(`pk = 'fn' AND ${where}`)).to.deep.equal(holds ? ["1"] : []);
    });
  }

  const wrong: [where: string, message: string, parameters?: AttributeValue[]][] = [
    [
      "n < ?",
      "Incorrect operand type for operator or function; operator or function: <, operand type: BOOL",
      [{ BOOL: true }],
    ],
    ["attribute_exists('ss')", "Operator or function requires a document path; operator or function: attribute_exists"],
    [
      "attribute_exists()",
      "Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 0",
    ],
    [
      "attribute_type(n, 1)",
      "Incorrect operand type for operator or function; operator or function: attribute_type, operand type: N",
    ],
    [
      "attribute_exists(n) > false",
      "Incorrect operand type for operator or function; operator or function: >, operand type: BOOL",
    ],
    [
      "attribute_type(n, 'X')",
      "Invalid attribute type name found; type: X, valid types: {N,BS,L,B,NULL,M,S,SS,NS,BOOL}",
    ],
    ["n > -n", "Unsupported operator in Condition Expression. Operator: -"],
    [
      "n = 1e126",
      "Number overflow. Attempting to store a number with magnitude larger than supported range under root",
    ],
    ["n = ?", "The parameter cannot be converted to a numeric value: abc", [{ N: "abc" }]],
    ["n = 5 + 5", "Unsupported operator in Condition Expression. Operator: +"],
    ["n = ? AND s = ?", "Number of parameters in request and statement don't match.", [{ N: "1" }]],
  ];
  for (const [where, message, parameters] of wrong) {
    it(`refuses ${where}, before it looks for the table`, async () => {
      await lab.refused(`SELECT * FROM "no-table" WHERE pk = 'a' AND ${where}`, message, parameters);
    });
  }

  it("says where a function is that it has not", async () => {
    const set = "SELECT * FROM T WHERE pk = 'fn' AND set_add(ss, <<'x'>>) = ss";
    await lab.refused(set, `Unrecognized function: set_add at 1:${named(set, lab.name).indexOf("set_add") + 1}:7`);
    const statement = `SELECT * FROM T WHERE pk = 'fn' AND EXISTS(ss)`;
    await lab.refused(
      statement,
      `Unrecognized function: exists at 1:${named(statement, lab.name).indexOf("EXISTS") + 1}:6`,
    );
  });

  it("shows paths under what they name last", async () => {
    const { Items } = await lab.run(`SELECT m.k[1], "s", nope, m['k'] FROM T WHERE pk = 'fn'`);
    expect(Items).to.deep.equal([{ "k[1]": { N: "7" }, s: { S: "str" }, k: { L: [{ S: "c" }, { N: "7" }] } }]);
    expect((await lab.run(`SELECT nope FROM T WHERE pk = 'fn'`)).Items).to.deep.equal([{}]);
    await lab.refused(`SELECT a.z, b.z FROM T`, "Duplicate identifiers in select clause: z");
    await lab.refused(`SELECT l[-1] FROM T`, "List index is not within the allowable range; index: [-1] at 1:11:1");
    await lab.refused(
      `SELECT l[2147483648] FROM T`,
      "List index is not within the allowable range; index: [2147483648] at 1:10:10",
    );
  });

  it("reads several partitions, in the order that is asked for", async () => {
    for (const pk of ["o", "p"]) for (const sk of ["1", "2", "3"]) await lab.put(pk, {}, sk);
    const order = async (rest: string) =>
      ((await lab.run(`SELECT * FROM T WHERE ${rest}`)).Items ?? []).map(({ pk, sk }) => `${pk?.S}${sk?.S}`).join(" ");
    expect(await order("pk = 'o' ORDER BY sk DESC")).to.equal("o3 o2 o1");
    expect(await order("pk = 'o' ORDER BY sk")).to.equal("o1 o2 o3");
    expect(await order("pk = 'o' ORDER BY pk ASC")).to.equal("o3 o2 o1");
    expect(await order("pk IN ['o', 'p'] ORDER BY pk DESC, sk ASC")).to.equal("p1 p2 p3 o1 o2 o3");
    expect(await order("(pk = 'p' AND sk = '2') OR (pk = 'o' AND sk > '1')")).to.equal("p2 o2 o3");
    expect(await order("pk = 'o' AND (sk = '3' OR sk = '1') ORDER BY sk DESC")).to.equal("o3 o1");
  });

  it("refuses orders that it can't have", async () => {
    const select = `SELECT sk FROM T `;
    await lab.refused(`${select}ORDER BY sk`, "Must have WHERE clause in the statement when using ORDER BY clause.");
    await lab.refused(
      `${select}WHERE pk = 'o' ORDER BY n DESC`,
      "Attribute n in ORDER BY clause must be part of the primary key",
    );
    await lab.refused(
      `${select}WHERE pk > 'a' ORDER BY sk`,
      "Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.",
    );
    await lab.refused(
      `${select}WHERE pk IN ['o', 'p'] ORDER BY sk DESC`,
      "Must have hash key in ORDER BY clause when more than one hash key condition specified in WHERE clause.",
    );
  });

  it("refuses conditions that would find an item twice, and keys of other types", async () => {
    for (const where of [
      "pk IN ['x', 'x']",
      "pk = 'x' OR pk = 'x'",
      "pk = 'x' AND (sk > '0' OR sk < '5')",
      "pk = 'x' AND (sk = '1' OR flag = 'two')",
      "pk = 'x' AND n = 1 OR pk = 'x' AND sk = '2'",
    ]) {
      await lab.refused(
        `SELECT * FROM T WHERE ${where}`,
        "Overlapping conditions with range keys are not supported in where clause",
      );
    }
    expect(await lab.sortKeys("pk = 'many' AND NOT sk = '1' OR pk = 'many' AND sk = '2'")).to.deep.equal(["2", "3"]);
    const mismatch = "Key attribute's data type should match its data type in table's schema: Key";
    await lab.refused(`SELECT * FROM T WHERE pk = 1 OR pk = 'x'`, `${mismatch} pk`);
    await lab.refused(`SELECT * FROM T WHERE pk = 'x' AND sk IN ['1', 2]`, `${mismatch} sk`);
    expect(await lab.sortKeys("pk > 1")).to.deep.equal([]);
  });

  it("refuses more reads, and more members of IN, than it takes", async () => {
    const list = (count: number) => Array.from({ length: count }, (_, i) => `'v${i}'`).join(", ");
    const tooMany = "Too many decomposed read operations for a given query.";
    await lab.refused(`SELECT * FROM T WHERE pk IN [${list(51)}]`, tooMany);
    await lab.refused(`SELECT * FROM T WHERE pk IN [${list(26)}] AND sk IN ['1', '2']`, tooMany);
    await lab.refused(
      `SELECT * FROM T WHERE pk = 'x' AND flag IN [${list(101)}]`,
      "The IN operator is provided with too many operands; number of operands: 101",
    );
    expect(await lab.sortKeys(`pk IN [${list(51)}] OR n = 3`)).to.deep.equal(["3"]);
    expect(await lab.sortKeys(`pk IN [${list(50)}] AND flag IN [${list(100)}]`)).to.deep.equal([]);
  });

  it("scans the table where the partition is not told", async () => {
    expect(await lab.sortKeys("half = 1.5")).to.deep.equal(["3"]);
    expect((await lab.sortKeys("pk = 'fn' OR half = 0.5")).sort()).to.deep.equal(["1", "1"]);
  });

  it("goes on with the token of a page, for the same statement", async () => {
    const Statement = `SELECT pk, sk FROM T WHERE pk IN ['o', 'p'] ORDER BY pk DESC`;
    const first = await lab.run(Statement, undefined, { Limit: 2 });
    expect(first.Items?.map(({ sk }) => sk?.S)).to.deep.equal(["3", "2"]);
    expect(first.LastEvaluatedKey).to.deep.equal({ pk: { S: "p" }, sk: { S: "2" } });
    const { NextToken } = first;
    const second = await lab.run(Statement, undefined, { Limit: 2, NextToken });
    expect(second.Items?.map(({ pk, sk }) => `${pk?.S}${sk?.S}`)).to.deep.equal(["p1", "o3"]);
    const rest = await lab.run(Statement, undefined, { NextToken: second.NextToken });
    expect(rest.Items?.map(({ sk }) => sk?.S)).to.deep.equal(["2", "1"]);
    expect(rest).not.to.have.any.keys("NextToken", "LastEvaluatedKey");
    const other = await failure(lab.run(`SELECT * FROM T`, undefined, { NextToken }));
    expect(other.message).to.equal("NextToken does not match request");
    const garbage = await failure(lab.run(Statement, undefined, { NextToken: "garbage" }));
    expect(garbage.message).to.equal("Invalid NextToken");
  });

  it("reads ten parts of a table for a page", async () => {
    const ids = Array.from({ length: 25 }, (_, i) => `ten-${String(i).padStart(2, "0")}`);
    for (const id of ids) await lab.put(id);
    const Statement = `SELECT pk FROM T WHERE pk IN [${ids.map((id) => `'${id}'`).join(", ")}]`;
    const pages: (string | undefined)[][] = [];
    let NextToken: string | undefined;
    do {
      const page = await lab.run(Statement, undefined, { NextToken });
      pages.push((page.Items ?? []).map(({ pk }) => pk?.S));
      ({ NextToken } = page);
    } while (NextToken);
    expect(pages.map(({ length }) => length)).to.deep.equal([10, 10, 5]);
    expect(pages.flat()).to.deep.equal(ids);
  });

  it("ends a page at a megabyte", async () => {
    const TableName = await lab.table();
    for (let i = 0; i < 6; i++)
      await lab.db.putItem({ TableName, Item: { pk: { S: `${i}` }, big: { S: "x".repeat(300_000) } } });
    const Statement = `SELECT pk FROM "${TableName}"`;
    const first = await lab.db.executeStatement({ Statement });
    expect(first.Items).to.have.length(4);
    const second = await lab.db.executeStatement({ Statement, NextToken: first.NextToken });
    expect(second.Items).to.have.length(2);
  });

  it("reports its capacity", async () => {
    const read = async (statement: string, ConsistentRead: boolean) =>
      (await lab.run(statement, undefined, { ReturnConsumedCapacity: "TOTAL", ConsistentRead })).ConsumedCapacity;
    const one = `SELECT * FROM T WHERE pk = 'many' AND sk = '1'`;
    expect(await read(one, false)).to.deep.equal({ TableName: lab.name, CapacityUnits: 0.5 });
    expect(await read(one, true)).to.deep.equal({ TableName: lab.name, CapacityUnits: 1 });
    expect((await read(`SELECT * FROM T WHERE pk IN ['o', 'p']`, true))?.CapacityUnits).to.equal(2);
  });

  it("answers where there is no table", async () => {
    await lab.refused("SELECT * FROM nowhere", "Requested resource not found", undefined, "ResourceNotFoundException");
  });
});
