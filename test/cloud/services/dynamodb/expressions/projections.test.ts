import { expect } from "chai";
import { compileProjection } from "../../../../../lab/cloud/services/dynamodb/expressions/projections.ts";
import type { Item } from "../../../../../lab/cloud/services/dynamodb/values/attribute-value.ts";
import { mentioned, refusal } from "./words.ts";

const ITEM: Item = {
  a: { S: "one" },
  "b.c": { S: "dotted" },
  l: { L: [{ N: "0" }, { N: "1" }, { L: [{ S: "x" }, { S: "y" }] }] },
  m: { M: { p: { N: "1" }, q: { M: { r: { S: "deep" }, t: { S: "other" } } } } },
};

const NAMES = { "#dotted": "b.c", "#a": "a", "#proto": "__proto__" };

describe("A projection", () => {
  const cases: [text: string, item: Item][] = [
    ["a", { a: { S: "one" } }],
    ["a, z", { a: { S: "one" } }],
    ["#dotted", { "b.c": { S: "dotted" } }],
    ["m.q.r , m.p", { m: { M: { q: { M: { r: { S: "deep" } } }, p: { N: "1" } } } }],
    ["l[2][1], l[0], l[7]", { l: { L: [{ N: "0" }, { L: [{ S: "y" }] }] } }],
    ["m", { m: ITEM.m as Item[string] }],
  ];
  for (const [text, item] of cases) {
    it(`gives of an item: ${text}`, () => {
      const projection = compileProjection(text, mentioned(text, NAMES, {}));
      expect(projection.apply(ITEM)).to.deep.equal(item);
    });
  }

  it("gives nothing of what an item inherits, or has otherwise", () => {
    for (const text of ["#proto.a", "m.z", "a.b", "l.a", "m[0]", "a[0]"])
      expect(compileProjection(text, mentioned(text, NAMES, {})).apply(ITEM), text).to.deep.equal({});
  });

  const refused: [text: string, message: string][] = [
    ["", "The expression can not be empty;"],
    ["a,", 'Syntax error; token: "<EOF>", near: ","'],
    ["a b", 'Syntax error; token: "b", near: "a b"'],
    ["(a)", 'Syntax error; token: "(", near: "(a"'],
    [":a", 'Syntax error; token: ":a", near: ":a"'],
    ["l[a]", 'Syntax error; token: "a", near: "[a]"'],
    ["a, users", "Attribute name is a reserved keyword; reserved keyword: users"],
    ["#b", "An expression attribute name used in the document path is not defined; attribute name: #b"],
    [
      "b, a, #a",
      "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]",
    ],
    [
      "m.a, m[1]",
      "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [m, a], path two: [m, [1]]",
    ],
  ];
  for (const [text, message] of refused) {
    it(`is refused: ${text}`, () => {
      const placeholders = mentioned(text, NAMES, {});
      expect(refusal(() => compileProjection(text, placeholders))).to.equal(`Invalid ProjectionExpression: ${message}`);
    });
  }
});
