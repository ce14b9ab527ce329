import { expect } from "chai";
import { libraryOf, withIncludes } from "../../../../../lab/cloud/services/cloudformation/transforms/include.ts";

describe("Snippets of a template", () => {
  const include = { "Fn::Transform": { Name: "AWS::Include", Parameters: { Location: "s3://snippets/one" } } };
  const library = (snippet: object) =>
    libraryOf({ value: (written) => written, fetch: async () => JSON.stringify(snippet) });

  it("join what is beside their calls, whatever they are called", async () => {
    const included = await withIncludes({ a: 1, ...include }, library(JSON.parse('{"b": 2, "__proto__": 3}')));
    expect(Object.entries(included as object)).to.deep.equal([
      ["a", 1],
      ["b", 2],
      ["__proto__", 3],
    ]);
  });

  it("that include others twice, and these others, end the template", async () => {
    const level = (Location: number) => ({
      "Fn::Transform": { Name: "AWS::Include", Parameters: { Location: `${Location}` } },
    });
    const fetch = async (location: string) => {
      const next = Number(location) - 1;
      return JSON.stringify(next < 0 ? {} : { A: level(next), B: level(next) });
    };
    const library = libraryOf({ value: (written) => written, fetch });
    const error = await withIncludes(level(18), library).catch((thrown: Error) => thrown);
    expect(error).to.have.property("message").that.includes("100 snippets at most");
  });
});
