// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how Fn::Sub is written
import { expect } from "chai";
import { readTemplateText } from "../../../../../lab/cloud/services/cloudformation/template/read.ts";

describe("Reading a template's text", () => {
  const cases: [what: string, text: string, value: unknown][] = [
    ["JSON", '{"a": {"Ref": "B"}}', { a: { Ref: "B" } }],
    ["YAML", "a:\n  - 1\n  - b", { a: [1, "b"] }],
    ["!Ref", "a: !Ref B", { a: { Ref: "B" } }],
    ["!Condition", "a: !Condition B", { a: { Condition: "B" } }],
    ["!GetAtt with a dot in the attribute", "a: !GetAtt B.C.D", { a: { "Fn::GetAtt": ["B", "C.D"] } }],
    ["!GetAtt as a list", "a: !GetAtt [B, C]", { a: { "Fn::GetAtt": ["B", "C"] } }],
    ["!Sub", 'a: !Sub "${B}"', { a: { "Fn::Sub": "${B}" } }],
    [
      "short forms inside short forms",
      "a: !If [c, !Ref B, !Sub d]",
      {
        a: { "Fn::If": ["c", { Ref: "B" }, { "Fn::Sub": "d" }] },
      },
    ],
    [
      "a short form with a map",
      "a: !Transform {Name: N, Parameters: {P: 1}}",
      {
        a: { "Fn::Transform": { Name: "N", Parameters: { P: 1 } } },
      },
    ],
    ["a short form without a value", "a: !GetAZs", { a: { "Fn::GetAZs": "" } }],
    ["a date as text", "a: 2012-10-17", { a: "2012-10-17" }],
    ["YAML 1.1's booleans", "a: yes\nb: off", { a: true, b: false }],
    ["the letters y and n as text", "a: y\nb: N", { a: "y", b: "N" }],
    ["numbers", "a: 1_000\nb: -2\nc: 1.5\nd: 0x1f\ne: 0644", { a: 1000, b: -2, c: 1.5, d: 31, e: 420 }],
    ["an account id with a leading zero as text", "a: 012345678901", { a: "012345678901" }],
    ["a number with too many digits as text", "a: 12345678901234567890", { a: "12345678901234567890" }],
    ["quoted words as text", "a: 'yes'\nb: \"1\"", { a: "yes", b: "1" }],
    ["a port mapping as text", "a: 80:80", { a: "80:80" }],
    ["keys as they are written", "80: a\n2012-10-17: b", { "80": "a", "2012-10-17": "b" }],
    ["a block of text", "a: |\n  one\n  two\n", { a: "one\ntwo\n" }],
  ];
  for (const [what, text, value] of cases) {
    it(`understands ${what}`, () => {
      expect(readTemplateText(text)).to.deep.equal(value);
    });
  }

  const refused: [what: string, text: string, message: string][] = [
    ["broken JSON", '{"a":\n  1,}', "Template format error: JSON not well-formed. (line 2, column 5)"],
    ["broken YAML", "a: [", "Template format error: YAML not well-formed. (line 1, column 5)"],
    ["a key twice", "a: 1\na: 2", "Template format error: YAML not well-formed. (line 2, column 1)"],
    ["nulls", "a:\n  b:", "Template format error: [/a/b] 'null' values are not allowed in templates"],
    ["aliases", "a: &x 1\nb: *x", "Template error: YAML aliases are not allowed in CloudFormation templates"],
    ["deep JSON", `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`, "nested more than 200 levels deep"],
    ["deep YAML lists", "- ".repeat(20_000), "nested more than 200 levels deep"],
    ["very deep YAML flows", "[".repeat(1_000_000), "nested more than 200 levels deep"],
    [
      "many keys, one of them twice",
      `${Array.from({ length: 20_000 }, (_, i) => `a${i}: 1\n`).join("")}a0: 1`,
      "Template format error: YAML not well-formed. (line 20001, column 1)",
    ],
    ["deep YAML flows", "[".repeat(20_000), "nested more than 200 levels deep"],
  ];
  for (const [what, text, message] of refused) {
    it(`refuses ${what}`, () => {
      expect(() => readTemplateText(text))
        .to.throw(message)
        .with.property("name", "ValidationError");
    });
  }
});
