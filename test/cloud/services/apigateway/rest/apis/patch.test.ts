import { expect } from "chai";
import {
  flag,
  flags,
  map,
  members,
  number,
  type Patchables,
  patched,
  patchesBetween,
  set,
  value,
} from "../../../../../../lab/cloud/services/apigateway/rest/apis/patch.ts";

const RULES: Patchables = {
  name: value,
  on: flag,
  count: number,
  variables: map,
  required: flags,
  types: set,
  quota: members({ limit: number, period: value }),
};

describe("Patch operations", () => {
  for (const [before, operation, after] of [
    [{}, { op: "replace", path: "/name", value: "a" }, { name: "a" }],
    [{ name: "a" }, { op: "remove", path: "/name" }, { name: undefined }],
    [{}, { op: "replace", path: "/on", value: "true" }, { on: true }],
    [{}, { op: "replace", path: "/count", value: "7" }, { count: 7 }],
    [{ variables: { a: "1" } }, { op: "add", path: "/variables/b", value: "2" }, { variables: { a: "1", b: "2" } }],
    [{ variables: { a: "1" } }, { op: "remove", path: "/variables/a" }, { variables: undefined }],
    [{}, { op: "add", path: "/required/x", value: "true" }, { required: { x: true } }],
    [{}, { op: "add", path: "/types/image~1png" }, { types: ["image/png"] }],
    [{ types: ["a/b"] }, { op: "replace", path: "/types/a~1b", value: "c/d" }, { types: ["c/d"] }],
    [{}, { op: "replace", path: "/quota/limit", value: "5" }, { quota: { limit: 5 } }],
    [{ quota: { limit: 5 } }, { op: "remove", path: "/quota" }, { quota: undefined }],
  ] as const) {
    it(`make ${JSON.stringify(after)} of ${JSON.stringify(before)} by ${JSON.stringify(operation)}`, () => {
      expect(patched(before, [operation], RULES)).to.deep.equal(after);
    });
  }

  for (const operation of [
    { op: "replace", path: "/nothing", value: "a" },
    { op: "replace", path: "name", value: "a" },
    { op: "test", path: "/name", value: "a" },
    { op: "replace", path: "/name/more", value: "a" },
    { op: "replace", path: "/count", value: "many" },
    { op: "replace", path: "/variables", value: "a" },
    { op: "replace", path: "/quota", value: "a" },
    { op: "replace", path: "/__proto__/polluted", value: "a" },
    { op: "replace", path: "/constructor", value: "a" },
  ] as const) {
    it(`are refused: ${JSON.stringify(operation)}`, () => {
      expect(() => patched({}, [operation], RULES)).to.throw(/Invalid patch/);
    });
  }

  it("bring one record to another, whatever differs", () => {
    const before = {
      name: "a",
      on: true,
      variables: { a: "1", b: "2" },
      types: ["x/y"],
      quota: { limit: 1 },
      count: 1,
    };
    const after = { name: "b", variables: { b: "3", "c/d": "4" }, required: { q: true }, types: ["z/~"], count: 1 };
    const operations = patchesBetween(before, after, RULES);
    const { on: _, quota: __, ...reached } = patched(before, operations, RULES) as Record<string, unknown>;
    expect(reached).to.deep.equal(after);
    expect(patchesBetween(after, after, RULES)).to.deep.equal([]);
  });
});
