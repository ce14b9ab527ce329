import { Readable } from "node:stream";
import { expect } from "chai";
import { excerpt, httpExcerpt } from "../../../lab/cloud/trace/excerpt.ts";
import { modelOf, type OperationModel } from "../../../lab/cloud/wire/model.ts";
import { shapeOf } from "../../../lab/cloud/wire/shape.ts";

describe("What the trace keeps of a request", () => {
  const long = "x".repeat(5000);

  for (const [what, value, kept] of [
    ["a short text", "hello", "hello"],
    ["a long text, cut", long, `${"x".repeat(2048)}…`],
    ["numbers, dates and nothing", { a: 1, b: new Date(0), c: null, d: undefined }, { a: 1, b: new Date(0), c: null }],
    ["short bytes that are a text", { Body: Buffer.from("hello") }, { Body: "hello" }],
    ["other bytes, counted", { Body: Buffer.from([0xff, 0xfe]) }, { Body: "(2 bytes)" }],
    ["long bytes, counted", { Body: Buffer.from(long) }, { Body: "(5000 bytes)" }],
    ["a stream, named", { Body: Readable.from(["x"]) }, { Body: "(a stream)" }],
    [
      "the first members of a list",
      { Keys: Array.from({ length: 52 }, (_, i) => i) },
      {
        Keys: [...Array.from({ length: 50 }, (_, i) => i), "… and 2 more"],
      },
    ],
    [
      "no secrets, at any depth",
      {
        Credentials: { AccessKeyId: "AKIA", SecretAccessKey: "s", SessionToken: "t" },
        OldPassword: "a",
        NewPassword: "b",
        headers: { Authorization: "c", Cookie: "d" },
        Parameter: { Type: "SecureString", Value: "e" },
      },
      {
        Credentials: { AccessKeyId: "AKIA", SecretAccessKey: "(secret)", SessionToken: "(secret)" },
        OldPassword: "(secret)",
        NewPassword: "(secret)",
        headers: { Authorization: "(secret)", Cookie: "(secret)" },
        Parameter: { Type: "SecureString", Value: "(secret)" },
      },
    ],
  ] as const) {
    it(`is ${what}`, () => {
      expect(excerpt(value)).to.deep.equal(kept);
    });
  }

  it("has an end, however wide it is at every level", () => {
    let wide: unknown = "x";
    for (let i = 0; i < 6; i++) wide = Array(20).fill(wide);
    expect(JSON.stringify(excerpt(wide)).length).to.be.below(20_000);
  });

  it("has no member that the model calls sensitive, nor one that the service says is a secret", async () => {
    const operations = modelOf(await import("@aws-sdk/client-lambda")).operations;
    const shape = shapeOf((operations.get("CreateFunction") as OperationModel).input);
    const input = {
      FunctionName: "f",
      Code: { ZipFile: Buffer.from("code") },
      Environment: { Variables: { PASSWORD: "a" } },
      Parameters: [{ ParameterKey: "Password", ParameterValue: "b" }],
    };
    expect(excerpt(input, shape, ["ParameterValue"])).to.deep.equal({
      FunctionName: "f",
      Code: { ZipFile: "(secret)" },
      Environment: { Variables: "(secret)" },
      Parameters: [{ ParameterKey: "Password", ParameterValue: "(secret)" }],
    });
  });

  it("has an end, however deep it goes", () => {
    let deep: object = {};
    for (let i = 0; i < 10_000; i++) deep = { deep };
    expect(JSON.stringify(excerpt(deep)).length).to.be.below(200);
  });

  it("holds no secret of a form in the query, nor a customer's key, nor all of a long query", () => {
    const rawQuery = `Action=AssumeRoleWithWebIdentity&WebIdentityToken=abc&Tags.1.Password=def&long=${long}`;
    const headers = {
      "x-amz-server-side-encryption-customer-key": "k",
      "x-amz-copy-source-server-side-encryption-customer-key": "k",
    };
    const kept = httpExcerpt({ method: "GET", path: `/${long}`, rawQuery, headers });
    expect(kept.query).to.match(
      /^Action=AssumeRoleWithWebIdentity&WebIdentityToken=\(secret\)&Tags.1.Password=\(secret\)&/,
    );
    expect([kept.query.length, kept.path.length]).to.deep.equal([2049, 2049]);
    expect(Object.values(kept.headers as object)).to.deep.equal(["(secret)", "(secret)"]);
  });

  it("does not hold what signs a presigned URL", () => {
    const rawQuery = "X-Amz-Date=20261121T000000Z&X-Amz-Signature=abc&X-Amz-Security-Token=def&x-id=GetObject";
    const { query } = httpExcerpt({ method: "GET", path: "/", rawQuery, headers: {} });
    expect(query).to.equal(
      "X-Amz-Date=20261121T000000Z&X-Amz-Signature=(secret)&X-Amz-Security-Token=(secret)&x-id=GetObject",
    );
  });
});
