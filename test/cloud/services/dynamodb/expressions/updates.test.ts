import { expect } from "chai";
import { compileUpdate } from "../../../../../lab/cloud/services/dynamodb/expressions/updates.ts";
import type { Item } from "../../../../../lab/cloud/services/dynamodb/values/attribute-value.ts";
import { mentioned, refusal } from "./words.ts";

const ITEM: Item = {
  n: { N: "5" },
  s: { S: "text" },
  ss: { SS: ["a", "b"] },
  ns: { NS: ["1", "2"] },
  bs: { BS: [Buffer.from("a"), Buffer.from("b")] },
  l: { L: [{ N: "0" }, { N: "1" }, { N: "2" }, { M: { x: { N: "3" } } }] },
  m: { M: { a: { N: "1" }, b: { N: "2" } } },
};

const NAMES = { "#n": "n", "#c": "c", "#d": "[3]", "#proto": "__proto__" };

const VALUES: Item = {
  ":1": { N: "1" },
  ":2": { N: "2.50" },
  ":s": { S: "new" },
  ":b": { B: Buffer.from("b") },
  ":true": { BOOL: true },
  ":null": { NULL: true },
  ":bc": { SS: ["b", "c"] },
  ":ab": { SS: ["a", "b"] },
  ":23": { NS: ["2.0", "3"] },
  ":bb": { BS: [Buffer.from("b"), Buffer.from("c")] },
  ":l": { L: [{ S: "x" }] },
  ":m": { M: { deep: { N: "1" } } },
  ":big": { N: "9.9999999999999999999999999999999999999e125" },
};

describe("An update", () => {
  const cases: [text: string, changed: Record<string, Item[string] | undefined>][] = [
    ["SET a = :s", { a: { S: "new" } }],
    ["SET n = n + :1", { n: { N: "6" } }],
    ["set n = :1 - #n", { n: { N: "-4" } }],
    ["SET n = (n + :2)", { n: { N: "7.5" } }],
    ["SET n = (n) + (:1)", { n: { N: "6" } }],
    ["SET n = s, s = n", { n: { S: "text" }, s: { N: "5" } }],
    ["SET a = if_not_exists(n, :s), b = if_not_exists(c, :s)", { a: { N: "5" }, b: { S: "new" } }],
    ["SET a = if_not_exists(a, :1) + :1", { a: { N: "2" } }],
    ["SET a = if_not_exists(a, if_not_exists(b, n))", { a: { N: "5" } }],
    ["SET a = list_append(:l, :l)", { a: { L: [{ S: "x" }, { S: "x" }] } }],
    ["SET a = list_append(if_not_exists(a, :l), :l)", { a: { L: [{ S: "x" }, { S: "x" }] } }],
    ["SET m.a = :s", { m: { M: { a: { S: "new" }, b: { N: "2" } } } }],
    [
      "SET m.#proto = :s",
      { m: { M: Object.fromEntries([...Object.entries(ITEM.m?.M ?? {}), ["__proto__", { S: "new" }]]) } },
    ],
    ["SET #proto = :s", Object.fromEntries([["__proto__", { S: "new" }]])],
    ["SET l[1] = :s", { l: { L: [{ N: "0" }, { S: "new" }, { N: "2" }, { M: { x: { N: "3" } } }] } }],
    [
      "SET l[9] = :1, l[7] = :s",
      { l: { L: [{ N: "0" }, { N: "1" }, { N: "2" }, { M: { x: { N: "3" } } }, { S: "new" }, { N: "1" }] } },
    ],
    [
      "SET l[2147483647] = :s",
      { l: { L: [{ N: "0" }, { N: "1" }, { N: "2" }, { M: { x: { N: "3" } } }, { S: "new" }] } },
    ],
    ["REMOVE l[0], l[2], l[8] SET l[3].x = :s", { l: { L: [{ N: "1" }, { M: { x: { S: "new" } } }] } }],
    ["REMOVE a, s, m.b, m.z", { s: undefined, m: { M: { a: { N: "1" } } } }],
    ["REMOVE l[0]", { l: { L: [{ N: "1" }, { N: "2" }, { M: { x: { N: "3" } } }] } }],
    ["ADD n :1, a :2", { n: { N: "6" }, a: { N: "2.5" } }],
    [
      "ADD ss :bc, ns :23, bs :bb, a :ab",
      {
        ss: { SS: ["a", "b", "c"] },
        ns: { NS: ["1", "2", "3"] },
        bs: { BS: [Buffer.from("a"), Buffer.from("b"), Buffer.from("c")] },
        a: { SS: ["a", "b"] },
      },
    ],
    ["ADD m.a :1", { m: { M: { a: { N: "2" }, b: { N: "2" } } } }],
    [
      "DELETE ss :bc, ns :23, bs :bb, a :ab",
      {
        ss: { SS: ["a"] },
        ns: { NS: ["1"] },
        bs: { BS: [Buffer.from("a")] },
      },
    ],
    ["DELETE ss :ab", { ss: undefined }],
    ["ADD n :1 SET a = n REMOVE s DELETE ss :ab", { n: { N: "6" }, a: { N: "5" }, s: undefined, ss: undefined }],
  ];
  for (const [text, changed] of cases) {
    it(`makes of an item: ${text}`, () => {
      const wanted = Object.entries({ ...ITEM, ...changed }).filter(([, value]) => value !== undefined);
      const before = JSON.stringify(ITEM);
      const placeholders = mentioned(text, NAMES, VALUES);
      const update = compileUpdate(text, placeholders);
      placeholders.checkUsed();
      const { item } = update.apply(ITEM);
      expect(Object.fromEntries(Object.entries(item).sort())).to.deep.equal(Object.fromEntries(wanted.sort()));
      expect(JSON.stringify(ITEM)).to.equal(before);
    });
  }

  const updated: [text: string, old: Item, next: Item][] = [
    ["SET n = :1, a = :s", { n: { N: "5" } }, { n: { N: "1" }, a: { S: "new" } }],
    ["SET m.a = :s, m.z = :1", { m: { M: { a: { N: "1" } } } }, { m: { M: { a: { S: "new" }, z: { N: "1" } } } }],
    ["REMOVE s, l[1]", { s: { S: "text" }, l: { L: [{ N: "1" }] } }, { l: { L: [{ N: "2" }] } }],
    ["DELETE a :ab", {}, {}],
  ];
  for (const [text, old, next] of updated) {
    it(`says what was, and is, at its paths: ${text}`, () => {
      const update = compileUpdate(text, mentioned(text, NAMES, VALUES));
      expect(update.updated(ITEM)).to.deep.equal(old);
      expect(update.updated(update.apply(ITEM).item)).to.deep.equal(next);
    });
  }

  it("names the paths that it writes to, and those that it reads", () => {
    const text = "SET m.a = n + :1, a = if_not_exists(l[0], s) REMOVE s";
    const { paths, reads, apply } = compileUpdate(text, mentioned(text, NAMES, VALUES));
    expect(paths).to.deep.equal([["m", "a"], ["a"], ["s"]]);
    expect(reads).to.have.deep.members([["n"], ["l", 0], ["s"]]);
    expect(apply(ITEM).paths).to.deep.equal(paths);
  });

  const invalidPath = "The document path provided in the update expression is invalid for update";
  const missing = "The provided expression refers to an attribute that does not exist in the item";
  const wrongType = "An operand in the update expression has an incorrect data type";
  const unsuited: [text: string, message: string][] = [
    ["SET y.a = :1", invalidPath],
    ["SET y[1] = :1", invalidPath],
    ["SET m[1] = :1", invalidPath],
    ["SET l.a = :1", invalidPath],
    ["SET s.a = :1", invalidPath],
    ["REMOVE y.a", invalidPath],
    ["REMOVE m[0]", invalidPath],
    ["DELETE s.a :ab", invalidPath],
    ["ADD y.a :1", invalidPath],
    ["SET a = b", missing],
    ["SET a = b + :1", missing],
    ["SET a = list_append(b, :l)", missing],
    ["SET a = s + :1", wrongType],
    ["SET a = :1 - m", wrongType],
    ["SET a = list_append(s, :l)", wrongType],
    ["SET a = list_append(ss, if_not_exists(f, :l))", wrongType],
    ["ADD s :1", wrongType],
    ["ADD ns :ab", wrongType],
    ["ADD ns :1", wrongType],
    ["DELETE ns :ab", wrongType],
    ["DELETE n :23", wrongType],
    [
      "SET a = if_not_exists(a, :big) + :big",
      "Number overflow. Attempting to store a number with magnitude larger than supported range",
    ],
  ];
  for (const [text, message] of unsuited) {
    it(`does not suit an item: ${text}`, () => {
      const update = compileUpdate(text, mentioned(text, NAMES, VALUES));
      expect(refusal(() => update.apply(ITEM))).to.equal(message);
    });
  }
});

describe("An update that is wrong", () => {
  const syntax: [text: string, token: string, near: string][] = [
    ["INVALID SYNTAX HERE", "INVALID", "INVALID SYNTAX"],
    ["ADD hits : incr", ":", "hits : incr"],
    ["set a", "<EOF>", "a"],
    ["set a=set", "set", "=set"],
    ["SET a = :s, updated_at = :s, SET b", "SET", ", SET b"],
    ["set a = :s,", "<EOF>", ","],
    ["remove a = b", "=", "a = b"],
    ["delete a b", "b", "a b"],
    ["ADD a 1", "1", "a 1"],
    ["ADD a", "<EOF>", "a"],
    ["set :a = b", ":a", "set :a ="],
    ["set a = b / c", "/", "b / c"],
    ['set a[1] = "eight"', '"', '= "eight'],
    ["SET a = if_not_exists(a, 100)", "100", ", 100)"],
    ["SET if_not_exist(a, b) = a", "(", "if_not_exist(a"],
    ["set (a = (b + c))", "(", "set (a"],
    ["set a = (b.c).d + e", ".", ").d"],
    ["set a = b + c + d", "+", "c + d"],
    ["set a = (b + c) + d", "+", ") + d"],
    ["SET a = :s +", "<EOF>", "+"],
    ["SET a = :s WHERE b", "WHERE", ":s WHERE b"],
    ["SET _a = :s", "_", "SET _a"],
  ];
  for (const [text, token, near] of syntax) {
    it(`is refused where it stops making sense: ${text}`, () => {
      expect(refused(text)).to.equal(`Syntax error; token: "${token}", near: "${near}"`);
    });
  }

  const overlap = "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: ";
  const conflict = "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: ";
  const operands = "Incorrect number of operands for operator or function; operator or function: ";
  const type = "Incorrect operand type for operator or function; operator or function: ";
  const path = "Operator or function requires a document path; operator or function: ";
  const addType = "Incorrect operand type for operator or function; operator: ADD, operand type: ";
  const cases: [text: string, message: string][] = [
    ["", "The expression can not be empty;"],
    ["set #c = :c set abOrt = :s ", "Attribute name is a reserved keyword; reserved keyword: abOrt"],
    ["SET name = :s", "Attribute name is a reserved keyword; reserved keyword: name"],
    ["set #c = if_not_exist(:c) set c = d", "Invalid function name; function: if_not_exist"],
    ["SET a = size(s)", "The function is not allowed in an update expression; function: size"],
    ["SET a = contains(s, :s)", "The function is not allowed in an update expression; function: contains"],
    [
      "SET a = list_append(list_append(l, :l), :l)",
      "The function is not allowed to be used this way in an expression; function: list_append",
    ],
    ["SET a = ((b))", "The expression has redundant parentheses;"],
    ["set a = #c set c = :d", 'The "SET" section can only be used once in an update expression;'],
    ["remove #d set a = b remove e", 'The "REMOVE" section can only be used once in an update expression;'],
    ["add #d :e set a = b add e :f", 'The "ADD" section can only be used once in an update expression;'],
    ["delete #d :e set a = b delete #e :f", 'The "DELETE" section can only be used once in an update expression;'],
    [
      "SET #x = if_not_exists(:c)",
      "An expression attribute name used in the document path is not defined; attribute name: #x",
    ],
    [
      "SET a = if_not_exists(:c)",
      "An expression attribute value used in expression is not defined; attribute value: :c",
    ],
    ["set d[1] = a, d.b = a, c[1].a = a, #c = if_not_exists(a)", `${overlap}[c, [1], a], path two: [c]`],
    ["set c.b.#c = a, c = a, #d = a", `${overlap}[c, b, c], path two: [c]`],
    ["set a = b remove a, #c, #d", `${overlap}[a], path two: [a]`],
    ["set #c[3].#d = a, #c[3] = a", `${overlap}[c, [3], [3]], path two: [c, [3]]`],
    ["remove c, #c.a, #d", `${overlap}[c], path two: [c, a]`],
    ["set #c[3].#d = a, #c.#d[3] = if_not_exists(a)", `${conflict}[c, [3], [3]], path two: [c, [3], [3]]`],
    ["remove a.#c set a[1] = #d", `${conflict}[a, c], path two: [a, [1]]`],
    ["remove a.b, a[0], c[0], c.d", `${conflict}[a, b], path two: [a, [0]]`],
    ["set a = if_not_exists(c)", `${operands}if_not_exists, number of operands: 1`],
    ["set a = list_append(c)", `${operands}list_append, number of operands: 1`],
    ["set a = if_not_exists(:1, c)", `${path}if_not_exists`],
    ["set a = if_not_exists(if_not_exists(a, b), c)", `${path}if_not_exists`],
    ["set a = list_append(:s, a)", `${type}list_append, operand type: S`],
    ["set a = list_append(a, :m)", `${type}list_append, operand type: M`],
    ["set a = a + :true", `${type}+, operand type: BOOL`],
    ["set a = :b - a", `${type}-, operand type: B`],
    ["set a = a - :l", `${type}-, operand type: L`],
    [
      "set b = list_append(:s, a), c = if_not_exists(a) add a.b :s",
      `${addType}STRING, typeSet: ALLOWED_FOR_ADD_OPERAND`,
    ],
    ["add a :m", `${addType}MAP, typeSet: ALLOWED_FOR_ADD_OPERAND`],
    ["add a :l", `${addType}LIST, typeSet: ALLOWED_FOR_ADD_OPERAND`],
    [
      "delete a :1",
      "Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND",
    ],
  ];
  for (const [text, message] of cases) {
    it(`is refused: ${text}`, () => {
      expect(refused(text)).to.equal(message);
    });
  }

  it("may have as many paths as fit into it", () => {
    const text = `REMOVE ${Array.from({ length: 800 }, (_, i) => `p${i}`).join(",")}`;
    expect(compileUpdate(text, mentioned(text, {}, {})).paths).to.have.length(800);
  });

  function refused(text: string): string {
    const placeholders = mentioned(text, NAMES, VALUES);
    return refusal(() => compileUpdate(text, placeholders)).replace("Invalid UpdateExpression: ", "");
  }
});
