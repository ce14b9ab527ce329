import { expect } from "chai";
import { matches, readPattern } from "../../../../../lab/cloud/services/lambda/mappings/filters.ts";

const event = {
  body: {
    city: "Bern",
    size: 3,
    tags: ["a", "b"],
    nothing: null,
    deep: { er: true },
    file: "pictures/one.PNG",
    long: "a".repeat(9000),
  },
};

describe("The filter of an event source mapping", () => {
  const cases: Record<string, [pattern: object, expected: boolean]> = {
    "one of several values": [{ body: { city: ["Basel", "Bern"] } }, true],
    "none of the values": [{ body: { city: ["Basel"] } }, false],
    "all of several fields": [{ body: { city: ["Bern"], size: [4] } }, false],
    "one of an event's own values": [{ body: { tags: ["b"] } }, true],
    "nothing at all": [{ body: { nothing: [null] } }, true],
    "a nested field": [{ body: { deep: { er: [true] } } }, true],
    "a field of what has none": [{ body: { city: { er: ["x"] } } }, false],
    "a field that is there": [{ body: { city: [{ exists: true }] } }, true],
    "a field that is not there": [{ body: { other: [{ exists: false }] } }, true],
    "a beginning": [{ body: { city: [{ prefix: "Be" }] } }, true],
    "a beginning in either case": [{ body: { city: [{ prefix: { "equals-ignore-case": "BE" } }] } }, true],
    "an end": [{ body: { file: [{ suffix: ".png" }] } }, false],
    "an end in either case": [{ body: { file: [{ suffix: { "equals-ignore-case": ".png" } }] } }, true],
    "text in either case": [{ body: { city: [{ "equals-ignore-case": "BERN" }] } }, true],
    "a wildcard": [{ body: { file: [{ wildcard: "pictures/*.PNG" }] } }, true],
    "a wildcard's other characters as they are": [{ body: { file: [{ wildcard: "pictures.*" }] } }, false],
    "anything but a value": [{ body: { city: [{ "anything-but": ["Basel"] }] } }, true],
    "anything but its own": [{ body: { city: [{ "anything-but": "Bern" }] } }, false],
    "anything but a beginning": [{ body: { city: [{ "anything-but": { prefix: "Be" } }] } }, false],
    "a range": [{ body: { size: [{ numeric: [">", 2, "<=", 3] }] } }, true],
    "a number out of range": [{ body: { size: [{ numeric: ["=", 4] }] } }, false],
    "one of two patterns": [{ body: { $or: [{ city: ["Basel"] }, { size: [3] }] } }, true],
    "a question mark as it is": [{ body: { file: [{ wildcard: "pictures/?.PNG" }] } }, false],
    "many wildcards": [{ body: { long: [{ wildcard: `${"*a".repeat(60)}*b` }] } }, false],
    "a field of all objects": [{ constructor: { name: ["Object"] } }, false],
    "a range without a comparison": [{ body: { size: [{ numeric: ["constructor", 3] }] } }, false],
    "a range that is none": [{ body: { size: [{ numeric: null }] } }, false],
    "alternatives that are none": [{ body: { $or: { city: ["Bern"] } } }, false],
    "an unknown operator": [{ body: { city: [{ like: "Bern" }] } }, false],
  };
  for (const [what, [pattern, expected]] of Object.entries(cases)) {
    it(`${expected ? "lets through" : "keeps out"} ${what}`, () => {
      expect(matches(readPattern(JSON.stringify(pattern)), event)).to.equal(expected);
    });
  }

  for (const text of ["", "[]", "{}", '{"a": 1}', '{"a": []}', '"x"']) {
    it(`is refused as ${text || "nothing"}`, () => {
      expect(() => readPattern(text)).to.throw(SyntaxError);
    });
  }
});
