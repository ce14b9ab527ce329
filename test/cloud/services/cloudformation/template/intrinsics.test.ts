// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how Fn::Sub is written
import { expect } from "chai";
import { Budget } from "../../../../../lab/cloud/services/cloudformation/template/budget.ts";
import {
  NO_VALUE,
  resolve,
  type Scope,
  UNKNOWN,
} from "../../../../../lab/cloud/services/cloudformation/template/intrinsics.ts";

const names: Record<string, unknown> = { P: "p", List: ["a", "b"], "AWS::NoValue": NO_VALUE, New: UNKNOWN, Number: 7 };
const scope: Scope = {
  budget: new Budget(),
  extended: false,
  region: "eu-west-1",
  ref: (name) => names[name],
  attribute: (resource, attribute) => (resource === "New" ? UNKNOWN : `${resource}/${attribute}`),
  condition: (name) => name === "Yes",
  mapping: (map, top, second) => (top === "none" ? undefined : `${map}-${top}-${second}`),
  importValue: (name) => `imported ${name}`,
};

describe("Intrinsic functions", () => {
  const cases: [what: string, value: unknown, expected: unknown][] = [
    ["Ref", { Ref: "P" }, "p"],
    ["Ref deep inside", { a: [{ b: { Ref: "P" } }] }, { a: [{ b: "p" }] }],
    ["AWS::NoValue in an object", { a: 1, b: { Ref: "AWS::NoValue" } }, { a: 1 }],
    ["AWS::NoValue in a list", [1, { Ref: "AWS::NoValue" }], [1]],
    ["AWS::NoValue chosen by If", { a: { "Fn::If": ["No", 1, { Ref: "AWS::NoValue" }] } }, {}],
    ["GetAtt", { "Fn::GetAtt": ["A", "Arn"] }, "A/Arn"],
    ["GetAtt of a nested attribute", { "Fn::GetAtt": ["A", "Endpoint.Port"] }, "A/Endpoint.Port"],
    ["GetAtt as text", { "Fn::GetAtt": "A.Endpoint.Port" }, "A/Endpoint.Port"],
    ["GetAtt with a computed attribute", { "Fn::GetAtt": ["A", { Ref: "P" }] }, "A/p"],
    ["If", { "Fn::If": ["Yes", { Ref: "P" }, "no"] }, "p"],
    ["If whose other branch can't be computed", { "Fn::If": ["Yes", 1, { "Fn::Select": [9, []] }] }, 1],
    ["Join", { "Fn::Join": ["-", ["a", { Ref: "P" }, 3]] }, "a-p-3"],
    ["Join of a list parameter", { "Fn::Join": [",", { Ref: "List" }] }, "a,b"],
    ["Select", { "Fn::Select": [1, ["a", "b"]] }, "b"],
    ["Select with text for an index", { "Fn::Select": ["0", { Ref: "List" }] }, "a"],
    ["Split", { "Fn::Split": [":", "a:b:c"] }, ["a", "b", "c"]],
    ["Select of Split", { "Fn::Select": [2, { "Fn::Split": ["/", { "Fn::GetAtt": ["A", "x/y"] }] }] }, "y"],
    ["Sub", { "Fn::Sub": "${P}-${A.Arn}-${Number}" }, "p-A/Arn-7"],
    ["Sub with a literal", { "Fn::Sub": "${!P} $P {P}" }, "${P} $P {P}"],
    ["Sub with variables", { "Fn::Sub": ["${x}${P}", { x: { "Fn::Join": ["", ["1", "2"]] } }] }, "12p"],
    ["Sub whose variable hides a parameter", { "Fn::Sub": ["${P}", { P: "mine" }] }, "mine"],
    ["FindInMap", { "Fn::FindInMap": ["M", { Ref: "P" }, "x"] }, "M-p-x"],
    ["ImportValue", { "Fn::ImportValue": { "Fn::Sub": "${P}-x" } }, "imported p-x"],
    ["Base64", { "Fn::Base64": "hé" }, "aMOp"],
    ["GetAZs of a region", { "Fn::GetAZs": "us-east-2" }, ["us-east-2a", "us-east-2b", "us-east-2c"]],
    ["GetAZs of the own region", { "Fn::GetAZs": "" }, ["eu-west-1a", "eu-west-1b", "eu-west-1c"]],
    ["Cidr", { "Fn::Cidr": ["10.0.0.0/16", 2, 8] }, ["10.0.0.0/24", "10.0.1.0/24"]],
    [
      "an IAM condition, which is no function",
      { Condition: { StringEquals: { a: "b" } } },
      { Condition: { StringEquals: { a: "b" } } },
    ],
    ["an object with a function's name among others", { Ref: "P", x: 1 }, { Ref: "P", x: 1 }],
  ];
  for (const [what, value, expected] of cases) {
    it(`compute ${what}`, () => {
      expect(resolve(value, scope)).to.deep.equal(expected);
    });
  }

  const within = (levels: number, wrap: (inner: unknown) => unknown): unknown =>
    levels === 0 ? "x".repeat(100) : wrap(within(levels - 1, wrap));
  const endless: [what: string, value: unknown][] = [
    ["Sub", within(60, (V) => ({ "Fn::Sub": ["${V}${V}", { V }] }))],
    ["Base64", within(150, (inner) => ({ "Fn::Base64": inner }))],
    ["ToJsonString", within(60, (inner) => ({ "Fn::ToJsonString": [inner] }))],
    ["Join of what was split", within(20, (inner) => ({ "Fn::Join": ["xxxxxxxx", { "Fn::Split": ["x", inner] }] }))],
    ["Join with a long delimiter", { "Fn::Join": ["x".repeat(100_000), Array(100_000).fill("")] }],
    ["Sub of many variables", { "Fn::Sub": ["${V}".repeat(100_000), { V: "x".repeat(100_000) }] }],
  ];
  for (const [what, value] of endless) {
    it(`refuse what grows without end, as with ${what}`, () => {
      expect(() => resolve(value, { ...scope, extended: true, budget: new Budget() })).to.throw(
        "values are longer than",
      );
    });
  }

  const unknown: [what: string, value: unknown, expected: unknown][] = [
    ["Join", { "Fn::Join": ["-", ["a", { Ref: "New" }]] }, `a-${UNKNOWN}`],
    ["Sub", { "Fn::Sub": "${New.Arn}/*" }, `${UNKNOWN}/*`],
    ["Select of Split", { "Fn::Select": [3, { "Fn::Split": [":", { "Fn::GetAtt": ["New", "Arn"] }] }] }, UNKNOWN],
    ["Base64", { "Fn::Base64": { Ref: "New" } }, UNKNOWN],
    ["Cidr", { "Fn::Cidr": [{ Ref: "New" }, 2] }, UNKNOWN],
  ];
  for (const [what, value, expected] of unknown) {
    it(`keep a value that is not known yet in ${what}`, () => {
      expect(resolve(value, scope)).to.deep.equal(expected);
    });
  }

  const refused: [what: string, value: unknown, message: string][] = [
    [
      "an unknown function",
      { "Fn::Nope": 1 },
      "Encountered unsupported function: Fn::Nope Supported functions are: [Ref",
    ],
    ["a function named like an object's method", { "Fn::constructor": 1 }, "Encountered unsupported function"],
    ["Select beyond the end", { "Fn::Select": [2, ["a"]] }, "Fn::Select cannot select nonexistent value at index 2"],
    ["Select of text", { "Fn::Select": [0, "abc"] }, "Fn::Select requires a list argument with two elements"],
    ["Join of objects", { "Fn::Join": ["", [{}]] }, "every Fn::Join object requires two parameters"],
    ["Join of text", { "Fn::Join": "x" }, "every Fn::Join object requires two parameters"],
    ["Split of a list", { "Fn::Split": [",", ["a"]] }, "every Fn::Split object requires two parameters"],
    ["Sub of a list parameter", { "Fn::Sub": "${List}" }, "does not resolve to a string"],
    ["Sub of an object", { "Fn::Sub": {} }, "Fn::Sub intrinsic functions don't specify expected arguments"],
    ["FindInMap without a hit", { "Fn::FindInMap": ["M", "none", "x"] }, "Unable to get mapping for M::none::x"],
    [
      "FindInMap with too little",
      { "Fn::FindInMap": ["M", "x"] },
      "every Fn::FindInMap object requires three parameters",
    ],
    [
      "GetAtt without an attribute",
      { "Fn::GetAtt": ["A"] },
      "every Fn::GetAtt object requires two non-empty parameters",
    ],
    ["If with two elements", { "Fn::If": ["Yes", 1] }, "Fn::If requires a list argument with three elements"],
  ];
  for (const [what, value, message] of refused) {
    it(`refuse ${what}`, () => {
      expect(() => resolve(value, scope))
        .to.throw(message)
        .with.property("name", "ValidationError");
    });
  }
});
