import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { named, usePartiQl } from "./use-partiql.ts";

describe("PartiQL: INSERT", () => {
  const lab = usePartiQl();

  it("makes an item of all types, which it answers with nothing", async () => {
    const { Items } = await lab.run(
      `INSERT INTO T VALUE {'pk': 'types', 'sk': ?, 'n': 1E3, 'd': -.5, 't': true, 'z': null,
          'm': {'a': {'b': 'it''s'}}, 'l': [1, 's', []], 'ss': <<'x', 'y'>>, 'ns': <<1, 2.50>>, 'b': ?}`,
      [{ S: "1" }, { B: new Uint8Array([1, 2]) }],
    );
    expect(Items).to.deep.equal([]);
    expect(await lab.itemAt("types")).to.deep.equal({
      pk: { S: "types" },
      sk: { S: "1" },
      n: { N: "1000" },
      d: { N: "-0.5" },
      t: { BOOL: true },
      z: { NULL: true },
      m: { M: { a: { M: { b: { S: "it's" } } } } },
      l: { L: [{ N: "1" }, { S: "s" }, { L: [] }] },
      ss: { SS: ["x", "y"] },
      ns: { NS: ["1", "2.5"] },
      b: { B: new Uint8Array([1, 2]) },
    });
  });

  it("replaces no item", async () => {
    await lab.put("twice", { a: { N: "1" } });
    await lab.refused(
      `INSERT INTO T VALUE {'pk': 'twice', 'sk': '1'}`,
      "Duplicate primary key exists in table",
      undefined,
      "DuplicateItemException",
    );
    expect((await lab.itemAt("twice"))?.a).to.deep.equal({ N: "1" });
  });

  it("refuses values that can't be, and says where they are", async () => {
    const insert = (value: string) => `INSERT INTO T VALUE {'pk': 'bad', 'sk': '1', 'x': ${value}}`;
    const overflow = "Number overflow. Attempting to store a number with magnitude larger than supported range";
    await lab.refused(insert("1e126"), `${overflow} under root`);
    await lab.refused(insert("{'x': 1e126}"), `${overflow} under root.x`);
    await lab.refused(insert("[1, 1e126]"), `${overflow} under root[1]`);
    await lab.refused(insert("<<>>"), "Empty bags are not supported");
    await lab.refused(
      insert("<<1, 'a'>>"),
      "Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags",
    );
    await lab.refused(
      insert("[<<'a', 'a'>>]"),
      "One or more parameter values were invalid: Input collection [a, a] contains duplicates.",
    );
    await lab.refused(
      insert("<<2, 2.0>>"),
      "One or more parameter values were invalid: Input collection [2, 2.0] contains duplicates! under root",
    );
    const nested = insert("{'k': ?}");
    await lab.refused(
      nested,
      `Unsupported data type: Parameter under key root.k at 1:${named(nested, lab.name).indexOf("?") + 1}:1`,
      [{ S: "v" }],
    );
    await lab.refused(
      insert(`${"[".repeat(32)}1${"]".repeat(32)}`),
      `Nesting Levels have exceeded supported limits under root${"[0]".repeat(32)}`,
    );
    await lab.run(insert(`${"[".repeat(31)}1${"]".repeat(31)}`));
  });
});

describe("PartiQL: UPDATE", () => {
  const lab = usePartiQl();
  const update = (changes: string, pk: string, more = "", parameters?: AttributeValue[]) =>
    lab.run(`UPDATE T ${changes} WHERE pk = '${pk}' AND sk = '1' ${more}`, parameters);
  const refusedUpdate = (changes: string, pk: string, message: string) =>
    lab.refused(`UPDATE T ${changes} WHERE pk = '${pk}' AND sk = '1'`, message);

  it("sets and removes attributes, and calculates", async () => {
    await lab.put("set", { n: { N: "5" }, l: { L: [{ N: "1" }, { N: "2" }] }, m: { M: {} }, gone: { S: "x" } });
    const { Items } = await update(
      `SET n = n-1 SET m.fresh = ?, "a b" = {'x': [1]} SET l = list_append(l, [3, <<'s'>>]) REMOVE gone
       SET added = (n + 1) - 2`,
      "set",
      "",
      [{ S: "v" }],
    );
    expect(Items).to.deep.equal([]);
    expect(await lab.itemAt("set")).to.deep.equal({
      pk: { S: "set" },
      sk: { S: "1" },
      n: { N: "4" },
      l: { L: [{ N: "1" }, { N: "2" }, { N: "3" }, { SS: ["s"] }] },
      m: { M: { fresh: { S: "v" } } },
      "a b": { M: { x: { L: [{ N: "1" }] } } },
      added: { N: "4" },
    });
    await update("REMOVE l[0], l[1] REMOVE m.fresh", "set");
    expect(await lab.itemAt("set")).to.deep.include({ l: { L: [{ N: "3" }, { SS: ["s"] }] }, m: { M: {} } });
  });

  it("may begin with its table", async () => {
    await lab.put("first");
    const { Items } = await lab.run("FROM T WHERE pk = 'first' AND sk = '1' SET c = ? RETURNING ALL NEW *", [
      { N: "7" },
    ]);
    expect(Items).to.deep.equal([{ pk: { S: "first" }, sk: { S: "1" }, c: { N: "7" } }]);
  });

  it("adds to sets and takes from them", async () => {
    await lab.put("sets", { ss: { SS: ["a", "b"] }, ns: { NS: ["1"] }, only: { SS: ["x"] } });
    await update(
      `SET ss = set_add(ss, <<'b', 'z'>>) SET ns = SET_DELETE(ns, <<9>>) SET only = set_delete(only, <<'x'>>)
       SET fresh = set_add(fresh, ?) SET none = set_delete(none, <<1>>)`,
      "sets",
      "",
      [{ NS: ["4", "5"] }],
    );
    const { ss, ...item } = (await lab.itemAt("sets")) ?? {};
    expect(ss?.SS).to.have.members(["a", "b", "z"]);
    expect(item).to.deep.equal({ pk: { S: "sets" }, sk: { S: "1" }, ns: { NS: ["1"] }, fresh: { NS: ["4", "5"] } });
  });

  it("refuses what functions can't do, and says where", async () => {
    await lab.put("fn", { ss: { SS: ["a"] }, s: { S: "x" }, n: { N: "1" } });
    const at = (changes: string, token: string) =>
      `1:${`UPDATE "${lab.name}" ${changes}`.indexOf(token) + 1}:${token.replace("(", "").length}`;
    for (const [changes, message, token] of [
      ["SET t = set_add(ss, <<'x'>>)", "The first argument to SET_ADD must equal the assignment value", "set_add"],
      [
        "SET ss = set_add(<<'a'>>, <<'b'>>)",
        "The first argument to SET_ADD must equal the assignment value",
        "set_add",
      ],
      ["SET ss = set_delete(ss)", "SET_DELETE must have exactly two arguments", "set_delete"],
      ["SET n = set_add(n, ['x'])", "The second argument to SET_ADD must be a value with type SET", "n,"],
      ["SET n = if_missing(n, 1)", "Unrecognized function: if_missing", "if_missing"],
    ] as const) {
      await refusedUpdate(changes, "fn", `${message} at ${at(changes, token).replace(/:2$/, ":1")}`);
    }
    const wrongType = "An operand in the update expression has an incorrect data type";
    await refusedUpdate("SET ss = set_add(ss, <<1>>)", "fn", wrongType);
    await refusedUpdate("SET s = s + 1", "fn", wrongType);
    await refusedUpdate(
      "SET n = 'a' + 1",
      "fn",
      "Incorrect operand type for operator or function; operator or function: +, operand type: S",
    );
    await refusedUpdate(
      "SET n = absent + 1",
      "fn",
      "The provided expression refers to an attribute that does not exist in the item",
    );
    await refusedUpdate(
      "SET n = 1 SET n = 2",
      "fn",
      "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [n], path two: [n]",
    );
    await refusedUpdate(
      "SET a.b = 1",
      "fn",
      "The document path provided in the update expression is invalid for update",
    );
    await refusedUpdate(
      "SET sk = '2'",
      "fn",
      "One or more parameter values were invalid: Cannot update attribute sk. This attribute is part of the key",
    );
    expect(await lab.itemAt("fn")).to.deep.include({ ss: { SS: ["a"] }, s: { S: "x" }, n: { N: "1" } });
  });

  it("returns what it changed", async () => {
    const returned = async (which: string) => {
      await lab.put("ret", { a: { N: "1" }, keep: { S: "k" } });
      return (await update("SET a = 2 REMOVE b", "ret", `RETURNING ${which} *`)).Items;
    };
    const [key, keep] = [{ pk: { S: "ret" }, sk: { S: "1" } }, { S: "k" }];
    expect(await returned("ALL OLD")).to.deep.equal([{ ...key, a: { N: "1" }, keep }]);
    expect(await returned("ALL NEW")).to.deep.equal([{ ...key, a: { N: "2" }, keep }]);
    expect(await returned("MODIFIED OLD")).to.deep.equal([{ a: { N: "1" } }]);
    expect(await returned("MODIFIED NEW")).to.deep.equal([{ a: { N: "2" } }]);
    expect((await update("REMOVE a", "ret", "RETURNING MODIFIED NEW *")).Items).to.deep.equal([]);
  });

  it("makes no item, and changes none for which its conditions do not hold", async () => {
    const failed = "The conditional request failed";
    const code = "ConditionalCheckFailedException";
    await lab.refused("UPDATE T SET a = 1 WHERE pk = 'absent' AND sk = '1'", failed, undefined, code);
    expect(await lab.itemAt("absent")).to.equal(undefined);
    await lab.put("cond", { a: { N: "1" } });
    await lab.refused("UPDATE T SET a = 2 WHERE (pk = 'cond' AND sk = '1') AND a > 1", failed, undefined, code);
    await lab.run("UPDATE T SET a = 2 WHERE (pk = 'cond' AND sk = '1') AND a = 1");
    const error = await failure(
      lab.run("UPDATE T SET a = 3 WHERE pk = 'cond' AND sk = '1' AND attribute_not_exists(a)", undefined, {
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    );
    expect(error.Item).to.deep.equal({ pk: { S: "cond" }, sk: { S: "1" }, a: { N: "2" } });
  });

  it("has to name one item", async () => {
    const noKey = "Where clause does not contain a mandatory equality on all key attributes";
    for (const where of [
      "",
      "WHERE pk = 'a'",
      "WHERE pk = 'a' OR sk = '1'",
      "WHERE pk = 'a' AND sk IN ['1']",
      "WHERE n = 1",
    ]) {
      await lab.refused(`UPDATE T SET a = 1 ${where}`, noKey);
      await lab.refused(`DELETE FROM T ${where}`, noKey);
    }
    await lab.refused(
      "UPDATE T SET a = 1 WHERE pk = 'a' AND sk = '1' AND pk = 'b'",
      "Multiple conditions on same key pk. Only single item Update/Insert/Delete are supported",
    );
    await lab.put("same");
    await lab.run("UPDATE T SET a = 1 WHERE pk = 'same' AND sk = '1' AND pk = 'same'");
    await lab.refused(
      "UPDATE T SET a = 1 WHERE pk = 'a' AND sk = 1",
      "The provided key element does not match the schema",
    );
  });

  it("reports its capacity", async () => {
    await lab.put("cap");
    const { ConsumedCapacity } = await lab.run(
      "UPDATE T SET a = ? WHERE pk = 'cap' AND sk = '1'",
      [{ S: "x".repeat(1500) }],
      {
        ReturnConsumedCapacity: "INDEXES",
      },
    );
    expect(ConsumedCapacity).to.deep.equal({ TableName: lab.name, CapacityUnits: 2, Table: { CapacityUnits: 2 } });
  });
});

describe("PartiQL: DELETE", () => {
  const lab = usePartiQl();

  it("removes an item, and returns it if it is asked to", async () => {
    await lab.put("del", { a: { N: "1" } });
    const { Items } = await lab.run("DELETE FROM T WHERE pk = 'del' AND sk = '1' AND a = 1 RETURNING ALL OLD *");
    expect(Items).to.deep.equal([{ pk: { S: "del" }, sk: { S: "1" }, a: { N: "1" } }]);
    expect(await lab.itemAt("del")).to.equal(undefined);
  });

  it("does nothing where there is no item, whatever its conditions", async () => {
    const { Items } = await lab.run("DELETE FROM T WHERE pk = 'never' AND sk = '1' AND a = 1 RETURNING ALL OLD *");
    expect(Items).to.deep.equal([]);
  });

  it("keeps an item for which its conditions do not hold", async () => {
    await lab.put("kept", { name: { S: "alpha" } });
    await lab.refused(
      "DELETE FROM T WHERE pk = 'kept' AND sk = '1' AND NOT begins_with(name, 'al')",
      "The conditional request failed",
      undefined,
      "ConditionalCheckFailedException",
    );
    expect(await lab.itemAt("kept")).not.to.equal(undefined);
  });
});
