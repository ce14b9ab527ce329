import { expect } from "chai";
import {
  checkKeyValues,
  compileKeyCondition,
  type KeyCondition,
} from "../../../../../lab/cloud/services/dynamodb/expressions/key-conditions.ts";
import {
  checkFilterLacksKeys,
  checkKeysAreWhole,
} from "../../../../../lab/cloud/services/dynamodb/expressions/paths.ts";
import type { Item } from "../../../../../lab/cloud/services/dynamodb/values/attribute-value.ts";
import { mentioned, refusal } from "./words.ts";

const KEY = { partition: ["pk"], sort: ["sk"] };
const PARTITION_ONLY = { partition: ["pk"], sort: [] };
const WIDE = { partition: ["p", "q"], sort: ["a", "b", "c", "d"] };

const NAMES = { "#pk": "pk" };
const VALUES: Item = { ":p": { S: "p" }, ":s": { S: "s" }, ":z": { S: "z" }, ":1": { N: "1.0" } };

describe("A key condition", () => {
  const cases: [text: string, condition: KeyCondition][] = [
    ["pk = :p", { partition: { pk: VALUES[":p"] as Item[string] }, sort: [] }],
    ["(#pk = :p)", { partition: { pk: { S: "p" } }, sort: [] }],
    ["pk = :p AND sk = :1", one("=", { N: "1" })],
    ["sk > :s and :p = pk", one(">", { S: "s" })],
    ["pk = :p AND (:s >= sk)", one("<=", { S: "s" })],
    ["pk = :p AND sk BETWEEN :s AND :z", one("BETWEEN", { S: "s" }, { S: "z" })],
    ["(pk = :p) AND (begins_with(sk, :s))", one("begins_with", { S: "s" })],
  ];
  for (const [text, condition] of cases) {
    it(`asks of a key: ${text}`, () => {
      expect(compileKeyCondition(text, mentioned(text, NAMES, VALUES), KEY)).to.deep.equal(condition);
    });
  }

  it("asks of several attributes in the key's order", () => {
    const text = "b < :z AND q = :s AND a = :1 AND p = :p";
    expect(compileKeyCondition(text, mentioned(text, NAMES, VALUES), WIDE)).to.deep.equal({
      partition: { p: { S: "p" }, q: { S: "s" } },
      sort: [
        { attribute: "a", operator: "=", values: [{ N: "1" }] },
        { attribute: "b", operator: "<", values: [{ S: "z" }] },
      ],
    });
  });

  const gap = (missing: string, last: string) =>
    `RANGE key attributes ${missing} must have equality conditions specified in the query because a condition is present on key attribute ${last}`;
  const refused: [text: string, message: string, key?: typeof KEY][] = [
    ["", "Invalid KeyConditionExpression: The expression can not be empty;"],
    ["pk = ", 'Invalid KeyConditionExpression: Syntax error; token: "<EOF>", near: "="'],
    [
      "pk = :x",
      "Invalid KeyConditionExpression: An expression attribute value used in expression is not defined; attribute value: :x",
    ],
    ["hash = :p", "Invalid KeyConditionExpression: Attribute name is a reserved keyword; reserved keyword: hash"],
    [
      "pk = :p AND begins_with(sk, :1)",
      "Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N",
    ],
    [
      "pk = :p AND sk BETWEEN :z AND :s",
      "Invalid KeyConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {S:z}, upper bound operand: AttributeValue: {S:s}",
    ],
    ["pk = :p OR sk = :s", "Invalid operator used in KeyConditionExpression: OR"],
    ["NOT pk = :p", "Invalid operator used in KeyConditionExpression: NOT"],
    ["pk IN (:p)", "Invalid operator used in KeyConditionExpression: IN"],
    ["pk <> :p", "Invalid operator used in KeyConditionExpression: <>"],
    ["attribute_exists(pk)", "Invalid operator used in KeyConditionExpression: attribute_exists"],
    ["contains(pk, :p)", "Invalid operator used in KeyConditionExpression: contains"],
    ["pk = :p AND size(sk) > :1", "KeyConditionExpressions cannot contain nested operations"],
    ["pk > sk", "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition"],
    ["pk = :p AND sk.a = :s", "KeyConditionExpressions cannot have conditions on nested attributes"],
    [":p = :s", "Invalid condition in KeyConditionExpression: No key attribute specified"],
    [
      ":p BETWEEN pk AND sk",
      "Invalid condition in KeyConditionExpression: BETWEEN operator must have the key attribute as its first operand",
    ],
    [
      "begins_with(:p, pk)",
      "Invalid condition in KeyConditionExpression: begins_with operator must have the key attribute as its first operand",
    ],
    [
      "pk = :p AND sk > :s AND sk < :z",
      "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key",
    ],
    ["pk = :p AND sk > :s AND a < :z", "Conditions can be of length 1 or 2 only"],
    ["sk = :s", "Query condition missed key schema element: pk"],
    ["a = :s", "Query condition missed key schema element: pk"],
    ["pk = :p AND a = :s", "Query condition missed key schema element: sk"],
    ["pk > :p", "Query key condition not supported"],
    ["begins_with(pk, :p) AND sk = :s", "Query key condition not supported"],
    ["pk = :p AND a = :s", "Query key condition not supported", PARTITION_ONLY],
    ["p = :p", "Query condition missed key schema element: q", WIDE],
    ["p = :p AND q = :p AND b = :s", gap("a", "b"), WIDE],
    ["p = :p AND q = :p AND a = :s AND b > :s AND c = :s", gap("b", "c"), WIDE],
    ["p = :p AND q = :p AND b > :s AND d = :s", gap("a, b, c", "d"), WIDE],
  ];
  for (const [text, message, key = KEY] of refused) {
    it(`is refused: ${text}`, () => {
      expect(refusal(() => compileKeyCondition(text, mentioned(text, NAMES, VALUES), key))).to.equal(message);
    });
  }

  it("has values of the key's types, which are not empty", () => {
    const check = (value: Item[string]) =>
      refusal(() => checkKeyValues([{ attribute: "pk", operator: "=", values: [value] }], { pk: "S" }));
    expect(check({ S: "a" })).to.equal("no refusal");
    expect(check({ N: "1" })).to.equal(
      "One or more parameter values were invalid: Condition parameter type does not match schema type",
    );
    expect(check({ S: "" })).to.equal(
      "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk",
    );
  });

  it("is where keys belong, and not a filter", () => {
    expect(refusal(() => checkFilterLacksKeys([["a"], ["sk"]], KEY))).to.equal(
      "Filter Expression can only contain non-primary key attributes: Primary key attribute: sk",
    );
    expect(refusal(() => checkFilterLacksKeys([["a", "sk"]], KEY))).to.equal("no refusal");
    expect(refusal(() => checkKeysAreWhole([["sk"], ["pk", 0]], KEY))).to.equal(
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: pk",
    );
    expect(refusal(() => checkKeysAreWhole([["sk", "a"]], KEY, "IndexKey"))).to.match(/are not allowed: IndexKey: sk$/);
  });
});

function one(operator: KeyCondition["sort"][number]["operator"], ...values: Item[string][]): KeyCondition {
  return { partition: { pk: { S: "p" } }, sort: [{ attribute: "sk", operator, values }] };
}
