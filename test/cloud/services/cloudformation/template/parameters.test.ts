import type { Parameter } from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import {
  type ParameterValue,
  parameterValues,
  referenced,
} from "../../../../../lab/cloud/services/cloudformation/template/parameters.ts";
import type { ParameterDeclaration } from "../../../../../lab/cloud/services/cloudformation/template/template.ts";
import { failure } from "../../../use-cloud.ts";

const stored = new Map([["/a", "x, y"]]);
const give = (
  P: Partial<ParameterDeclaration>,
  given: Omit<Parameter, "ParameterKey"> | undefined,
  previous: ParameterValue[] = [],
) =>
  parameterValues({
    declared: { P: { Type: "String", ...P } as ParameterDeclaration },
    given: given ? [{ ParameterKey: "P", ...given }] : [],
    previous,
    fetch: async () => stored,
  });
const before: ParameterValue = { key: "P", type: "String", value: "old", noEcho: false };

describe("A parameter", () => {
  const accepted: [what: string, declared: Partial<ParameterDeclaration>, given: object | undefined, value: unknown][] =
    [
      ["the value that is given", {}, { ParameterValue: "v" }, "v"],
      ["its default", { Default: "d" }, undefined, "d"],
      ["a default that is a number", { Type: "Number", Default: 5 }, undefined, "5"],
      ["an empty value", { Default: "d" }, { ParameterValue: "" }, ""],
      ["the previous value", {}, { UsePreviousValue: true }, "old"],
      ["its default rather than a previous value that was not asked for", { Default: "d" }, undefined, "d"],
      ["a list, when it is one", { Type: "CommaDelimitedList" }, { ParameterValue: "a, b,c" }, ["a", "b", "c"]],
      ["an empty list", { Type: "List<Number>", Default: "" }, { ParameterValue: "1,2" }, ["1", "2"]],
      ["what Parameter Store has", { Type: "AWS::SSM::Parameter::Value<String>" }, { ParameterValue: "/a" }, "x, y"],
      [
        "a list from Parameter Store",
        { Type: "AWS::SSM::Parameter::Value<List<String>>", Default: "/a" },
        undefined,
        ["x", "y"],
      ],
      ["a list of ids", { Type: "List<AWS::EC2::Subnet::Id>" }, { ParameterValue: "s-1,s-2" }, ["s-1", "s-2"]],
    ];
  for (const [what, declared, given, value] of accepted) {
    it(`takes ${what}`, async () => {
      const [parameter] = await give(declared, given, [before]);
      expect(referenced(parameter as ParameterValue)).to.deep.equal(value);
    });
  }

  it("keeps the name in Parameter Store as its value, and is told apart from what it stands for", async () => {
    const [parameter] = await give({ Type: "AWS::SSM::Parameter::Value<String>", Default: "/a" }, undefined);
    expect(parameter).to.include({ value: "/a", resolved: "x, y" });
  });

  const refused: [what: string, declared: Partial<ParameterDeclaration>, given: object | undefined, message: string][] =
    [
      ["no value and no default", {}, undefined, "Parameters: [P] must have values"],
      [
        "a previous value when there is none",
        { Type: "String" },
        { UsePreviousValue: true },
        "not in the previous template",
      ],
      ["a previous value and a new one", {}, { UsePreviousValue: true, ParameterValue: "x" }, "not both"],
      ["a type that does not exist", { Type: "Text", Default: "x" }, undefined, "Unrecognized parameter type: Text"],
      ["a default that is a list", { Default: [] }, undefined, "Every Default member must be a string."],
      [
        "a value that is not allowed",
        { AllowedValues: ["a", 1] },
        { ParameterValue: "b" },
        "Parameter 'P' must be one of AllowedValues",
      ],
      [
        "a value that does not match",
        { AllowedPattern: "[a-z]+" },
        { ParameterValue: "ab1" },
        "Parameter 'P' must match pattern [a-z]+",
      ],
      ["a value that matches only in part", { AllowedPattern: "a|b" }, { ParameterValue: "ax" }, "must match pattern"],
      [
        "a value that takes a pattern hours to refuse",
        { AllowedPattern: "(a+)+" },
        { ParameterValue: `${"a".repeat(4000)}!` },
        "must match pattern (a+)+",
      ],
      [
        "a pattern that never ends",
        { AllowedPattern: "(?!b)(a+)+" },
        { ParameterValue: `${"a".repeat(4000)}!` },
        "takes too long to match",
      ],
      ["a pattern that is none", { AllowedPattern: "(" }, { ParameterValue: "a" }, "is not a regular expression"],
      ["a short value", { MinLength: 3 }, { ParameterValue: "ab" }, "must contain at least 3 characters"],
      ["a long value", { MaxLength: "1" }, { ParameterValue: "ab" }, "must contain at most 1 characters"],
      ["a huge value", {}, { ParameterValue: "x".repeat(4097) }, "must contain at most 4096 characters"],
      ["no number", { Type: "Number" }, { ParameterValue: "1a" }, "must be a number"],
      ["a small number", { Type: "Number", MinValue: 3 }, { ParameterValue: "2" }, "must be a number not less than 3"],
      [
        "a large number",
        { Type: "Number", MaxValue: 3 },
        { ParameterValue: "3.5" },
        "must be a number not greater than 3",
      ],
      ["a list with one wrong item", { Type: "List<Number>" }, { ParameterValue: "1,b" }, "must be a number"],
      [
        "a name that Parameter Store does not know",
        { Type: "AWS::SSM::Parameter::Value<String>" },
        { ParameterValue: "/b" },
        "Unable to fetch parameters [/b] from parameter store for this account.",
      ],
      [
        "a broken constraint with a description",
        { MinLength: 3, ConstraintDescription: "be long" },
        { ParameterValue: "a" },
        "Parameter P failed to satisfy constraint: be long",
      ],
    ];
  for (const [what, declared, given, message] of refused) {
    it(`refuses ${what}`, async () => {
      const error = await failure(give(declared, given));
      expect(error.message).to.contain(message);
      expect(error.name).to.equal("ValidationError");
    });
  }

  it("refuses a value for a parameter that the template does not have", async () => {
    const given = [{ ParameterKey: "Q", ParameterValue: "x" }];
    const call = parameterValues({ declared: {}, given, previous: [], fetch: async () => stored });
    expect((await failure(call)).message).to.equal("Parameters: [Q] do not exist in the template");
  });
});
