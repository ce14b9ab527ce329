import { Readable } from "node:stream";
import { expect } from "chai";
import { excerpt, httpExcerpt } from "../../lab/cloud/excerpt.ts";

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

  it("has an end, however deep it goes", () => {
    let deep: object = {};
    for (let i = 0; i < 10_000; i++) deep = { deep };
    expect(JSON.stringify(excerpt(deep)).length).to.be.below(200);
  });

  it("does not hold what signs a presigned URL", () => {
    const rawQuery = "X-Amz-Date=20261121T000000Z&X-Amz-Signature=abc&X-Amz-Security-Token=def&x-id=GetObject";
    const { query } = httpExcerpt({ method: "GET", path: "/", rawQuery, headers: {} });
    expect(query).to.equal(
      "X-Amz-Date=20261121T000000Z&X-Amz-Signature=(secret)&X-Amz-Security-Token=(secret)&x-id=GetObject",
    );
  });
});
