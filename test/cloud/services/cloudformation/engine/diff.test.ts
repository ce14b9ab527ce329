// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how Fn::Sub is written
import type { ResourceChange } from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import { changesBetween } from "../../../../../lab/cloud/services/cloudformation/engine/diff.ts";
import type { TypeFacts } from "../../../../../lab/cloud/services/cloudformation/engine/type-facts.ts";
import type { ResourceRecord, StackTag } from "../../../../../lab/cloud/services/cloudformation/records.ts";
import { Evaluation } from "../../../../../lab/cloud/services/cloudformation/template/evaluation.ts";
import type { ParameterValue } from "../../../../../lab/cloud/services/cloudformation/template/parameters.ts";
import {
  parseTemplate,
  type ResourceDeclaration,
} from "../../../../../lab/cloud/services/cloudformation/template/template.ts";
import { failure } from "../../../use-cloud.ts";

type Resources = Record<string, ResourceDeclaration>;

/** Facts of an imagined type: `Name` needs a new resource, `Maybe` may, and resources carry tags. */
const facts: TypeFacts = {
  recreation: (property) => (property === "Name" ? "Always" : property === "Maybe" ? "Conditionally" : "Never"),
  replaces: () => false,
  takesTags: true,
  conform: (properties) => ({ properties, problems: [] }),
};

function evaluation(Resources: Resources, value: string) {
  const template = parseTemplate(JSON.stringify({ Parameters: { P: { Type: "String" } }, Resources }));
  const parameters: ParameterValue[] = [{ key: "P", type: "String", value, noEcho: false }];
  const stack = { account: "000000000000", region: "us-east-1", id: "arn", name: "s", notificationArns: [] };
  return {
    template,
    parameters,
    evaluation: new Evaluation(template, { stack, parameters, importValue: () => undefined }),
  };
}

/** Records of resources that were made as a template says: Ref answers `id-of-X`, every attribute `Arn` `arn-of-X`. */
function deployed(resources: Resources, value: string): Map<string, ResourceRecord> {
  const { evaluation: done } = evaluation(resources, value);
  const values = { ref: (id: string) => `id-of-${id}`, attribute: (id: string) => `arn-of-${id}` };
  return new Map(
    Object.entries(resources).map(([logicalId, declaration]) => [
      logicalId,
      {
        logicalId,
        type: declaration.Type,
        physicalId: `id-of-${logicalId}`,
        properties: done.properties(logicalId, values),
        attributes: { Arn: `arn-of-${logicalId}` },
        tags: [],
        dependsOn: [],
        suffix: "X",
        deletionPolicy: declaration.DeletionPolicy ?? "Delete",
        updateReplacePolicy: declaration.UpdateReplacePolicy ?? "Delete",
        metadata: declaration.Metadata,
        status: "CREATE_COMPLETE",
        updatedAt: 0,
      },
    ]),
  );
}

/** The changes from one set of resources to another. The parameter P goes from `old` to `value`. */
async function changes(before: Resources, after: Resources, value = "old", wantedTags: StackTag[] = []) {
  const [old, wanted] = [evaluation(before, "old"), evaluation(after, value)];
  const found = await changesBetween({
    records: deployed(before, "old"),
    template: old.template,
    parameters: old.parameters,
    wanted: wanted.evaluation,
    wantedParameters: wanted.parameters,
    wantedTags,
    facts: async () => facts,
  });
  return found.map(({ ResourceChange }) => ResourceChange as ResourceChange);
}

const thing = (Properties: Record<string, unknown>, more: Partial<ResourceDeclaration> = {}) => ({
  Type: "T",
  Properties,
  ...more,
});

describe("The changes between two templates", () => {
  it("are none when nothing changed", async () => {
    const same = { A: thing({ x: { Ref: "P" } }), B: thing({ a: { Ref: "A" }, b: { "Fn::GetAtt": ["A", "Arn"] } }) };
    expect(await changes(same, same)).to.deep.equal([]);
  });

  it("are none when the template says the same in other words", async () => {
    const after = { A: thing({ x: { "Fn::Join": ["", ["o", "ld"]] } }) };
    expect(await changes({ A: thing({ x: "old" }) }, after)).to.deep.equal([]);
  });

  it("name what is added and removed, in the order of their names", async () => {
    const found = await changes({ B: thing({ x: 1 }) }, { C: thing({}), A: thing({}) });
    expect(found.map(({ Action, LogicalResourceId }) => [Action, LogicalResourceId])).to.deep.equal([
      ["Add", "A"],
      ["Remove", "B"],
      ["Add", "C"],
    ]);
    expect(found[1]).to.include({
      PhysicalResourceId: "id-of-B",
      PolicyAction: "Delete",
      BeforeContext: '{"Properties":{"x":1}}',
    });
  });

  it("tell that what is removed is retained", async () => {
    const [removed] = await changes({ A: thing({}, { DeletionPolicy: "Retain" }), B: thing({}) }, { B: thing({}) });
    expect(removed).to.include({ Action: "Remove", PolicyAction: "Retain" });
  });

  const modified: [what: string, before: object, after: object, replacement: string, requires: string][] = [
    ["a property", { x: 1 }, { x: 2 }, "False", "Never"],
    ["a property that needs a new resource", { Name: "a" }, { Name: "b" }, "True", "Always"],
    ["a property that may need one", { Maybe: "a" }, { Maybe: "b" }, "Conditional", "Conditionally"],
    ["a property that is new", {}, { x: 1 }, "False", "Never"],
    ["a property that goes", { Name: "a" }, {}, "True", "Always"],
    ["something deep inside", { x: { y: [{ z: 1 }] } }, { x: { y: [{ z: 2 }] } }, "False", "Never"],
  ];
  for (const [what, before, after, Replacement, RequiresRecreation] of modified) {
    it(`predict what becomes of a resource when ${what} changes: ${Replacement}`, async () => {
      const [change] = await changes({ A: thing({ ...before }) }, { A: thing({ ...after }) });
      expect(change).to.deep.include({
        Action: "Modify",
        Replacement,
        Scope: ["Properties"],
        PhysicalResourceId: "id-of-A",
      });
      expect(change?.Details?.[0]?.Target?.RequiresRecreation).to.equal(RequiresRecreation);
      expect(change?.Details?.[0]).to.include({ Evaluation: "Static", ChangeSource: "DirectModification" });
    });
  }

  it("tell the values of a property before and after", async () => {
    const [change] = await changes({ A: thing({ x: "a" }) }, { A: thing({ x: { b: 1 } }) });
    expect(change?.Details?.[0]?.Target).to.deep.include({
      Name: "x",
      Path: "/Properties/x",
      BeforeValue: "a",
      AfterValue: '{"b":1}',
      AttributeChangeType: "Modify",
    });
  });

  it("say what becomes of a replaced resource", async () => {
    const keep = { UpdateReplacePolicy: "Retain" } as const;
    const [kept] = await changes({ A: thing({ Name: "a" }, keep) }, { A: thing({ Name: "b" }, keep) });
    expect(kept?.PolicyAction).to.equal("ReplaceAndRetain");
    const [replaced] = await changes({ A: thing({ Name: "a" }) }, { A: thing({ Name: "b" }) });
    expect(replaced?.PolicyAction).to.equal("ReplaceAndDelete");
  });

  it("name the parameter that causes them", async () => {
    const same = { A: thing({ Name: { "Fn::Sub": "x-${P}" } }) };
    const [change] = await changes(same, same, "new");
    expect(change?.Details?.[0]).to.include({
      Evaluation: "Static",
      ChangeSource: "ParameterReference",
      CausingEntity: "P",
    });
    expect(change?.Replacement).to.equal("True");
  });

  it("follow a replaced resource to those that refer to it, whose own replacement is not certain", async () => {
    const rest = { B: thing({ Name: { Ref: "A" } }), C: thing({ x: { Ref: "B" } }) };
    const found = await changes({ A: thing({ Name: "a" }), ...rest }, { A: thing({ Name: "b" }), ...rest });
    expect(found.map(({ LogicalResourceId, Replacement }) => [LogicalResourceId, Replacement])).to.deep.equal([
      ["A", "True"],
      ["B", "Conditional"],
      ["C", "False"],
    ]);
    expect(found[1]?.Details?.[0]).to.include({
      Evaluation: "Dynamic",
      ChangeSource: "ResourceReference",
      CausingEntity: "A",
    });
  });

  it("do not follow Ref of a resource that is changed in place, and do follow its attributes", async () => {
    const rest = { B: thing({ x: { Ref: "A" } }), C: thing({ x: { "Fn::GetAtt": ["A", "Arn"] } }) };
    const found = await changes({ A: thing({ x: 1 }), ...rest }, { A: thing({ x: 2 }), ...rest });
    expect(found.map(({ LogicalResourceId }) => LogicalResourceId)).to.deep.equal(["A", "C"]);
    expect(found[1]?.Details?.[0]).to.include({ ChangeSource: "ResourceAttribute", CausingEntity: "A.Arn" });
  });

  it("do not know yet what a new resource will answer", async () => {
    const [, change] = await changes({ B: thing({}) }, { A: thing({}), B: thing({ x: { "Fn::Sub": "${A}/*" } }) });
    expect(change?.Details?.[0]?.Target?.AfterValue).to.equal("{{changeSet:KNOWN_AFTER_APPLY}}/*");
  });

  const attributes: [attribute: string, before: object, after: object][] = [
    ["Metadata", { Metadata: { a: 1 } }, { Metadata: { a: 2 } }],
    ["DeletionPolicy", {}, { DeletionPolicy: "Retain" }],
    ["UpdateReplacePolicy", { UpdateReplacePolicy: "Retain" }, {}],
  ];
  for (const [attribute, before, after] of attributes) {
    it(`include a changed ${attribute}`, async () => {
      const [change] = await changes({ A: thing({}, before) }, { A: thing({}, after) });
      expect(change).to.deep.include({ Scope: [attribute], Replacement: "False" });
    });
  }

  it("include the tags of the stack, for resources that carry them", async () => {
    const same = { A: thing({}) };
    const [change] = await changes(same, same, "old", [{ Key: "k", Value: "v" }]);
    expect(change).to.deep.include({ Scope: ["Tags"], Replacement: "False" });
  });

  it("can not give a resource another type", async () => {
    const error = await failure(changes({ A: thing({}) }, { A: { Type: "U" } }));
    expect(error.message).to.contain("modifies resource type of the following resources: [A]");
  });
});
