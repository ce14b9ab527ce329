import { type ParameterStringFilter, SSM } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";

describe("Filters of parameters", () => {
  const lab = useCloud();
  let ssm: SSM;
  before(async () => {
    ssm = lab.client(SSM);
    const Tags = [{ Key: "stage", Value: "prod" }];
    await ssm.putParameter({ Name: "/shop/db/host", Value: "h", Type: "String", Tags });
    await ssm.putParameter({ Name: "/shop/db/password", Value: "p", Type: "SecureString" });
    await ssm.putParameter({ Name: "/shop/name", Value: "n", Type: "String", Tier: "Advanced" });
    await ssm.putParameter({ Name: "shopping", Value: "a,b", Type: "StringList" });
    await ssm.labelParameterVersion({ Name: "/shop/db/host", Labels: ["live"] });
  });

  const found: [what: string, filter: ParameterStringFilter, names: string[]][] = [
    ["below a path, one level", { Key: "Path", Values: ["/shop"] }, ["/shop/name"]],
    [
      "below a path, all levels",
      { Key: "Path", Option: "Recursive", Values: ["/shop/"] },
      ["/shop/db/host", "/shop/db/password", "/shop/name"],
    ],
    ["at the root of all paths", { Key: "Path", Option: "OneLevel", Values: ["/"] }, ["shopping"]],
    ["with a tag", { Key: "tag:stage" }, ["/shop/db/host"]],
    ["with a value of a tag", { Key: "tag:stage", Values: ["prod", "test"] }, ["/shop/db/host"]],
    ["with another value of a tag", { Key: "tag:stage", Values: ["test"] }, []],
    ["with a tag that every object seems to have", { Key: "tag:constructor" }, []],
    ["with a part of a name", { Key: "Name", Option: "Contains", Values: ["hopp"] }, ["shopping"]],
    [
      "with the beginning of a name, as it is written",
      { Key: "Name", Option: "BeginsWith", Values: ["/shop"] },
      ["/shop/db/host", "/shop/db/password", "/shop/name"],
    ],
    ["with a type", { Key: "Type", Values: ["SecureString", "StringList"] }, ["/shop/db/password", "shopping"]],
    ["with a tier", { Key: "Tier", Values: ["Advanced"] }, ["/shop/name"]],
    ["with a key", { Key: "KeyId", Option: "BeginsWith", Values: ["alias/"] }, ["/shop/db/password"]],
  ];
  for (const [what, filter, names] of found) {
    it(`find what is ${what}`, async () => {
      const { Parameters = [] } = await ssm.describeParameters({ ParameterFilters: [filter] });
      expect(Parameters.map(({ Name }) => Name)).to.deep.equal(names);
    });
  }

  const refused: [what: string, filters: ParameterStringFilter[], error: string][] = [
    ["a label", [{ Key: "Label", Values: ["live"] }], "InvalidFilterKey"],
    ["the same key twice", [1, 2].map(() => ({ Key: "Name", Values: ["a"] })), "InvalidFilterKey"],
    ["no values", [{ Key: "Name" }], "InvalidFilterValue"],
    ["an option that a path has not", [{ Key: "Path", Option: "Equals", Values: ["/a"] }], "InvalidFilterOption"],
    ["an option that a type has not", [{ Key: "Type", Option: "Contains", Values: ["S"] }], "InvalidFilterOption"],
    ["a type that there is not", [{ Key: "Type", Values: ["Number"] }], "InvalidFilterOption"],
    ["a path that is none", [{ Key: "Path", Values: ["shop"] }], "ValidationException"],
    ["a path of AWS's own", [{ Key: "Path", Values: ["/aws/service"] }], "ValidationException"],
    ["a key that there is not", [{ Key: "Value", Values: ["h"] }], "ValidationException"],
  ];
  for (const [what, ParameterFilters, error] of refused) {
    it(`are refused with ${what}`, async () => {
      expect((await failure(ssm.describeParameters({ ParameterFilters }))).name).to.equal(error);
    });
  }

  it("may be those of old, but not both", async () => {
    const Filters = [{ Key: "Name" as const, Values: ["/shop/db"] }];
    const { Parameters = [] } = await ssm.describeParameters({ Filters });
    expect(Parameters.map(({ Name }) => Name)).to.deep.equal(["/shop/db/host", "/shop/db/password"]);
    const ParameterFilters = [{ Key: "Name", Values: ["a"] }];
    expect((await failure(ssm.describeParameters({ Filters, ParameterFilters }))).name).to.equal("ValidationException");
  });

  it("find what is below a path by label and type, and refuse names there", async () => {
    const below = async (ParameterFilters: ParameterStringFilter[]) => {
      const { Parameters = [] } = await ssm.getParametersByPath({ Path: "/shop", Recursive: true, ParameterFilters });
      return Parameters.map(({ Name }) => Name);
    };
    expect(await below([{ Key: "Label", Values: ["live"] }])).to.deep.equal(["/shop/db/host"]);
    expect(await below([{ Key: "Type", Values: ["SecureString"] }])).to.deep.equal(["/shop/db/password"]);
    expect((await failure(below([{ Key: "Name", Values: ["/shop/name"] }]))).name).to.equal("InvalidFilterKey");
  });
});
