// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how Fn::Sub is written
import { expect } from "chai";
import { Evaluation } from "../../../../../lab/cloud/services/cloudformation/template/evaluation.ts";
import type { ParameterValue } from "../../../../../lab/cloud/services/cloudformation/template/parameters.ts";
import { parseTemplate } from "../../../../../lab/cloud/services/cloudformation/template/template.ts";

const stack = { account: "000000000000", region: "us-east-1", id: "arn:stack", name: "s", notificationArns: [] };
const evaluate = (template: object, values: Record<string, string> = {}) =>
  new Evaluation(parseTemplate(JSON.stringify(template)), {
    stack,
    parameters: Object.entries(values).map(
      ([key, value]): ParameterValue => ({ key, value, type: "String", noEcho: false }),
    ),
    importValue: (name) => (name === "known" ? "imported" : undefined),
  });
const resource = { Type: "T" };
const live = { ref: (id: string) => `${id}-id`, attribute: (id: string, name: string) => `${id}.${name}` };

describe("Conditions", () => {
  const is = (left: unknown, right: unknown) => ({ "Fn::Equals": [left, right] });
  const cases: [what: string, condition: unknown, expected: boolean][] = [
    ["Equals", is({ Ref: "P" }, "p"), true],
    ["Equals of a number and text", is(1, "1"), true],
    ["Equals of lists", is(["a", 1], ["a", "1"]), true],
    ["Equals with a pseudo parameter", is({ Ref: "AWS::Region" }, "us-east-1"), true],
    ["Equals that is not", is({ Ref: "P" }, "q"), false],
    ["Not", { "Fn::Not": [is(1, 2)] }, true],
    ["And", { "Fn::And": [is(1, 1), is(1, 2)] }, false],
    ["Or", { "Fn::Or": [is(1, 2), is(1, 1)] }, true],
    ["another condition", { Condition: "Other" }, true],
    ["another condition inside a function", { "Fn::And": [{ Condition: "Other" }, is(1, 1)] }, true],
  ];
  for (const [what, C, expected] of cases) {
    it(`understand ${what}`, () => {
      const Conditions = { C, Other: is({ Ref: "P" }, "p") };
      expect(evaluate({ Conditions, Resources: { A: resource } }, { P: "p" }).condition("C")).to.equal(expected);
    });
  }

  const refused: [what: string, Conditions: object, message: string][] = [
    ["circles", { A: { Condition: "B" }, B: { Condition: "A" } }, "Circular dependency in condition"],
    ["unknown conditions", { A: { Condition: "B" } }, "Unresolved condition dependency B"],
    ["what is no condition", { A: "yes" }, "Every Conditions member must be a condition function call"],
    [
      "a chain without end",
      Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`C${i}`, { Condition: `C${i + 1}` }])),
      "over more than 200 levels",
    ],
    ["And of one", { A: { "Fn::And": [is(1, 1)] } }, "at least 2 and at most 10"],
  ];
  for (const [what, Conditions, message] of refused) {
    it(`refuse ${what}`, () => {
      expect(() => evaluate({ Conditions, Resources: { A: resource } })).to.throw(message);
    });
  }

  it("take resources, outputs and branches with everything in them out of the template", () => {
    const evaluation = evaluate({
      Conditions: { No: is(1, 2) },
      Resources: {
        A: { ...resource, Properties: { x: { "Fn::If": ["No", { Ref: "B" }, "y"] } } },
        B: { ...resource, Condition: "No" },
      },
      Outputs: { O: { Condition: "No", Value: { Ref: "B" } } },
    });
    evaluation.check();
    expect([...evaluation.resources.keys()]).to.deep.equal(["A"]);
    expect(evaluation.properties("A", live)).to.deep.equal({ x: "y" });
    expect(evaluation.outputs(live)).to.deep.equal([]);
  });

  it("leave no reference to a resource that they took out", () => {
    const Resources = { A: { ...resource, Properties: { x: { Ref: "B" } } }, B: { ...resource, Condition: "No" } };
    const evaluation = evaluate({ Conditions: { No: is(1, 2) }, Resources });
    expect(() => evaluation.check()).to.throw("Unresolved resource dependencies [B]");
  });
});

describe("Rules", () => {
  const rule = (Assert: unknown, RuleCondition?: unknown) => ({
    Rules: {
      R: { ...(RuleCondition ? { RuleCondition } : {}), Assertions: [{ Assert, AssertDescription: "must be so" }] },
    },
    Parameters: { P: { Type: "String" } },
    Resources: { A: resource },
  });
  const oneOf = (values: string[]) => ({ "Fn::Contains": [values, { Ref: "P" }] });

  it("let parameters pass that satisfy them", () => {
    evaluate(rule({ "Fn::Not": [oneOf(["1", "2"])] }), { P: "33" }).check();
    evaluate(rule({ "Fn::EachMemberIn": [[{ Ref: "P" }], ["a", "b"]] }), { P: "a" }).check();
    evaluate(rule({ "Fn::EachMemberEquals": [{ "Fn::RefAll": "String" }, "a"] }), { P: "a" }).check();
  });

  it("refuse others, in the words of the assertion", () => {
    expect(() => evaluate(rule(oneOf(["1", "2"])), { P: "3" }).check()).to.throw("must be so");
  });

  it("do not count when their condition is false", () => {
    evaluate(rule(oneOf([]), { "Fn::Equals": [{ Ref: "P" }, "x"] }), { P: "3" }).check();
  });
});

describe("An evaluated template", () => {
  it("knows which resources need which", () => {
    const evaluation = evaluate({
      Resources: {
        Sub: { ...resource, Properties: { x: { "Fn::Sub": "${Att.Arn}" } } },
        Att: { ...resource, Properties: { x: { "Fn::GetAtt": ["Plain", "Arn"] } } },
        Plain: resource,
        After: { ...resource, DependsOn: ["Plain", "Sub"] },
      },
    });
    expect(Object.fromEntries([...evaluation.dependencies()].map(([id, before]) => [id, [...before]]))).to.deep.equal({
      Sub: ["Att"],
      Att: ["Plain"],
      Plain: [],
      After: ["Plain", "Sub"],
    });
  });

  it("gives outputs as text, with the names they are exported under", () => {
    const evaluation = evaluate({
      Resources: { A: resource },
      Outputs: {
        O: {
          Value: { "Fn::GetAtt": ["A", "Port"] },
          Description: "d",
          Export: { Name: { "Fn::Sub": "${AWS::StackName}-o" } },
        },
      },
    });
    const port = { ...live, attribute: () => 80 };
    expect(evaluation.outputs(port)).to.deep.equal([{ key: "O", value: "80", description: "d", exportName: "s-o" }]);
  });

  it("refuses an output that is no text", () => {
    const evaluation = evaluate({ Resources: { A: resource }, Outputs: { O: { Value: ["a"] } } });
    expect(() => evaluation.outputs(live)).to.throw("must evaluate to a String");
  });

  it("names the exports that it imports, and only those that count", () => {
    const value = (name: unknown) => ({ "Fn::ImportValue": name });
    const evaluation = evaluate(
      {
        Parameters: { P: { Type: "String" } },
        Conditions: { No: { "Fn::Equals": [1, 2] } },
        Resources: {
          A: {
            ...resource,
            Properties: { x: value({ "Fn::Sub": "${P}-vpc" }), y: { "Fn::If": ["No", value("no"), 1] } },
          },
        },
        Outputs: { O: { Value: value("known") } },
      },
      { P: "net" },
    );
    expect(evaluation.imports()).to.have.members(["net-vpc", "known"]);
  });

  it("knows the stack through pseudo parameters", () => {
    const text =
      "${AWS::Partition} ${AWS::Region} ${AWS::AccountId} ${AWS::StackName} ${AWS::StackId} ${AWS::URLSuffix}";
    const evaluation = evaluate({ Resources: { A: { ...resource, Properties: { x: { "Fn::Sub": text } } } } });
    expect(evaluation.properties("A", live).x).to.equal("aws us-east-1 000000000000 s arn:stack amazonaws.com");
  });
});
