import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { blamed, draftsOf, itemOf } from "../../../lab/console/dynamodb/values/draft.ts";
import { fromJson, toJson } from "../../../lab/console/dynamodb/values/json.ts";
import { fromPlainJson, toPlainJson } from "../../../lab/console/dynamodb/values/plain-json.ts";
import { textOf } from "../../../lab/console/dynamodb/values/text.ts";

const ITEM: Record<string, AttributeValue> = {
  "": { S: "" },
  ["__proto__"]: { S: 'a "quoted" 1\\' },
  big: { N: "12345678901234567890123456789012345678" },
  small: { N: "-1.5E-7" },
  bytes: { B: new Uint8Array([0, 250, 255]) },
  is: { BOOL: false },
  nothing: { NULL: true },
  names: { SS: ["1", "n2"] },
  numbers: { NS: ["1", "2.50"] },
  blobs: { BS: [new Uint8Array([1])] },
  deep: { M: { list: { L: [{ N: "1" }, { S: "1" }, { M: {} }, { L: [] }] } } },
};

describe("The console's values of DynamoDB", () => {
  it("come back from DynamoDB JSON, from plain JSON and from a form as they were", () => {
    expect(fromJson(toJson(ITEM))).to.deep.equal(ITEM);
    expect(fromPlainJson(toPlainJson(ITEM), ITEM)).to.deep.equal(ITEM);
    expect(itemOf(draftsOf(ITEM))).to.deep.equal(ITEM);
  });

  it("keep every digit of a number in plain JSON", () => {
    const text = '{"n": 12345678901234567890123456789012345678, "s": "1e5, 7"}';
    expect(fromPlainJson(text)).to.deep.equal({
      n: { N: "12345678901234567890123456789012345678" },
      s: { S: "1e5, 7" },
    });
  });

  it("are lists in plain JSON where no set was, or where a set could not be", () => {
    const before = { tags: { SS: ["a"] } } as Record<string, AttributeValue>;
    expect(fromPlainJson('{"tags": ["b"], "more": ["c"]}', before)).to.deep.equal({
      tags: { SS: ["b"] },
      more: { L: [{ S: "c" }] },
    });
    expect(fromPlainJson('{"tags": ["b", 1]}', before)).to.deep.equal({ tags: { L: [{ S: "b" }, { N: "1" }] } });
  });

  it("say what is wrong with them before they are sent", () => {
    expect(() => fromJson('{"a": {"X": "1"}}')).to.throw("a: a value is an object with one type");
    expect(() => fromJson('{"a": {"N": 1}}')).to.throw("a: 1 should be a string");
    expect(() => fromJson('{"a": {"B": "*"}}')).to.throw("This is no Base64.");
    expect(() => itemOf([...draftsOf({ a: { S: "1" } }), ...draftsOf({ a: { S: "2" } })])).to.throw("two attributes");
  });

  it("are found by what AWS says is wrong with one of them", () => {
    const drafts = draftsOf({ id: { S: "" }, n: { L: [{ N: "abc" }] } });
    const at = (message: string) => drafts[blamed(message, drafts)]?.name;
    expect(at("One or more parameter values were invalid: Type mismatch for key id expected: S actual: N")).to.equal(
      "id",
    );
    expect(at("The parameter cannot be converted to a numeric value: abc")).to.equal("n");
    expect(at("The conditional request failed")).to.equal(undefined);
  });

  it("stand in one line of a cell", () => {
    expect(textOf({ M: { a: { N: "1" }, b: { L: [{ S: "two\nlines" }] } } })).to.equal(
      '{ "a": 1, "b": [ "two\\nlines" ] }',
    );
  });
});
