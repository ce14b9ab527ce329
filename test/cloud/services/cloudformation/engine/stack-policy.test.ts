import { expect } from "chai";
import {
  checkedPolicy,
  deniedBy,
  type PolicyUpdate,
} from "../../../../../lab/cloud/services/cloudformation/engine/stack-policy.ts";

describe("A stack policy", () => {
  const allow = (more: object = {}) => ({
    Effect: "Allow",
    Action: "Update:*",
    Principal: "*",
    Resource: "*",
    ...more,
  });
  const deny = (more: object = {}) => ({ ...allow(more), Effect: "Deny" });
  const cases: [name: string, statements: object[], update: PolicyUpdate, allowed: boolean][] = [
    ["that allows all lets everything pass", [allow()], "Update:Delete", true],
    [
      "that says nothing of it lets nothing pass",
      [allow({ Resource: "LogicalResourceId/Other" })],
      "Update:Modify",
      false,
    ],
    ["denies more than it allows", [allow(), deny({ Resource: "LogicalResourceId/Db" })], "Update:Modify", false],
    [
      "denies a kind of update",
      [allow(), deny({ Action: ["Update:Replace", "Update:Delete"] })],
      "Update:Replace",
      false,
    ],
    ["leaves the other kinds", [allow(), deny({ Action: ["Update:Replace", "Update:Delete"] })], "Update:Modify", true],
    ["takes many wildcards in ids", [allow(), deny({ Resource: `${"*D*b".repeat(500)}*x` })], "Update:Modify", true],
    ["takes wildcards in ids", [allow(), deny({ Resource: "LogicalResourceId/D*" })], "Update:Modify", false],
    [
      "may say what it does not mean",
      [allow({ NotResource: "LogicalResourceId/Db", Resource: undefined })],
      "Update:Modify",
      false,
    ],
    [
      "may say which updates it does not mean",
      [allow({ NotAction: "Update:Delete", Action: undefined })],
      "Update:Delete",
      false,
    ],
    [
      "may be about types",
      [allow(), deny({ Condition: { StringEquals: { ResourceType: ["AWS::RDS::DBInstance"] } } })],
      "Update:Modify",
      false,
    ],
    [
      "may be about other types",
      [allow(), deny({ Condition: { StringLike: { ResourceType: ["AWS::EC2::*"] } } })],
      "Update:Modify",
      true,
    ],
  ];
  for (const [name, Statement, update, allowed] of cases) {
    it(name, () => {
      const policy = checkedPolicy(JSON.stringify({ Statement }));
      const denial = deniedBy(policy, update, { logicalId: "Db", type: "AWS::RDS::DBInstance" });
      expect(denial === undefined).to.equal(allowed);
    });
  }

  it("that is absent lets everything pass", () => {
    expect(deniedBy(undefined, "Update:Delete", { logicalId: "A", type: "T" })).to.equal(undefined);
  });

  for (const text of [
    "",
    "{}",
    "[]",
    '{"Statement":[{"Effect":"Maybe"}]}',
    '{"Statement":[{"Effect":"Allow","Action":"*"}]}',
  ])
    it(`is none when it is ${text || "empty"}`, () => {
      expect(() => checkedPolicy(text)).to.throw("Invalid stack policy");
    });
});
