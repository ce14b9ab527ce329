import type {
  AttributeValueUpdate,
  ComparisonOperator,
  Condition,
  ExpectedAttributeValue,
} from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { attributesToGet } from "../../../../../lab/cloud/services/dynamodb/expressions/legacy/attributes-to-get.ts";
import {
  expectedCondition,
  olderFilter,
} from "../../../../../lab/cloud/services/dynamodb/expressions/legacy/conditions.ts";
import {
  olderKeyCondition,
  olderKeyParts,
} from "../../../../../lab/cloud/services/dynamodb/expressions/legacy/key-conditions.ts";
import { checkOneStyle } from "../../../../../lab/cloud/services/dynamodb/expressions/legacy/one-style.ts";
import { attributeUpdates } from "../../../../../lab/cloud/services/dynamodb/expressions/legacy/updates.ts";
import type { AttributeValue, Item } from "../../../../../lab/cloud/services/dynamodb/values/attribute-value.ts";
import { refusal } from "./words.ts";

const ITEM: Item = {
  s: { S: "hello" },
  n: { N: "5" },
  ss: { SS: ["a", "b"] },
  l: { L: [{ N: "1" }] },
  t: { BOOL: true },
};

const INVALID = "One or more parameter values were invalid: ";

describe("Conditions before expressions", () => {
  const cases: [holds: boolean, name: string, operator: ComparisonOperator, ...values: AttributeValue[]][] = [
    [true, "s", "EQ", { S: "hello" }],
    [true, "n", "EQ", { N: "5.0" }],
    [true, "ss", "EQ", { SS: ["b", "a"] }],
    [true, "t", "EQ", { BOOL: true }],
    [false, "z", "EQ", { S: "hello" }],
    [true, "z", "NE", { S: "hello" }],
    [false, "s", "NE", { S: "hello" }],
    [true, "n", "LT", { N: "10" }],
    [false, "n", "LT", { S: "10" }],
    [true, "n", "LE", { N: "5" }],
    [true, "n", "GE", { N: "5" }],
    [false, "n", "GT", { N: "5" }],
    [true, "z", "NULL"],
    [true, "s", "NOT_NULL"],
    [true, "s", "CONTAINS", { S: "ell" }],
    [true, "ss", "CONTAINS", { S: "a" }],
    [true, "l", "CONTAINS", { N: "1" }],
    [false, "s", "NOT_CONTAINS", { S: "ell" }],
    [true, "ss", "NOT_CONTAINS", { S: "c" }],
    [true, "s", "BEGINS_WITH", { S: "he" }],
    [true, "n", "IN", { N: "1" }, { N: "5" }],
    [false, "n", "IN", { N: "1" }],
    [true, "n", "BETWEEN", { N: "1" }, { N: "5" }],
    [false, "z", "BETWEEN", { N: "1" }, { N: "5" }],
  ];
  for (const [holds, name, ComparisonOperator, ...AttributeValueList] of cases) {
    const text = `${name} ${ComparisonOperator} ${JSON.stringify(AttributeValueList)}`;
    it(`${holds ? "hold" : "do not hold"}: ${text}`, () => {
      const condition = { ComparisonOperator, AttributeValueList };
      expect(olderFilter({ [name]: condition })?.matches(ITEM)).to.equal(holds);
      expect(expectedCondition({ [name]: condition })?.matches(ITEM)).to.equal(holds);
    });
  }

  it("hold together, or one of them", () => {
    const expected = { s: { Value: { S: "hello" } }, z: { Exists: true, Value: { S: "a" } }, y: { Exists: false } };
    expect(expectedCondition(expected)?.matches(ITEM)).to.equal(false);
    expect(expectedCondition(expected, "OR")?.matches(ITEM)).to.equal(true);
    expect(expectedCondition(expected)?.paths).to.deep.equal([["s"], ["z"], ["y"]]);
    expect(expectedCondition({ z: { Exists: false } })?.matches(undefined)).to.equal(true);
    expect(expectedCondition(undefined)).to.equal(undefined);
  });

  const expected: [condition: ExpectedAttributeValue, message: string][] = [
    [{}, "Value must be provided when Exists is null for Attribute: a"],
    [{ Exists: true }, "Value must be provided when Exists is true for Attribute: a"],
    [{ Exists: false, Value: { S: "" } }, "Value cannot be used when Exists is false for Attribute: a"],
    [
      { AttributeValueList: [], Value: { S: "" } },
      "Value and AttributeValueList cannot be used together for Attribute: a",
    ],
    [
      { Exists: true, ComparisonOperator: "LT" },
      "Exists and ComparisonOperator cannot be used together for Attribute: a",
    ],
    [
      { ComparisonOperator: "LT" },
      "Value or AttributeValueList must be used with ComparisonOperator: LT for Attribute: a",
    ],
    [
      { AttributeValueList: [{ S: "" }] },
      "AttributeValueList can only be used with a ComparisonOperator for Attribute: a",
    ],
    [{ ComparisonOperator: "NULL", Value: { S: "" } }, "Invalid number of argument(s) for the NULL ComparisonOperator"],
  ];
  for (const [condition, message] of expected) {
    it(`are refused in Expected: ${JSON.stringify(condition)}`, () => {
      expect(refusal(() => expectedCondition({ a: condition }))).to.equal(INVALID + message);
    });
  }

  const filters: [operator: ComparisonOperator, values: AttributeValue[], message: string][] = [
    ["EQ", [], `${INVALID}Invalid number of argument(s) for the EQ ComparisonOperator`],
    ["BETWEEN", [{ N: "1" }], `${INVALID}Invalid number of argument(s) for the BETWEEN ComparisonOperator`],
    ["IN", [], `${INVALID}Invalid number of argument(s) for the IN ComparisonOperator`],
    ["IN", [{ N: "1" }, { S: "1" }], `${INVALID}AttributeValues inside AttributeValueList must be of same type`],
    ["LT", [{ BOOL: true }], `${INVALID}ComparisonOperator LT is not valid for BOOL AttributeValue type`],
    ["CONTAINS", [{ SS: ["a"] }], `${INVALID}ComparisonOperator CONTAINS is not valid for SS AttributeValue type`],
    ["BEGINS_WITH", [{ N: "1" }], `${INVALID}ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type`],
    [
      "BETWEEN",
      [{ N: "10" }, { N: "9" }],
      "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound",
    ],
    ["EQ", [{ N: "x" }], "The parameter cannot be converted to a numeric value: x"],
  ];
  for (const [ComparisonOperator, AttributeValueList, message] of filters) {
    it(`are refused in filters: ${ComparisonOperator} ${JSON.stringify(AttributeValueList)}`, () => {
      expect(refusal(() => olderFilter({ a: { ComparisonOperator, AttributeValueList } }))).to.equal(message);
    });
  }

  it("are what a ConditionalOperator needs, two at least", () => {
    expect(refusal(() => olderFilter(undefined, "AND"))).to.equal(
      "ConditionalOperator cannot be used without Filter or Expected",
    );
    expect(refusal(() => olderFilter({ a: { ComparisonOperator: "NULL" } }, "AND"))).to.equal(
      "ConditionalOperator can only be used when Filter or Expected has two or more elements",
    );
  });
});

describe("Updates before expressions", () => {
  it("put, add and delete", () => {
    const update = attributeUpdates({
      s: { Value: { S: "new" } },
      n: { Action: "ADD", Value: { N: "2" } },
      ss: { Action: "DELETE", Value: { SS: ["a"] } },
      l: { Action: "ADD", Value: { L: [{ N: "2" }] } },
      t: { Action: "DELETE" },
      z: { Action: "DELETE", Value: { SS: ["a"] } },
      y: { Action: "ADD", Value: { SS: ["q"] } },
    });
    const { item } = update.apply(ITEM);
    expect(item).to.deep.equal({
      s: { S: "new" },
      n: { N: "7" },
      ss: { SS: ["b"] },
      l: { L: [{ N: "1" }, { N: "2" }] },
      y: { SS: ["q"] },
    });
    expect(update.updated(ITEM)).to.deep.equal(ITEM);
  });

  const refused: [update: AttributeValueUpdate, message: string][] = [
    [{}, `${INVALID}Only DELETE action is allowed when no attribute value is specified`],
    [{ Action: "DELETE", Value: { S: "" } }, `${INVALID}DELETE action with value is not supported for the type S`],
    [{ Action: "ADD", Value: { M: {} } }, `${INVALID}ADD action is not supported for the type M`],
  ];
  for (const [update, message] of refused) {
    it(`are refused: ${JSON.stringify(update)}`, () => {
      expect(refusal(() => attributeUpdates({ a: update }))).to.equal(message);
    });
  }

  it("do not suit attributes of other types", () => {
    const update = attributeUpdates({ s: { Action: "ADD", Value: { N: "1" } } });
    expect(refusal(() => update.apply(ITEM))).to.equal("Type mismatch for attribute to update");
  });
});

describe("Key conditions before expressions", () => {
  const KEY = { partition: ["pk"], sort: ["sk"] };
  const equal = { ComparisonOperator: "EQ" as const, AttributeValueList: [{ S: "p" }] };
  const compile = (conditions: Record<string, Condition>, key = KEY) =>
    olderKeyCondition(olderKeyParts(conditions), key);

  it("ask of a key what expressions ask", () => {
    const sk = { ComparisonOperator: "BETWEEN" as const, AttributeValueList: [{ N: "1.0" }, { N: "2" }] };
    expect(compile({ sk, pk: equal })).to.deep.equal({
      partition: { pk: { S: "p" } },
      sort: [{ attribute: "sk", operator: "BETWEEN", values: [{ N: "1" }, { N: "2" }] }],
    });
  });

  const refused: [conditions: Record<string, Condition>, message: string][] = [
    [{}, "Conditions can be of length 1 or 2 only"],
    [{ pk: equal, sk: equal, z: equal }, "Conditions can be of length 1 or 2 only"],
    [{ sk: { ComparisonOperator: "NULL" } }, "Query condition missed key schema element: pk"],
    [{ pk: equal, z: equal }, "Query condition missed key schema element: sk"],
    [{ pk: { ComparisonOperator: "NULL" } }, "Attempted conditional constraint is not an indexable operation"],
    [
      { pk: equal, sk: { ComparisonOperator: "NE", AttributeValueList: [{ S: "a" }] } },
      "Attempted conditional constraint is not an indexable operation",
    ],
    [{ pk: { ...equal, ComparisonOperator: "LT" } }, "Query key condition not supported"],
    [{ pk: { ComparisonOperator: "EQ" } }, `${INVALID}Invalid number of argument(s) for the EQ ComparisonOperator`],
  ];
  for (const [conditions, message] of refused) {
    it(`are refused: ${JSON.stringify(conditions)}`, () => {
      expect(refusal(() => compile(conditions))).to.equal(message);
    });
  }
});

describe("Parameters before expressions", () => {
  it("name whole attributes to get, each once", () => {
    expect(attributesToGet(["a.b", "__proto__", "z"]).apply({ "a.b": { S: "x" }, a: { S: "y" } })).to.deep.equal({
      "a.b": { S: "x" },
    });
    expect(refusal(() => attributesToGet(["a", "b", "a"]))).to.equal(`${INVALID}Duplicate value in attribute name: a`);
  });

  const both =
    "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: ";
  const styles: [input: object, message: string][] = [
    [{ AttributeUpdates: {}, Expected: {} }, "no refusal"],
    [{ UpdateExpression: "", ConditionExpression: "" }, "no refusal"],
    [{ KeyConditions: {}, FilterExpression: "" }, "no refusal"],
    [
      { QueryFilter: {}, KeyConditionExpression: "" },
      `${both}{QueryFilter} Expression parameters: {KeyConditionExpression}`,
    ],
    [
      { Expected: {}, AttributeUpdates: {}, ConditionExpression: "", UpdateExpression: "" },
      `${both}{AttributeUpdates, Expected} Expression parameters: {UpdateExpression, ConditionExpression}`,
    ],
    [
      { AttributesToGet: [], KeyConditions: {}, ConditionalOperator: "OR", KeyConditionExpression: "" },
      `${both}{AttributesToGet, ConditionalOperator, KeyConditions} Expression parameters: {KeyConditionExpression}`,
    ],
  ];
  for (const [input, message] of styles) {
    it(`stand for themselves: ${Object.keys(input).join(", ")}`, () => {
      expect(refusal(() => checkOneStyle(input))).to.equal(message);
    });
  }
});
