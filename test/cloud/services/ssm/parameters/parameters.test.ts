import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  DeleteParametersCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";

describe("The parameter store", () => {
  const lab = useCloud();
  let client: SSMClient;
  before(() => {
    client = lab.client(SSMClient);
  });
  const put = (Name: string, Value: string, more: object = {}) =>
    client.send(new PutParameterCommand({ Name, Value, Type: "String", ...more }));
  const get = async (Name: string) => (await client.send(new GetParameterCommand({ Name }))).Parameter;

  it("keeps each version of a parameter", async () => {
    expect((await put("/app/color", "red")).Version).to.equal(1);
    expect((await failure(put("/app/color", "blue"))).name).to.equal("ParameterAlreadyExists");
    expect((await put("/app/color", "blue", { Overwrite: true })).Version).to.equal(2);
    expect(await get("/app/color")).to.include({
      Value: "blue",
      Version: 2,
      Type: "String",
      ARN: "arn:aws:ssm:us-east-1:000000000000:parameter/app/color",
    });
    expect(await get("/app/color:1")).to.include({ Value: "red", Selector: ":1" });
    const { Parameters } = await client.send(new GetParameterHistoryCommand({ Name: "/app/color" }));
    expect(Parameters?.map(({ Value }) => Value)).to.deep.equal(["red", "blue"]);
  });

  it("counts the versions of a parameter from its creation", async () => {
    for (const Value of ["a", "b"]) await put("/app/anew", Value, { Overwrite: true });
    await client.send(new DeleteParameterCommand({ Name: "/app/anew" }));
    expect((await put("/app/anew", "c")).Version).to.equal(1);
    const { Parameters } = await client.send(new GetParameterHistoryCommand({ Name: "/app/anew" }));
    expect(Parameters?.map(({ Value, Version }) => [Value, Version])).to.deep.equal([["c", 1]]);
    expect((await failure(get("/app/anew:2"))).name).to.equal("ParameterVersionNotFound");
  });

  it("answers several at once, and says which are missing", async () => {
    await put("one", "1");
    const { Parameters, InvalidParameters } = await client.send(new GetParametersCommand({ Names: ["one", "none"] }));
    expect(Parameters?.map(({ Name }) => Name)).to.deep.equal(["one"]);
    expect(InvalidParameters).to.deep.equal(["none"]);
    const error = await failure(client.send(new GetParameterCommand({ Name: "none" })));
    expect([error.name, error.$metadata?.httpStatusCode]).to.deep.equal(["ParameterNotFound", 400]);
  });

  it("finds what is under a path, one level or all, in pages", async () => {
    for (const name of ["a", "b", "c/d"]) await put(`/tree/${name}`, name);
    await put("/treehouse/x", "x");
    const under = async (Recursive: boolean) => {
      const values: (string | undefined)[] = [];
      let NextToken: string | undefined;
      do {
        const page = await client.send(
          new GetParametersByPathCommand({ Path: "/tree", Recursive, MaxResults: 1, NextToken }),
        );
        values.push(...(page.Parameters ?? []).map(({ Value }) => Value));
        NextToken = page.NextToken;
      } while (NextToken);
      return values;
    };
    expect(await under(false)).to.deep.equal(["a", "b"]);
    expect(await under(true)).to.deep.equal(["a", "b", "c/d"]);
  });

  it("describes by filters", async () => {
    await put("/filter/list", "a,b", { Type: "StringList", Description: "a list" });
    const ParameterFilters = [
      { Key: "Name", Option: "BeginsWith", Values: ["/filter/"] },
      { Key: "Type", Values: ["StringList"] },
    ];
    const { Parameters } = await client.send(new DescribeParametersCommand({ ParameterFilters }));
    expect(Parameters?.map(({ Name, Description }) => [Name, Description])).to.deep.equal([["/filter/list", "a list"]]);
  });

  it("keeps tags, until the parameter is deleted", async () => {
    await put("tagged", "x");
    await client.send(
      new AddTagsToResourceCommand({
        ResourceType: "Parameter",
        ResourceId: "tagged",
        Tags: [{ Key: "a", Value: "1" }],
      }),
    );
    expect(
      (await client.send(new ListTagsForResourceCommand({ ResourceType: "Parameter", ResourceId: "tagged" }))).TagList,
    ).to.deep.equal([{ Key: "a", Value: "1" }]);
    await client.send(new DeleteParameterCommand({ Name: "tagged" }));
    expect((await failure(client.send(new DeleteParameterCommand({ Name: "tagged" })))).name).to.equal(
      "ParameterNotFound",
    );
    expect((await client.send(new DeleteParametersCommand({ Names: ["tagged"] }))).InvalidParameters).to.deep.equal([
      "tagged",
    ]);
  });

  const refused: [name: string, input: object, error: string][] = [
    ["a name of AWS's own", { Name: "/aws/mine" }, "AccessDeniedException"],
    ["a name that begins as AWS's own do", { Name: "ssm-mine" }, "ValidationException"],
    ["a path with an empty part", { Name: "/a//b" }, "ValidationException"],
    ["a path that begins with an empty part", { Name: "//a" }, "ValidationException"],
    ["a path that ends with an empty part", { Name: "/a/" }, "ValidationException"],
    ["a path that does not begin with a slash", { Name: "a/b" }, "ValidationException"],
    ["a name with spaces", { Name: "a b" }, "ValidationException"],
    ["an empty value", { Value: "" }, "ValidationException"],
    ["more than four kilobytes", { Value: "x".repeat(4097) }, "ValidationException"],
    ["a value that its own pattern forbids", { AllowedPattern: "^\\d+$" }, "ParameterPatternMismatchException"],
    ["a pattern that is none", { AllowedPattern: "(" }, "InvalidAllowedPatternException"],
    [
      "a value that takes a pattern hours to forbid",
      { Value: "a".repeat(4000), AllowedPattern: "^(a+)+b$" },
      "ParameterPatternMismatchException",
    ],
    [
      "a pattern that takes hours, and that no linear engine has",
      { Value: "a".repeat(4000), AllowedPattern: "^(?!b)(a+)+b$" },
      "InvalidAllowedPatternException",
    ],
    ["a type left out", { Type: undefined }, "ValidationException"],
    ["too deep a path", { Name: `/${"a/".repeat(16)}b` }, "HierarchyLevelLimitExceededException"],
  ];
  for (const [name, input, error] of refused) {
    it(`refuses ${name}`, async () => expect((await failure(put("refused", "x", input))).name).to.equal(error));
  }

  it("refuses to look below a path with an empty part", async () => {
    for (const Path of ["//a", "/a//b", "a"]) {
      const refused = await failure(client.send(new GetParametersByPathCommand({ Path })));
      expect([refused.name, refused.message]).to.satisfy(
        ([name, message]: string[]) => name === "ValidationException" && /requirements/.test(message ?? ""),
      );
    }
  });
});
