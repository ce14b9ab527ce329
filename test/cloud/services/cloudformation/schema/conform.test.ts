import { expect } from "chai";
import { type Conformed, conform } from "../../../../../lab/cloud/services/cloudformation/schema/conform.ts";
import {
  type ResourceSchema,
  schemaOf,
} from "../../../../../lab/cloud/services/cloudformation/schema/resource-schema.ts";

describe("The schema of a resource type", () => {
  it("is what AWS publishes", async () => {
    const schema = (await schemaOf("AWS::Lambda::Permission")) as ResourceSchema;
    expect(schema.properties.FunctionName).to.deep.include({ required: true, causesReplacement: "yes" });
    expect(schema.properties.FunctionName?.type.type).to.equal("string");
  });

  for (const type of ["AWS::Nowhere::Thing", "Custom::Thing", "3215", "constructor", ""]) {
    it(`is not there for ${type || "no type"}`, async () => {
      expect(await schemaOf(type)).to.equal(undefined);
    });
  }
});

describe("Properties", () => {
  const compare = async (type: string, properties: object): Promise<Conformed> =>
    conform(properties as Record<string, unknown>, (await schemaOf(type)) as ResourceSchema);
  const fn = { Code: { ZipFile: "x" }, Role: "r" };

  const converted: [what: string, type: string, properties: object, expected: object][] = [
    ["numbers in text", "AWS::Lambda::Function", { ...fn, MemorySize: "128" }, { ...fn, MemorySize: 128 }],
    ["text from numbers", "AWS::SSM::Parameter", { Type: "String", Value: 33 }, { Type: "String", Value: "33" }],
    ["booleans in text", "AWS::ECR::Repository", { EmptyOnDelete: "true" }, { EmptyOnDelete: true }],
    [
      "values of maps inside objects",
      "AWS::Lambda::Function",
      { ...fn, Environment: { Variables: { A: 1, B: false } } },
      { ...fn, Environment: { Variables: { A: "1", B: "false" } } },
    ],
    ["tags", "AWS::Logs::LogGroup", { Tags: [{ Key: "a", Value: 1 }] }, { Tags: [{ Key: "a", Value: "1" }] }],
    [
      "nothing of a document",
      "AWS::S3::BucketPolicy",
      { Bucket: "b", PolicyDocument: { a: [1, true] } },
      { Bucket: "b", PolicyDocument: { a: [1, true] } },
    ],
    [
      "nothing of a dynamic reference",
      "AWS::Lambda::Function",
      { ...fn, MemorySize: "{{resolve:ssm:size}}" },
      { ...fn, MemorySize: "{{resolve:ssm:size}}" },
    ],
  ];
  for (const [what, type, properties, expected] of converted) {
    it(`get their proper types: ${what}`, async () => {
      expect(await compare(type, properties)).to.deep.equal({ properties: expected, problems: [] });
    });
  }

  const wrong: [what: string, type: string, properties: object, problem: string][] = [
    [
      "an unknown one",
      "AWS::SSM::Parameter",
      { Type: "String", Value: "v", Foo: 1 },
      "#: extraneous key [Foo] is not permitted",
    ],
    [
      "an unknown one inside",
      "AWS::Lambda::Function",
      { ...fn, Code: { Zip: "x" } },
      "#/Code: extraneous key [Zip] is not permitted",
    ],
    [
      "one named like an object's method",
      "AWS::SSM::Parameter",
      { Type: "String", Value: "v", toString: 1 },
      "#: extraneous key [toString] is not permitted",
    ],
    ["a missing one", "AWS::SSM::Parameter", { Type: "String" }, "#: required key [Value] not found"],
    [
      "a value that is not allowed",
      "AWS::Logs::LogGroup",
      { RetentionInDays: 2 },
      "#/RetentionInDays: 2 is not a valid enum value",
    ],
    [
      "text for a number",
      "AWS::Lambda::Function",
      { ...fn, Timeout: "soon" },
      "#/Timeout: expected type: Integer, found: String",
    ],
    [
      "a fraction for an integer",
      "AWS::Lambda::Function",
      { ...fn, Timeout: 1.5 },
      "#/Timeout: expected type: Integer, found: Number",
    ],
    [
      "text for a boolean",
      "AWS::ECR::Repository",
      { EmptyOnDelete: "maybe" },
      "#/EmptyOnDelete: expected type: Boolean, found: String",
    ],
    [
      "an object for text",
      "AWS::SSM::Parameter",
      { Type: "String", Value: {} },
      "#/Value: expected type: String, found: JSONObject",
    ],
    [
      "text for a list",
      "AWS::Lambda::Function",
      { ...fn, Layers: "l" },
      "#/Layers: expected type: JSONArray, found: String",
    ],
    [
      "a list for an object",
      "AWS::Lambda::Function",
      { ...fn, Environment: [] },
      "#/Environment: expected type: JSONObject, found: JSONArray",
    ],
  ];
  for (const [what, type, properties, problem] of wrong) {
    it(`are found wrong: ${what}`, async () => {
      expect((await compare(type, properties)).problems).to.deep.equal([problem]);
    });
  }
});
