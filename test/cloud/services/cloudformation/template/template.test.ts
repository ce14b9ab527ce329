// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how Fn::Sub is written
import { expect } from "chai";
import { checkReferences } from "../../../../../lab/cloud/services/cloudformation/template/check.ts";
import { parseTemplate } from "../../../../../lab/cloud/services/cloudformation/template/template.ts";

const Resources = { A: { Type: "T" } };
const many = (count: number, value: unknown) =>
  Object.fromEntries([...Array(count).keys()].map((i) => [`N${i}`, value]));

describe("A template", () => {
  it("has every section, empty where it is not written", () => {
    const template = parseTemplate(JSON.stringify({ Resources, Transform: "T" }));
    expect(template).to.deep.equal({
      Parameters: {},
      Rules: {},
      Mappings: {},
      Conditions: {},
      Outputs: {},
      Resources,
      Transform: ["T"],
    });
  });

  const refused: [what: string, template: unknown, message: string][] = [
    [
      "a resource name that is too long",
      { Resources: { ["A".repeat(256)]: { Type: "T" } } },
      "longer than 255 characters",
    ],
    ["text alone", "hello", "Template format error: unsupported structure."],
    ["no resources", {}, "Template format error: At least one Resources member must be defined."],
    ["an unknown section", { Resources, Foo: {} }, "Invalid template property or properties [Foo]"],
    [
      "a wrong version",
      { Resources, AWSTemplateFormatVersion: "2011-01-01" },
      "unsupported value for AWSTemplateFormatVersion",
    ],
    ["a section that is a list", { Resources, Outputs: [] }, "[/Outputs] must be an object."],
    [
      "a resource without a type",
      { Resources: { A: {} } },
      "[/Resources/A] Every Resources object must contain a Type member.",
    ],
    [
      "a resource that is text",
      { Resources: { A: "x" } },
      "Template format error: Any Resources member must be an object.",
    ],
    ["a resource name with a dash", { Resources: { "A-B": { Type: "T" } } }, "Resource name A-B is non alphanumeric."],
    ["an unknown attribute", { Resources: { A: { Type: "T", Foo: 1 } } }, "Invalid template resource property 'Foo'"],
    [
      "a version of what is no custom resource",
      { Resources: { A: { Type: "T", Version: "1.0" } } },
      "property 'Version'",
    ],
    ["a mapping that is text", { Resources, Mappings: { M: "x" } }, "Every Mappings member M must be a map"],
    ["a mapping of text", { Resources, Mappings: { M: { A: "x" } } }, "Every Mappings member A must be a map"],
    [
      "a mapping that is too deep",
      { Resources, Mappings: { M: { A: { B: { Ref: "P" } } } } },
      "Template format error: Every Mappings attribute must be a String or a List.",
    ],
    [
      "an unknown policy",
      { Resources: { A: { Type: "T", DeletionPolicy: "Keep" } } },
      'Unrecognized DeletionPolicy "Keep" for resource A',
    ],
    [
      "a snapshot of what has none",
      { Resources: { A: { Type: "AWS::S3::Bucket", DeletionPolicy: "Snapshot" } } },
      "resource type AWS::S3::Bucket does not support DeletionPolicy Snapshot",
    ],
    [
      "a policy that only applies to deletion",
      { Resources: { A: { Type: "T", UpdateReplacePolicy: "RetainExceptOnCreate" } } },
      "Unrecognized UpdateReplacePolicy",
    ],
    [
      "DependsOn that is no name",
      { Resources: { A: { Type: "T", DependsOn: [1] } } },
      "DependsOn must be a string or list of strings.",
    ],
    [
      "an output without a value",
      { Resources, Outputs: { O: {} } },
      "Every Outputs member must contain a Value object",
    ],
    [
      "a parameter without a type",
      { Resources, Parameters: { P: {} } },
      "Every Parameters object must contain a Type member.",
    ],
    [
      "501 resources",
      { Resources: many(501, { Type: "T" }) },
      "Number of resources, 501, is greater than maximum allowed, 500",
    ],
    [
      "201 parameters",
      { Resources, Parameters: many(201, { Type: "String" }) },
      "Number of parameters, 201, is greater than maximum allowed, 200",
    ],
  ];
  for (const [what, template, message] of refused) {
    it(`is refused with ${what}`, () => {
      const text = typeof template === "string" ? template : JSON.stringify(template);
      expect(() => parseTemplate(text))
        .to.throw(message)
        .with.property("name", "ValidationError");
    });
  }
});

describe("References in a template", () => {
  const check = (template: object) => checkReferences(parseTemplate(JSON.stringify(template)));
  const resource = (Properties: object, more: object = {}) => ({
    Resources: { A: { Type: "T", Properties, ...more } },
  });

  it("may say the version of a custom resource", () => {
    for (const Type of ["Custom::Thing", "AWS::CloudFormation::CustomResource"])
      expect(parseTemplate(JSON.stringify({ Resources: { A: { Type, Version: "1.0" } } })).Resources).to.have.key("A");
  });

  it("may point to parameters, pseudo parameters, resources, conditions and mappings that are there", () => {
    check({
      Parameters: { P: { Type: "String" } },
      Mappings: { M: { a: { b: "c" } } },
      Conditions: { C: { "Fn::Equals": [{ Ref: "P" }, { Ref: "AWS::Region" }] } },
      Resources: {
        A: { Type: "T", Condition: "C", Properties: { x: { "Fn::If": ["C", { Ref: "AWS::NoValue" }, { Ref: "P" }] } } },
        B: { Type: "T", DependsOn: "A", Properties: { x: { "Fn::Sub": "${A.Arn} ${P} ${!Literal}" } } },
      },
      Outputs: { O: { Value: { "Fn::FindInMap": ["M", "a", "b"] } } },
    });
  });

  const inResources = "in the Resources block of the template";
  const loose: [what: string, template: object, message: string][] = [
    ["Ref", resource({ x: { Ref: "B" } }), `Unresolved resource dependencies [B] ${inResources}`],
    ["GetAtt", resource({ x: { "Fn::GetAtt": ["B", "Arn"] } }), `Unresolved resource dependencies [B] ${inResources}`],
    ["Sub", resource({ x: { "Fn::Sub": "${B}" } }), `Unresolved resource dependencies [B] ${inResources}`],
    ["names that JavaScript's objects have", resource({ x: { Ref: "constructor" } }), "dependencies [constructor]"],
    ["DependsOn", resource({}, { DependsOn: ["B"] }), `Unresolved resource dependencies [B] ${inResources}`],
    [
      "the branch of an If that never counts",
      resource({ x: { "Fn::If": ["C", { Ref: "B" }, 1] } }),
      "condition dependency C",
    ],
    ["a resource's condition", resource({}, { Condition: "C" }), `Unresolved condition dependency C ${inResources}`],
    ["FindInMap", resource({ x: { "Fn::FindInMap": ["M", "a", "b"] } }), "Mapping named 'M' is not present"],
    ["an output", { Resources, Outputs: { O: { Value: { Ref: "B" } } } }, "[B] in the Outputs block of the template"],
    [
      "a condition",
      { Resources, Conditions: { C: { "Fn::Equals": [{ Ref: "A" }, "x"] } } },
      "Cannot reference resources in the Conditions block",
    ],
  ];
  for (const [what, template, message] of loose) {
    it(`may not lead nowhere in ${what}`, () => {
      expect(() => check(template)).to.throw(message);
    });
  }
});
