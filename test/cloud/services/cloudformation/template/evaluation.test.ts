// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how Fn::Sub is written
import { expect } from "chai";
import { Evaluation } from "../../../../../lab/cloud/services/cloudformation/template/evaluation.ts";
import type { ParameterValue } from "../../../../../lab/cloud/services/cloudformation/template/parameters.ts";
import { parseTemplate } from "../../../../../lab/cloud/services/cloudformation/template/template.ts";
import { failure } from "../../../use-cloud.ts";

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

  const impossible: [what: string, value: unknown, message: string][] = [
    [
      "a mapping key that is not there",
      { "Fn::FindInMap": ["M", "none", "x"] },
      "Unable to get mapping for M::none::x",
    ],
    ["a condition's function as a value", { "Fn::And": [true, true] }, "Encountered unsupported function: Fn::And"],
    [
      "AWS::NoValue as a variable of Fn::Sub",
      { "Fn::Sub": ["${A}", { A: { Ref: "AWS::NoValue" } }] },
      "Template error: every value of the context object of every Fn::Sub object must be a string or a function that returns a string",
    ],
    ["AWS::NoValue inside of Fn::Sub", { "Fn::Sub": "a${AWS::NoValue}" }, "in Fn::Sub expression does not resolve"],
    [
      "AWS::NoValue as what is to be encoded",
      { "Fn::Base64": { Ref: "AWS::NoValue" } },
      "does not resolve to a string",
    ],
    ["AWS::NoValue as a region", { "Fn::GetAZs": { Ref: "AWS::NoValue" } }, "does not resolve to a string"],
  ];
  for (const [what, x, message] of impossible) {
    it(`is refused before anything is made, with ${what}`, async () => {
      const template = (more: object) => ({ Mappings: { M: { a: { x: "1" } } }, Resources: { A: resource }, ...more });
      const inResource = evaluate(template({ Resources: { A: { ...resource, Properties: { x } } } }));
      expect((await failure(inResource.checkFunctions())).message).to.contain(message);
      const inOutput = evaluate(template({ Outputs: { O: { Value: x } } }));
      expect((await failure(inOutput.checkFunctions())).message).to.contain(message);
    });
  }

  it("is not refused for what only its resources tell", async () => {
    const made = { "Fn::GetAtt": ["A", "Value"] };
    const Properties = {
      join: { "Fn::Join": [",", made] },
      select: { "Fn::Select": [made, ["a", "b"]] },
      selected: { "Fn::Select": [2, { "Fn::Split": [",", made] }] },
      cidr: { "Fn::Cidr": [made, 2, 8] },
      cidrs: { "Fn::Cidr": ["10.0.0.0/16", made, 8] },
      map: { "Fn::FindInMap": ["M", made, "x"] },
      zones: { "Fn::GetAZs": made },
      base64: { "Fn::Base64": { "Fn::Sub": ["${made}", { made }] } },
    };
    const Mappings = { M: { a: { x: "1" } } };
    await evaluate({ Mappings, Resources: { A: resource, B: { ...resource, Properties } } }).checkFunctions();
  });

  it("has nothing where AWS::NoValue stands", () => {
    const none = { Ref: "AWS::NoValue" };
    const Properties = { a: none, b: [none, 1], c: { d: none }, e: { "Fn::Join": ["-", ["x", none, "y"]] } };
    const evaluation = evaluate({
      Resources: { A: { ...resource, Properties, Metadata: none }, B: { ...resource, Properties: none } },
      Outputs: { O: { Value: none } },
    });
    expect(evaluation.properties("A", live)).to.deep.equal({ b: [1], c: {}, e: "x-y" });
    expect(evaluation.properties("B", live)).to.deep.equal({});
    expect(evaluation.value(none, live)).to.equal(undefined);
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
