import { expect } from "chai";
import type { Service } from "../../../lab/cloud/service/service.ts";
import { services } from "../../../lab/cloud/services/index.ts";
import { structuresIn, withoutEmpty } from "../../../lab/cloud/wire/empty-members.ts";
import { modelOf, type OperationModel } from "../../../lab/cloud/wire/model.ts";
import { type Shape, shapeOf } from "../../../lab/cloud/wire/shape.ts";

describe("Members that a service leaves out when they are empty", () => {
  let shape: Shape;
  before(async () => {
    const { operations } = modelOf(await import("@aws-sdk/client-cloudformation"));
    shape = shapeOf((operations.get("DescribeStacks") as OperationModel).output);
  });

  const leftOut = { Stack: ["Outputs", "RollbackConfiguration"], Tag: ["Nothing"] };
  const cases: [what: string, stack: object, expected: object][] = [
    ["empty lists go", { StackName: "a", Outputs: [] }, { StackName: "a" }],
    ["empty structures go", { RollbackConfiguration: {} }, {}],
    ["structures of nothing go", { RollbackConfiguration: { RollbackTriggers: undefined } }, {}],
    ["others stay", { Tags: [], Parameters: [], Description: "" }, { Tags: [], Parameters: [], Description: "" }],
    ["what is not empty stays", { Outputs: [{ OutputKey: "K" }] }, { Outputs: [{ OutputKey: "K" }] }],
    ["times stay", { CreationTime: new Date(0) }, { CreationTime: new Date(0) }],
  ];
  for (const [what, stack, expected] of cases)
    it(`in an answer: ${what}`, () => {
      expect(withoutEmpty({ Stacks: [stack] }, shape, leftOut)).to.deep.equal({ Stacks: [expected] });
    });

  it("cost nothing where no answer has them", () => {
    const answer = { Stacks: [] };
    expect(withoutEmpty(answer, shape, undefined)).to.equal(answer);
  });

  it("are members that the service's model has", async () => {
    for (const { load } of Object.values(services)) {
      const definition = (await load()).service as unknown as Service;
      const named = Object.entries(definition.leftOutWhenEmpty ?? {});
      if (named.length === 0) continue;
      const { operations } = modelOf(await definition.sdk());
      const members = new Set<string>();
      for (const { output } of operations.values()) for (const name of membersIn(shapeOf(output))) members.add(name);
      for (const [structure, names] of named)
        for (const name of names) expect(members, definition.name).to.include(`${structure}.${name}`);
    }
  });
});

/** The members that may be empty, such as `Stack.Outputs`, of all structures in a value of a shape. */
function membersIn(shape: Shape): string[] {
  return structuresIn(shape).flatMap((structure) =>
    structure.members
      .filter((member) => ["list", "map", "structure"].includes(member.shape.kind))
      .map((member) => `${structure.name}.${member.name}`),
  );
}
