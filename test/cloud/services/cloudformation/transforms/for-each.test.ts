// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the placeholders of templates
import { expect } from "chai";
import { expandLoops } from "../../../../../lab/cloud/services/cloudformation/transforms/for-each.ts";

describe("A loop in a template", () => {
  const lists: Record<string, string[]> = { Names: ["a", "b"] };
  const collection = (written: unknown) =>
    typeof written === "object" && written !== null && "Ref" in written ? lists[String(written.Ref)] : written;
  const cases: [name: string, written: unknown, expanded: unknown][] = [
    [
      "makes a member for each item",
      { "Fn::ForEach::L": ["X", ["a", "b"], { "Key${X}": "v" }] },
      { Keya: "v", Keyb: "v" },
    ],
    [
      "puts the item wherever its name stands",
      {
        "Fn::ForEach::L": [
          "X",
          ["a"],
          { "K${X}": { Name: "n-${X}", By: { Ref: "X" }, Sub: { "Fn::Sub": "${X}-${Other}" } } },
        ],
      },
      { Ka: { Name: "n-a", By: "a", Sub: { "Fn::Sub": "a-${Other}" } } },
    ],
    [
      "leaves what is beside it",
      { Before: 1, "Fn::ForEach::L": ["X", ["a"], { "${X}": 2 }], After: 3 },
      { Before: 1, a: 2, After: 3 },
    ],
    ["runs over a parameter", { "Fn::ForEach::L": ["X", { Ref: "Names" }, { "${X}": "${X}" }] }, { a: "a", b: "b" }],
    [
      "runs over parameters and items in one list",
      { "Fn::ForEach::L": ["X", ["z", { Ref: "Names" }], { "${X}": 1 }] },
      { z: 1, a: 1, b: 1 },
    ],
    [
      "takes letters and digits alone for a name",
      { "Fn::ForEach::L": ["X", ["a.b-1"], { "K&{X}": "${X}" }] },
      { Kab1: "a.b-1" },
    ],
    [
      "lies in another one",
      { "Fn::ForEach::O": ["X", ["a", "b"], { "Fn::ForEach::I": ["Y", ["1", "2"], { "${X}${Y}": { Ref: "Y" } }] }] },
      { a1: "1", a2: "2", b1: "1", b2: "2" },
    ],
    [
      "makes members of any name",
      { "Fn::ForEach::L": ["X", ["__proto__", "constructor"], { "${X}": 1 }] },
      JSON.parse('{"__proto__": 1, "constructor": 1}'),
    ],
    ["may have nothing to run over", { "Fn::ForEach::L": ["X", [], { "${X}": 1 }] }, {}],
  ];
  for (const [name, written, expanded] of cases) {
    it(name, () => {
      expect(expandLoops(written, (items) => [items].flat().flatMap(collection))).to.deep.equal(expanded);
    });
  }

  const wrong: [name: string, written: unknown, message: RegExp][] = [
    ["without its three parts", { "Fn::ForEach::L": ["X", ["a"]] }, /layout is incorrect/],
    ["without a name", { "Fn::ForEach::": ["X", ["a"], {}] }, /layout is incorrect/],
    ["whose body is no object", { "Fn::ForEach::L": ["X", ["a"], "${X}"] }, /layout is incorrect/],
    ["that makes a key twice", { "Fn::ForEach::L": ["X", ["a", "b"], { Same: 1 }] }, /more than once/],
    [
      "in loops in loops",
      ["a", "b", "c", "d", "e"].reduce<unknown>(
        (inner, name) => ({ [`Fn::ForEach::${name}`]: [name, Array.from({ length: 100 }, (_, i) => `${i}`), inner] }),
        { "K&{a}x&{b}x&{c}x&{d}x&{e}": 1 },
      ),
      /may not exceed 1000000 bytes/,
    ],
    [
      "whose items double",
      ["Y", "X"].reduce<unknown>(
        (inner, name) => ({
          [`Fn::ForEach::${name}`]: [name, [name === "X" ? "x".repeat(5000) : "${X}".repeat(5000)], inner],
        }),
        { "K${Y}": "${Y}".repeat(1000) },
      ),
      /may not exceed 1000000 bytes/,
    ],
    [
      "over too many items",
      { "Fn::ForEach::L": ["X", Array.from({ length: 101 }, (_, i) => i), { "${X}": 1 }] },
      /100 items/,
    ],
  ];
  for (const [name, written, message] of wrong) {
    it(`${name} is refused`, () => {
      expect(() => expandLoops(written, (items) => items)).to.throw(message);
    });
  }
});
