import { expect } from "chai";
import {
  attributePolicyDialect,
  bodyPolicyDialect,
  mappingDialect,
  type PatternDialect,
  pipeDialect,
  ruleDialect,
} from "../../../lab/cloud/delivery/pattern-dialects.ts";
import { compilePattern, InvalidPattern } from "../../../lab/cloud/delivery/patterns.ts";

const matches = (pattern: object, event: unknown, dialect: PatternDialect = ruleDialect) =>
  compilePattern(JSON.stringify(pattern), dialect)(event);

const event = {
  body: {
    city: "Bern",
    size: 3,
    tags: ["a", "b"],
    nothing: null,
    deep: { er: true },
    file: "pictures/one.PNG",
    long: "a".repeat(9000),
    empty: "",
    no: false,
    none: [],
    star: "a*b",
    ip: "10.0.0.7",
    ip6: "2001:db8::7",
    people: [
      { first: "Ann", last: "Ash" },
      { first: "Bob", last: "Oak" },
    ],
    matrix: [
      [1, 2],
      [3, [4]],
    ],
  },
};

describe("An event pattern", () => {
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
    "many wildcards": [{ body: { long: [{ wildcard: "*a*a*a*a*b*c*d*e" }] } }, false],
    "a field of all objects": [{ constructor: { name: ["Object"] } }, false],
    "alternatives that are none": [{ body: { $or: { city: ["Bern"] } } }, false],
    "a number in other words": [{ body: { size: [3.0] } }, true],
    "a number as text": [{ body: { size: ["3"] } }, false],
    "text as a number": [{ body: { city: [{ numeric: [">", 0] }] } }, false],
    "an empty text": [{ body: { empty: [""] } }, true],
    "a false value": [{ body: { no: [false] } }, true],
    "a field that holds an object, as one that is there": [{ body: { deep: [{ exists: true }] } }, false],
    "a field that holds an object, as one that is not there": [{ body: { deep: [{ exists: false }] } }, true],
    "a field that holds nothing, as one that is there": [{ body: { nothing: [{ exists: true }] } }, true],
    "an empty list, as a field that is not there": [{ body: { none: [{ exists: false }] } }, true],
    "a field that is not there, in an object that is not there": [{ gone: { er: [{ exists: false }] } }, true],
    "a field that is not there, or has a value": [{ body: { city: [{ exists: false }, "Bern"] } }, true],
    "anything but a value, of a field that is not there": [{ body: { other: [{ "anything-but": "x" }] } }, false],
    "anything but one of several values": [{ body: { tags: [{ "anything-but": ["a"] }] } }, true],
    "anything but all of several values": [{ body: { tags: [{ "anything-but": ["a", "b"] }] } }, false],
    "anything but a number": [{ body: { size: [{ "anything-but": [1, 2] }] } }, true],
    "anything but its number": [{ body: { size: [{ "anything-but": 3 }] } }, false],
    "anything but text, of a number": [{ body: { size: [{ "anything-but": "3" }] } }, true],
    "anything but several beginnings": [{ body: { city: [{ "anything-but": { prefix: ["Ba", "Be"] } }] } }, false],
    "anything but an end": [{ body: { file: [{ "anything-but": { suffix: ".png" } }] } }, true],
    "anything but an end of its own": [{ body: { file: [{ "anything-but": { suffix: [".gif", ".PNG"] } }] } }, false],
    "anything but text in either case": [
      { body: { city: [{ "anything-but": { "equals-ignore-case": "BERN" } }] } },
      false,
    ],
    "anything but a wildcard": [{ body: { file: [{ "anything-but": { wildcard: "*/lib/*" } }] } }, true],
    "anything but a wildcard of its own": [
      { body: { file: [{ "anything-but": { wildcard: ["pictures/*"] } }] } },
      false,
    ],
    "a star as it is": [{ body: { star: [{ wildcard: "a\\*b" }] } }, true],
    "a star as it is, of other text": [{ body: { file: [{ wildcard: "pictures\\*" }] } }, false],
    "an address of a block": [{ body: { ip: [{ cidr: "10.0.0.0/24" }] } }, true],
    "an address of another block": [{ body: { ip: [{ cidr: "10.0.1.0/24" }] } }, false],
    "an address of a block of IPv6": [{ body: { ip6: [{ cidr: "2001:db8::/32" }] } }, true],
    "text that is no address": [{ body: { city: [{ cidr: "0.0.0.0/0" }] } }, false],
    "alternatives beside a field": [{ body: { city: ["Bern"], $or: [{ size: [1] }, { size: [2] }] } }, false],
    "alternatives of the whole event": [{ $or: [{ body: { size: [1] } }, { body: { city: ["Bern"] } }] }, true],
    "alternatives in alternatives": [
      { body: { $or: [{ size: [1] }, { $or: [{ city: ["x"] }, { tags: ["a"] }] }] } },
      true,
    ],
    "one object of a list": [{ body: { people: { first: ["Ann"], last: ["Ash"] } } }, true],
    "two objects of a list together": [{ body: { people: { first: ["Ann"], last: ["Oak"] } } }, false],
    "a list within a list": [{ body: { matrix: [4] } }, true],
    "a field's name that all objects have": [{ body: { deep: { toString: [{ exists: true }] } } }, false],
  };
  for (const [what, [pattern, expected]] of Object.entries(cases)) {
    it(`${expected ? "lets through" : "keeps out"} ${what}`, () => {
      expect(matches(pattern, event)).to.equal(expected);
    });
  }

  for (const text of ["", "[]", "{}", '{"a": 1}', '{"a": []}', '"x"', '{"a": {}}', '{"a": "b"}', '{"a": [["b"]]}']) {
    it(`is refused as ${text || "nothing"}`, () => {
      expect(() => compilePattern(text, ruleDialect)).to.throw(InvalidPattern);
    });
  }

  const refused: Record<string, [rule: unknown, reason: RegExp]> = {
    "an unknown operator": [{ like: "x" }, /^Unrecognized match type like$/],
    "an operator that all objects have": [{ constructor: "x" }, /^Unrecognized match type constructor$/],
    "two operators in one": [{ prefix: "x", suffix: "y" }, /^Only one key allowed/],
    "no operator": [{}, /^Only one key allowed/],
    "a beginning that is no text": [{ prefix: 1 }, /^prefix match pattern must be a string$/],
    "exists with text": [{ exists: "yes" }, /^exists match pattern must be either true or false\.$/],
    "a range that is none": [{ numeric: null }, /^Value of numeric must be an array\.$/],
    "a range without a comparison": [{ numeric: ["constructor", 3] }, /^Unrecognized numeric range operator/],
    "a range from the top": [{ numeric: [">", 5, "<", 1] }, /^Bottom must be less than top$/],
    "a range to text": [{ numeric: [">", "5"] }, /must be numeric$/],
    "a range too far": [{ numeric: ["<", 6e9] }, /^Value must be between/],
    "a range with three ends": [{ numeric: [">", 1, "<", 5, "<", 6] }, /^Invalid member/],
    "two stars in a row": [{ wildcard: "a**b" }, /^Consecutive wildcard characters at pos 1$/],
    "an escape of nothing": [{ wildcard: "a\\b" }, /^Invalid escape character at pos 1$/],
    "a block without a length": [{ cidr: "10.0.0.0" }, /^Malformed CIDR/],
    "a block that is too long": [{ cidr: "10.0.0.0/33" }, /^Malformed CIDR/],
    "anything but a mixture": [{ "anything-but": ["a", 1] }, /mixed type is not supported$/],
    "anything but nothing": [{ "anything-but": null }, /null\|boolean is not supported\.$/],
    "anything but a range": [{ "anything-but": { numeric: ["=", 1] } }, /^Unsupported anything-but pattern/],
  };
  for (const [what, [rule, reason]] of Object.entries(refused)) {
    it(`is refused with ${what}`, () => {
      expect(() => matches({ a: [rule] }, {})).to.throw(InvalidPattern, reason);
    });
  }

  it("is read in time that grows with the event alone", () => {
    const pattern = {
      a: {
        b: {
          c: [
            { wildcard: `${[..."abcdefghijklmnopqrstuvw"].map((one) => `*${one}`).join("")}*x` },
            { "anything-but": ["z"] },
            "q",
          ],
        },
      },
    };
    const compiled = compilePattern(JSON.stringify(pattern), ruleDialect);
    const deep = JSON.parse(`${"[".repeat(200_000)}1${"]".repeat(200_000)}`);
    expect(compiled({ a: { b: { c: ["x".repeat(1_000_000), deep] } } })).to.equal(true);
    expect(compiled({ a: deep })).to.equal(false);
    expect(() => compilePattern(`${'{"a":'.repeat(800)}[1]${"}".repeat(800)}`, ruleDialect)).to.throw(InvalidPattern);
    const nested = `${'{"a":'.repeat(20_000)}[1]${"}".repeat(20_000)}`;
    expect(() => compilePattern(nested, bodyPolicyDialect)).to.throw(InvalidPattern, "nested too deeply");
  });

  describe("has limits in", () => {
    const dialects: Record<string, PatternDialect> = {
      rules: ruleDialect,
      pipes: pipeDialect,
      mappings: mappingDialect,
      "policies on attributes": attributePolicyDialect,
      "policies on bodies": bodyPolicyDialect,
    };
    const few = ["pipes", "mappings"];
    const policies = ["policies on attributes", "policies on bodies"];
    const branch = Array.from({ length: 11 }, (_, i) => ({ a: [i] }));
    const limits: [what: string, pattern: object, refusing: readonly string[]][] = [
      ["a wildcard", { a: [{ wildcard: "x*" }] }, [...few, ...policies]],
      ["a block of addresses", { a: [{ cidr: "10.0.0.0/8" }] }, few],
      ["anything but a beginning", { a: [{ "anything-but": { prefix: "x" } }] }, few],
      ["anything but an end", { a: [{ "anything-but": { suffix: "x" } }] }, [...few, ...policies]],
      ["anything but a value", { a: [{ "anything-but": "x" }] }, []],
      ["an end", { a: [{ suffix: "x" }] }, []],
      ["a beginning in either case", { a: [{ prefix: { "equals-ignore-case": "x" } }] }, policies],
      ["text in either case", { a: [{ "equals-ignore-case": "x" }] }, []],
      ["alternatives", { $or: [{ a: [1] }, { b: [1] }] }, []],
      ["a field in a field", { a: { b: ["x"] } }, ["policies on attributes"]],
      ["six fields", Object.fromEntries([..."abcdef"].map((name) => [name, [1]])), policies],
      ["two thousand million", { a: [{ numeric: ["<", 2e9] }] }, policies],
      ["a long text", { a: ["x".repeat(5000)] }, ["rules", ...few]],
      ["169 combinations of values", { a: [..."abcdefghijklm"], b: [..."abcdefghijklm"] }, policies],
      ["72 combinations of values", { a: { b: { c: [..."abcd"] } }, d: { e: [..."abc"] } }, ["policies on attributes"]],
      [
        "1331 combinations of alternatives",
        { x: { $or: branch }, y: { $or: branch }, z: { $or: branch } },
        Object.keys(dialects),
      ],
    ];
    for (const [what, pattern, refusing] of limits) {
      it(`what names ${what}`, () => {
        const found = Object.entries(dialects).filter(([, dialect]) => {
          try {
            matches(pattern, {}, dialect);
            return false;
          } catch (error) {
            expect(error).to.be.instanceOf(InvalidPattern);
            return true;
          }
        });
        expect(found.map(([name]) => name)).to.have.members([...refusing]);
      });
    }
  });
});
