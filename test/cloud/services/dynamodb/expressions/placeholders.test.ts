import { expect } from "chai";
import { Placeholders, placeholdersOf } from "../../../../../lab/cloud/services/dynamodb/expressions/placeholders.ts";
import { isReserved } from "../../../../../lab/cloud/services/dynamodb/expressions/reserved-words.ts";
import { inOlderWords } from "../../../../../lab/cloud/services/dynamodb/items/wording.ts";
import type { AttributeValue } from "../../../../../lab/cloud/services/dynamodb/values/attribute-value.ts";
import { refusal } from "./words.ts";

const KIND = "UpdateExpression";

describe("Placeholders", () => {
  it("stand for names, and for values with their numbers normalised", () => {
    const placeholders = new Placeholders({ "#a": "a.b" }, { ":n": { L: [{ N: "1.50" }] } });
    expect(placeholders.name("#a", KIND)).to.equal("a.b");
    expect(placeholders.value(":n", KIND)).to.deep.equal({ L: [{ N: "1.5" }] });
    placeholders.checkUsed();
  });

  it("are no more than the request names", () => {
    const placeholders = new Placeholders();
    expect(refusal(() => placeholders.name("#toString", KIND))).to.equal(
      "Invalid UpdateExpression: An expression attribute name used in the document path is not defined; attribute name: #toString",
    );
    expect(refusal(() => placeholders.value(":x", KIND))).to.equal(
      "Invalid UpdateExpression: An expression attribute value used in expression is not defined; attribute value: :x",
    );
  });

  it("must all be used", () => {
    const placeholders = new Placeholders({ "#a": "a", "#b": "b", "#c": "c" }, { ":a": { S: "" }, ":b": { S: "" } });
    placeholders.name("#b", KIND);
    expect(refusal(() => placeholders.checkUsed())).to.equal(
      "Value provided in ExpressionAttributeNames unused in expressions: keys: {#a, #c}",
    );
    placeholders.name("#a", KIND);
    placeholders.name("#c", KIND);
    placeholders.value(":b", KIND);
    expect(refusal(() => placeholders.checkUsed())).to.equal(
      "Value provided in ExpressionAttributeValues unused in expressions: keys: {:a}",
    );
  });

  const names: [names: Record<string, string>, message: string][] = [
    [{}, "ExpressionAttributeNames must not be empty"],
    [{ a: "a" }, 'ExpressionAttributeNames contains invalid key: Syntax error; key: "a"'],
    [{ "#a-b": "a" }, 'ExpressionAttributeNames contains invalid key: Syntax error; key: "#a-b"'],
    [{ "#a": "" }, "ExpressionAttributeNames contains invalid value: Empty attribute name for key #a"],
    [
      { [`#${"a".repeat(255)}`]: "a" },
      "ExpressionAttributeNames contains invalid key: The expression attribute map contains a key that is too long; size of key: 256",
    ],
  ];
  for (const [given, message] of names) {
    it(`are refused as names: ${JSON.stringify(given).slice(0, 40)}`, () => {
      expect(refusal(() => new Placeholders(given))).to.equal(message);
    });
  }

  const values: [values: Record<string, object>, message: string][] = [
    [{}, "ExpressionAttributeValues must not be empty"],
    [{ a: { S: "" } }, 'ExpressionAttributeValues contains invalid key: Syntax error; key: "a"'],
    [
      { ":a": {} },
      "ExpressionAttributeValues contains invalid value: Supplied AttributeValue is empty, must contain exactly one of the supported datatypes for key :a",
    ],
    [
      { ":a": { SS: [] } },
      "ExpressionAttributeValues contains invalid value: One or more parameter values were invalid: An string set  may not be empty for key :a",
    ],
    [
      { ":a": { N: "b" } },
      "ExpressionAttributeValues contains invalid value: The parameter cannot be converted to a numeric value: b for key :a",
    ],
  ];
  for (const [given, message] of values) {
    it(`are refused as values, in the older words: ${JSON.stringify(given)}`, () => {
      const all = given as Record<string, AttributeValue>;
      expect(refusal(() => inOlderWords(() => new Placeholders(undefined, all)))).to.equal(message);
    });
  }

  it("need an expression that could use them", () => {
    const kinds = ["UpdateExpression", "ConditionExpression"] as const;
    const ask = (input: object, ...all: Parameters<typeof placeholdersOf>[1][number][]) =>
      refusal(() => inOlderWords(() => placeholdersOf(input, all)));
    expect(ask({ ExpressionAttributeNames: { "#a": "a" } }, ...kinds)).to.equal(
      "ExpressionAttributeNames can only be specified when using expressions",
    );
    expect(ask({ ExpressionAttributeValues: { ":a": { S: "" } } }, ...kinds)).to.equal(
      "ExpressionAttributeValues can only be specified when using expressions: UpdateExpression and ConditionExpression are null",
    );
    expect(
      ask({ ExpressionAttributeValues: { ":a": { S: "" } } }, "ProjectionExpression", "ConditionExpression"),
    ).to.equal("ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null");
    expect(ask({ ExpressionAttributeNames: { "#a": "a" }, UpdateExpression: "REMOVE #a" }, ...kinds)).to.equal(
      "no refusal",
    );
  });

  it("are what reserved words need, in upper and lower case", () => {
    expect(["Name", "zone", "ABORT", "ttl", "item"].every(isReserved)).to.equal(true);
    expect(["pk", "sk", "id", "names_", "constructorx"].some(isReserved)).to.equal(false);
  });
});
