import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { services } from "../../../lab/cloud/services/index.ts";
import {
  amended,
  MemberRules,
  type ModelConstraints,
  type ServiceConstraints,
  violationMessage,
} from "../../../lab/cloud/wire/constraints.ts";
import { checkInput } from "../../../lab/cloud/wire/decode.ts";
import { modelOf } from "../../../lab/cloud/wire/model.ts";
import { packageFolder } from "../../../lab/package.ts";

/** What AWS says of a value of the first of some shapes. */
function said(shapes: ModelConstraints["shapes"], value: unknown): string[] {
  return [...new MemberRules(Object.keys(shapes)[0] as string, { shapes, structures: {} }).brokenBy(value)];
}

const NOT_NULL = "Member must not be null";

describe("A constraint of a model", () => {
  const cases: Record<string, [shapes: ModelConstraints["shapes"], value: unknown, rules: string[]]> = {
    "lets through a length within its bounds": [{ T: { length: [1, 3] } }, "abc", []],
    "refuses too short a text": [
      { T: { length: [2, null] } },
      "a",
      ["Member must have length greater than or equal to 2"],
    ],
    "refuses too long a text": [
      { T: { length: [null, 2] } },
      "abc",
      ["Member must have length less than or equal to 2"],
    ],
    "measures blobs in bytes": [
      { T: { length: [null, 2] } },
      new Uint8Array(3),
      ["Member must have length less than or equal to 2"],
    ],
    "counts the items of a list": [
      { T: { length: [1, null] } },
      [],
      ["Member must have length greater than or equal to 1"],
    ],
    "counts the entries of a map": [
      { T: { length: [null, 1] } },
      { a: 1, b: 2 },
      ["Member must have length less than or equal to 1"],
    ],
    "refuses too small a number": [
      { T: { range: [3, 900] } },
      2,
      ["Member must have value greater than or equal to 3"],
    ],
    "refuses too large a number": [
      { T: { range: [3, 900] } },
      901,
      ["Member must have value less than or equal to 900"],
    ],
    "knows no bound that is null": [{ T: { range: [0, null] } }, 1e12, []],
    "refuses a word that is not in its set": [
      { T: { enum: ["A", "B"] } },
      "a",
      ["Member must satisfy enum value set: [A, B]"],
    ],
    "matches the whole text": [
      { T: { pattern: "[a-z]+" } },
      "abc1",
      ["Member must satisfy regular expression pattern: [a-z]+"],
    ],
    "matches each side of an alternative as a whole": [{ T: { pattern: "a|b" } }, "b", []],
    "reads a line break as a character": [{ T: { pattern: "a.b" } }, "a\nb", []],
    "reads Java's flag for either case": [{ T: { pattern: "(?i)[a-z]+" } }, "ABC", []],
    "reads Unicode's classes": [{ T: { pattern: "[\\p{L}]+" } }, "Zürich", []],
    "reads escapes that JavaScript is stricter on": [{ T: { pattern: "[\\w\\-_]+" } }, "a-b", []],
    "tells of all rules that a text breaks": [
      { T: { length: [3, 8], pattern: "[a-z]*" } },
      "1",
      ["Member must have length greater than or equal to 3", "Member must satisfy regular expression pattern: [a-z]*"],
    ],
    "tells of a text that is too long, and not what it is to be": [
      { T: { length: [1, 3], pattern: "[a-z]*" } },
      "1234",
      ["Member must have length less than or equal to 3", "Member must satisfy regular expression pattern: [a-z]*"],
    ],
    "does not read a text that is far too long": [
      { T: { length: [1, 3], pattern: "[a-z]*" } },
      "1".repeat(1001),
      ["Member must have length less than or equal to 3"],
    ],
    "tells of a bad item as a fault of the list": [
      { T: { item: "I" }, I: { length: [1, 2] } },
      ["a", "abc"],
      [
        `Member must satisfy constraint: [Member must have length less than or equal to 2, Member must have length greater than or equal to 1, ${NOT_NULL}]`,
      ],
    ],
    "tells of a bad key": [
      { T: { key: "K" }, K: { pattern: "[a-z]+" } },
      { A: "1" },
      ["Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-z]+]"],
    ],
    "tells of a bad value": [
      { T: { value: "V" }, V: { length: [null, 1] } },
      { a: "12" },
      ["Map value must satisfy constraint: [Member must have length less than or equal to 1]"],
    ],
    "lets through sound keys and values": [
      { T: { key: "K", value: "V" }, K: { pattern: "[a-z]+" }, V: { length: [null, 1] } },
      { a: "1" },
      [],
    ],
  };
  for (const [what, [shapes, value, rules]] of Object.entries(cases)) {
    it(what, () => {
      expect(said(shapes, value)).to.deep.equal(rules);
    });
  }

  it("may be amended where AWS's service is of another mind", () => {
    const model = { shapes: { T: { length: [100, null] as const }, U: { enum: ["A"] } }, structures: {} };
    const { shapes } = amended(model, { T: {} });
    expect(said(shapes, "short")).to.deep.equal([]);
    expect(shapes.U).to.equal(model.shapes.U);
  });

  it("takes time in proportion to the text, even where a repetition is in a repetition", () => {
    const pattern = "^[a-z0-9*](?:[._\\-/a-z0-9*]?[a-z0-9*]+)*$";
    expect(said({ T: { pattern } }, `${"a".repeat(20_000)}!`)).to.have.length(1);
    expect(said({ T: { pattern } }, "a/b.c*")).to.deep.equal([]);
  });
});

describe("An input that breaks constraints", () => {
  const refusal = async (service: "lambda" | "ssm" | "iam" | "sts", operation: string, input: object) => {
    const { constraints, sdk } = (await services[service].load()).service;
    const model = modelOf(await sdk(), constraints as ServiceConstraints);
    const found = model.operations.get(operation);
    if (!found) throw new Error(`${service} has no ${operation}`);
    try {
      checkInput(model.protocol, found, input as Record<string, unknown>);
    } catch (error) {
      return [(error as Error).name, (error as Error).message];
    }
    return undefined;
  };

  it("is refused with all that is wrong in one message", async () => {
    const input = { FunctionName: "f", MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 1 };
    expect(await refusal("lambda", "PutFunctionEventInvokeConfig", input)).to.deep.equal([
      "ValidationException",
      "2 validation errors detected: Value '3' at 'maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 2; Value '1' at 'maximumEventAgeInSeconds' failed to satisfy constraint: Member must have value greater than or equal to 60",
    ]);
  });

  it("is told by its place", async () => {
    const input = {
      RoleName: "r",
      Tags: [
        { Key: "a", Value: "b" },
        { Key: "k".repeat(129), Value: "b" },
      ],
    };
    const [name, message] = (await refusal("iam", "TagRole", input)) ?? [];
    expect(name).to.equal("ValidationError");
    expect(message).to.match(/ at 'tags\.2\.member\.key' failed to satisfy constraint: Member must have length less/);
  });

  it("is told without its value when that is a secret", async () => {
    const input = { UserName: "u", Password: "" };
    const [, message] = (await refusal("iam", "CreateLoginProfile", input)) ?? [];
    expect(message).to.match(
      /^2 validation errors detected: Value at 'password' failed to satisfy constraint: [^']*Value at 'password' /,
    );
  });

  it("is told in IAM's own words of names and paths", async () => {
    expect((await refusal("iam", "CreateUser", { UserName: "a b" }))?.[1]).to.equal(
      "The specified value for userName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-",
    );
    expect((await refusal("iam", "CreateUser", { UserName: "u", Path: "a" }))?.[1]).to.equal(
      "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
    );
  });

  it("is let through when it breaks none", async () => {
    expect(await refusal("iam", "CreateUser", { UserName: "u", Path: "/a/b/" })).to.equal(undefined);
    expect(await refusal("ssm", "GetParameter", { Name: "/a" })).to.equal(undefined);
  });

  it("is counted in the message", () => {
    const one = { path: "a", shown: "Value 'x'", rule: "Member must be y" };
    expect(violationMessage([one])).to.match(/^1 validation error detected: /);
    expect(violationMessage([one, one])).to.match(/^2 validation errors detected: .*; Value/);
  });
});

describe("A generated pattern", () => {
  const HOSTILE = ["a", "/", "1", " ", "-", ".", ":", "a-", "a.", "a/", "A1", "arn:aws:lambda:", "é"];
  for (const service of Object.keys(services)) {
    const file = join(packageFolder, "lab/cloud/services", service, "constraints.ts");
    if (!existsSync(file)) continue;
    it(`of ${service} compiles, and ends on hostile text`, async () => {
      const { constraints } = (await import(file)) as { constraints: ModelConstraints };
      for (const [shape, { pattern }] of Object.entries(constraints.shapes)) {
        if (pattern === undefined) continue;
        const rules = new MemberRules(shape, constraints);
        for (const text of HOSTILE) {
          const hostile = text.repeat(100_000 / text.length);
          // The whole, which length limits mostly refuse, and as much as they let through, with an end that fits nothing.
          const most = Math.min(constraints.shapes[shape]?.length?.[1] ?? 10_000, 10_000);
          for (const value of [hostile, `${hostile.slice(0, most - 1)}\u0000`]) [...rules.brokenBy(value)];
        }
      }
    });
  }
});
