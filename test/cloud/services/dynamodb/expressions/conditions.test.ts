import { expect } from "chai";
import { compileCondition } from "../../../../../lab/cloud/services/dynamodb/expressions/conditions.ts";
import type { Item } from "../../../../../lab/cloud/services/dynamodb/values/attribute-value.ts";
import { mentioned, refusal } from "./words.ts";

const bytes = (text: string) => Buffer.from(text);

const ITEM: Item = {
  s: { S: "hello" },
  n: { N: "42" },
  b: { B: bytes("hello") },
  t: { BOOL: true },
  z: { NULL: true },
  ss: { SS: ["x", "y"] },
  ns: { NS: ["1", "2"] },
  bs: { BS: [bytes("x"), bytes("y")] },
  l: { L: [{ S: "first" }, { N: "2" }, { M: { deep: { S: "down" } } }] },
  m: { M: { a: { N: "1" }, grid: { L: [{ L: [{ S: "inner" }] }] } } },
  "a.b": { S: "dotted" },
};

const NAMES = { "#s": "s", "#dotted": "a.b", "#reserved": "size", "#proto": "__proto__", "#a": "a" };

const VALUES: Item = {
  ":s": { S: "hello" },
  ":he": { S: "he" },
  ":x": { S: "x" },
  ":zz": { S: "zz" },
  ":1": { N: "1.0" },
  ":2": { N: "2" },
  ":42": { N: "4.2e1" },
  ":99": { N: "99" },
  ":b": { B: bytes("hello") },
  ":bx": { B: bytes("x") },
  ":lo": { B: bytes("lo") },
  ":true": { BOOL: true },
  ":false": { BOOL: false },
  ":null": { NULL: true },
  ":yx": { SS: ["y", "x"] },
  ":21": { NS: ["2", "1"] },
  ":map": { M: { grid: { L: [{ L: [{ S: "inner" }] }] }, a: { N: "1" } } },
  ":list": { L: [{ S: "first" }] },
  ":S": { S: "S" },
  ":NS": { S: "NS" },
  ":STRING": { S: "STRING" },
};

describe("A condition", () => {
  const cases: [holds: boolean, text: string][] = [
    [true, "s = :s"],
    [true, "#s = :s"],
    [true, ":s = s"],
    [false, "s = :x"],
    [false, "s = :42"],
    [true, "n = :42"],
    [true, "b = :b"],
    [false, "b = :s"],
    [true, "t = :true"],
    [false, "t = :false"],
    [true, "z = :null"],
    [true, "ss = :yx"],
    [true, "ns = :21"],
    [true, "m = :map"],
    [true, "#dotted <> :s"],
    [false, "a = :s"],
    [true, "a <> :s"],
    [true, "NOT a = :s"],
    [false, "a < :s"],
    [true, "not a < :s"],
    [false, "n < :s"],
    [true, "n < :99"],
    [true, "n <= :42"],
    [true, "n >= :42"],
    [false, "n > :42"],
    [true, "s > :he"],
    [true, "n BETWEEN :42 AND :99"],
    [true, "n between :1 and :99 and s = :s"],
    [false, "n BETWEEN :1 AND :2"],
    [true, ":42 BETWEEN m.a AND n"],
    [true, "s IN (:x, :s)"],
    [false, "s in (:x, :42)"],
    [true, "l[0] IN (:x, l[1], #s) OR l[1] = :2"],
    [true, "l[1] = :2"],
    [true, "l[2].deep <> :s"],
    [true, "attribute_exists(l[2].deep)"],
    [false, "attribute_exists(l[3])"],
    [true, "attribute_exists(m.grid[0][0])"],
    [false, "attribute_exists(m[0])"],
    [false, "attribute_exists(s.a)"],
    [false, "attribute_exists(#proto)"],
    [false, "attribute_exists(m.#proto)"],
    [true, "attribute_not_exists(#proto.#proto)"],
    [true, "attribute_not_exists(a)"],
    [false, "attribute_not_exists(s)"],
    [true, "attribute_type(s, :S)"],
    [true, "attribute_type(ns, :NS)"],
    [false, "attribute_type(n, :NS)"],
    [false, "attribute_type(a, :S)"],
    [true, "begins_with(s, :he)"],
    [false, "begins_with(s, :b)"],
    [false, "begins_with(b, :lo)"],
    [false, "begins_with(n, :he)"],
    [true, "begins_with(:s, :he)"],
    [true, "contains(s, :he)"],
    [false, "contains(s, :zz)"],
    [true, "contains(ss, :x)"],
    [false, "contains(ss, :zz)"],
    [true, "contains(ns, :1)"],
    [true, "contains(bs, :bx)"],
    [true, "contains(b, :lo)"],
    [true, "contains(l, :2)"],
    [false, "contains(n, :2)"],
    [false, "contains(a, :2)"],
    [true, "size(s) > :2"],
    [true, "size(l) = size(l)"],
    [true, "size(ss) = :2 AND size(m) = :2 AND size(b) > :2"],
    [false, "size(n) > :1"],
    [true, "NOT size(a) > :1"],
    [true, "(size(l)) > (:1)"],
    [true, "((s) = :s)"],
    [true, "(s = :s) AND (n = :42 OR n = :1)"],
    [false, "s = :x AND n = :42 OR n = :1"],
    [true, "n = :42 OR s = :x AND n = :1"],
    [false, "(n = :42 OR s = :x) AND n = :1"],
    [true, "NOT NOT s = :s"],
    [false, "NOT s = :s OR n = :1"],
    [true, "NOT (s = :s AND n = :1)"],
    [true, "attribute_exists(s)\tAND\r\n(attribute_exists(n))"],
  ];
  for (const [holds, text] of cases) {
    it(`${holds ? "holds" : "does not hold"}: ${text}`, () => {
      const placeholders = mentioned(text, NAMES, VALUES);
      const condition = compileCondition(text, "ConditionExpression", placeholders);
      placeholders.checkUsed();
      expect(condition.matches(ITEM)).to.equal(holds);
    });
  }

  it("sees no attributes where there is no item", () => {
    const matches = (text: string) =>
      compileCondition(text, "ConditionExpression", mentioned(text, NAMES, VALUES)).matches(undefined);
    expect(matches("attribute_not_exists(s)")).to.equal(true);
    expect(matches("s = :s")).to.equal(false);
  });

  it("says which paths it reads, by their names", () => {
    const text = "#s = :s AND size(m.grid[0]) > n";
    const { paths } = compileCondition(text, "FilterExpression", mentioned(text, NAMES, VALUES));
    expect(paths).to.deep.equal([["s"], ["m", "grid", 0], ["n"]]);
  });

  it("binds the values of each request", () => {
    for (const wanted of ["hello", "else"]) {
      const condition = compileCondition(
        "s = :s",
        "FilterExpression",
        mentioned("s = :s", {}, { ":s": { S: wanted } }),
      );
      expect(condition.matches(ITEM)).to.equal(wanted === "hello");
    }
  });
});

describe("A condition that is wrong", () => {
  const syntax: [text: string, token: string, near: string][] = [
    ["things are not gonna be ok", "are", "things are not"],
    ["foo", "<EOF>", "foo"],
    ["a = b NOT", "NOT", "b NOT"],
    ["attribute_exists(id) AND NOT #s", "<EOF>", "#s"],
    ["a > 4", "4", "> 4"],
    ["a = ", "<EOF>", "="],
    ["attribute_type()", ")", "()"],
    ["attribute_exists(Pictures-RearView)", "-", "Pictures-RearView"],
    ['attribute_exists("Pictures")', '"', '("Pictures'],
    ["attribute_exists(Pictures..RearView)", ".", "..RearView"],
    ["attribute_exists(asdf[a])", "a", "[a]"],
    ["attribute_not_exists(_c)", "_", "(_c"],
    ["attribute_exists(a.b.1)", "1", ".1)"],
    ["a in b, c", "b", "in b,"],
    ["a in (b,c,)", ")", ",)"],
    ["a > between", "between", "> between"],
    ["delete = :s", "delete", "delete ="],
    ["(a)between(b.(c.d))and(c)", "(", ".(c"],
    ["(a)between(b.c.d)and((c)", "<EOF>", ")"],
    ["#$.b > a", "#", "#$"],
    ["a > :things.stuff", ".", ":things.stuff"],
    ["ü > a", "ü", "ü >"],
    ["a = 😀", "😀", "= 😀"],
    ["size(a).b > a", ".", ").b"],
    ["(size(a))[0] > a", "[", ")[0"],
    ["a[00] = b", "0", "00]"],
    ["(a = b", "<EOF>", "b"],
    ["a = b)", ")", "b)"],
    ["(a AND b) = c", "AND", "a AND b"],
    ["(a)", "<EOF>", ")"],
    [" ", "<EOF>", ""],
  ];
  for (const [text, token, near] of syntax) {
    it(`is refused where it stops making sense: ${text}`, () => {
      expect(refused(text)).to.equal(`Syntax error; token: "${token}", near: "${near}"`);
    });
  }

  const misused = "The function is not allowed to be used this way in an expression; function: ";
  const operands = "Incorrect number of operands for operator or function; operator or function: ";
  const type = "Incorrect operand type for operator or function; operator or function: ";
  const distinct =
    "The first operand must be distinct from the remaining operands for this operator or function; operator: ";
  const redundant = "The expression has redundant parentheses;";
  const cases: [text: string, message: string][] = [
    ["", "The expression can not be empty;"],
    ["((a = :s))", redundant],
    ["a=a and a > ((views))", redundant],
    ["(a)between(((b.c)).d)and(c)", redundant],
    ["a > whatever((:things), ((a)))", redundant],
    ["a=a AND ((a=a AND (a=a AND a=a)))", redundant],
    ["a=a and whatever((:things)) > a", "Invalid function name; function: whatever"],
    ["attRIbute_exIsts((views), #a)", "Invalid function name; function: attRIbute_exIsts"],
    ["if_not_exists(a, :s) = :s", "The function is not allowed in a condition expression; function: if_not_exists"],
    ["a=a and attribute_exists((views), (#a)) > b", `${misused}attribute_exists`],
    ["size(contains(a, b)) > a", `${misused}contains`],
    ["size(things)", `${misused}size`],
    ["NOT size(things)", `${misused}size`],
    ["a in (b, attribute_exists(things))", `${misused}attribute_exists`],
    ["attribute_exists(views, #s)", "Attribute name is a reserved keyword; reserved keyword: views"],
    [":a < abOrT", "Attribute name is a reserved keyword; reserved keyword: abOrT"],
    ["a.item.b = :s", "Attribute name is a reserved keyword; reserved keyword: item"],
    ["a[2147483648] = :s", "List index is not within the allowable range; index: [2147483648]"],
    [
      "begins_with(Pictures.#RearView)",
      "An expression attribute name used in the document path is not defined; attribute name: #RearView",
    ],
    [
      "begins_with(:hello, #x, #y)",
      "An expression attribute value used in expression is not defined; attribute value: :hello",
    ],
    ["attribute_exists(things, a) and a=a", `${operands}attribute_exists, number of operands: 2`],
    ["begins_with(things, size(a), b)", `${operands}begins_with, number of operands: 3`],
    ["size(things, a) > b", `${operands}size, number of operands: 2`],
    ["attribute_exists(:s)", "Operator or function requires a document path; operator or function: attribute_exists"],
    [
      "attribute_not_exists(size(:s))",
      "Operator or function requires a document path; operator or function: attribute_not_exists",
    ],
    ["attribute_not_exists(size(:1))", `${type}size, operand type: N`],
    ["size(size(a)) > :1", `${type}size, operand type: N`],
    ["size(:true) > a", `${type}size, operand type: BOOL`],
    ["attribute_type(a, size(a)) and a=a", `${type}attribute_type, operand type: N`],
    ["attribute_type(a, :list)", `${type}attribute_type, operand type: L`],
    [
      "attribute_type(a, s)",
      `${type}attribute_type, operand type: {S,SS,N,NS,B,BS,BOOL,NULL,L,M,HD,DOUBLE,FLOAT,HDS,FS,DOUBLESET,DICT,DECIMAL,INT,DECIMALSET,INTSET}`,
    ],
    [
      "attribute_type(a, :STRING)",
      "Invalid attribute type name found; type: STRING, valid types: {S,SS,N,NS,B,BS,BOOL,NULL,L,M}",
    ],
    ["begins_with(a, :1)", `${type}begins_with, operand type: N`],
    ["begins_with(:yx, a)", `${type}begins_with, operand type: SS`],
    ["a < :true", `${type}<, operand type: BOOL`],
    ["a BETWEEN :null AND :null", `${type}BETWEEN, operand type: NULL`],
    ["a = #a AND :views > a", `${distinct}=, first operand: [a]`],
    ["((a=a) OR (a=a))", `${distinct}=, first operand: [a]`],
    ["contains(ab.bc[1].a, ab.bc[1].#a)", `${distinct}contains, first operand: [ab, bc, [1], a]`],
    ["a IN (:s, a)", `${distinct}IN, first operand: [a]`],
    [
      "a between :1 and :s",
      "The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:hello}",
    ],
    [
      "a between :99 and :42",
      "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:99}, upper bound operand: AttributeValue: {N:42}",
    ],
    [
      `a IN (${Array(101).fill(":s").join(",")})`,
      "The IN operator is provided with too many operands; number of operands: 101",
    ],
    [
      Array(33).fill("a").join(".").concat(" = :s"),
      "The document path has too many nesting levels; nesting levels: 33",
    ],
    [`${"a".repeat(4092)} = :s`, "Expression size has exceeded the maximum allowed size; expression size: 4097"],
  ];
  for (const [text, message] of cases) {
    it(`is refused: ${text.length > 80 ? `${text.slice(0, 77)}…` : text}`, () => {
      expect(refused(text)).to.equal(message);
    });
  }

  it("may have 300 operators, and no more; functions are none", () => {
    const count = (text: string) => refused(text);
    expect(count(`a<b ${"or (a<b ".repeat(149)}${")".repeat(149)}`)).to.equal("no refusal");
    expect(count(`a<b ${"or (a<b ".repeat(150)}${")".repeat(150)}`)).to.equal(
      "The expression contains too many operators; operator count: 301",
    );
    expect(count(`${"not ".repeat(1000)}a<b`)).to.equal(
      "The expression contains too many operators; operator count: 301",
    );
  });

  it("may be as deep as it is long", () => {
    expect(refused(`${"(".repeat(2046)}a<b${")".repeat(2046)}`)).to.equal(redundant);
    expect(refused("(".repeat(4096))).to.equal(redundant);
    expect(refused(`a < ${"f(".repeat(1355)}b${")".repeat(1355)}`)).to.equal("Invalid function name; function: f");
    expect(refused(`a < ${"size(".repeat(680)}b${")".repeat(680)}`)).to.equal(`${type}size, operand type: N`);
    expect(refused("a(".repeat(2048))).to.equal('Syntax error; token: "<EOF>", near: "("');
  });

  it("is named by its parameter", () => {
    const problem = refusal(() => compileCondition("", "FilterExpression", mentioned("", {}, {})));
    expect(problem).to.equal("Invalid FilterExpression: The expression can not be empty;");
  });

  function refused(text: string): string {
    const placeholders = mentioned(text, NAMES, VALUES);
    return refusal(() => compileCondition(text, "ConditionExpression", placeholders)).replace(
      "Invalid ConditionExpression: ",
      "",
    );
  }
});
