import { expect } from "chai";
import { requestTagKeys, requestTags } from "../../../lab/cloud/auth/request-tags.ts";

describe("The tags of a request", () => {
  const cases: readonly [name: string, input: object, tags: object | undefined, keys: readonly string[] | undefined][] =
    [
      ["a list of pairs", { Tags: [{ Key: "a", Value: "1" }] }, { a: "1" }, ["a"]],
      ["a list in small letters", { tags: [{ key: "a", value: "1" }] }, { a: "1" }, ["a"]],
      ["a pair without a value", { Tags: [{ Key: "a" }] }, { a: "" }, ["a"]],
      ["a map", { Tags: { a: "1", b: "2" } }, { a: "1", b: "2" }, ["a", "b"]],
      ["a map in small letters", { tags: { a: "1" } }, { a: "1" }, ["a"]],
      ["names to be removed", { TagKeys: ["a"] }, undefined, ["a"]],
      ["names to be removed in small letters", { tagKeys: ["a"] }, undefined, ["a"]],
      ["an empty list", { Tags: [] }, undefined, undefined],
      ["an empty map", { tags: {} }, undefined, undefined],
      ["something else", { Tags: "a=1" }, undefined, undefined],
      ["none", {}, undefined, undefined],
    ];
  for (const [name, input, tags, keys] of cases) {
    it(`are read from ${name}`, () => {
      expect(requestTags(input)).to.deep.equal(tags);
      expect(requestTagKeys(input)).to.deep.equal(keys);
    });
  }
});
