import { expect } from "chai";
import { userPattern } from "../../../lab/cloud/patterns/regular-expressions.ts";
import { TimeLimitExceeded } from "../../../lab/cloud/patterns/time-limit.ts";

const LONG = "a".repeat(30_000);

describe("A regular expression of a user", () => {
  const cases: [matches: boolean, pattern: string, text: string][] = [
    [true, "a|b", "b"],
    [false, "a|b", "ab"],
    [true, "(?i)abc", "ABC"],
    [true, "\\Qa.b\\E", "a.b"],
    [true, "[\\w\\-]+\\/\\u0041", "a-b/A"],
    [true, "(?=.*\\d)(?!x)[a-z\\d]{3,}", "abc1"],
    [true, "(a|b)\\1", "bb"],
    [true, "\\p{L}+", "äöü"],
    [false, "(a+)+b", LONG],
    [false, "(.*)*x", LONG],
  ];
  for (const [matches, pattern, text] of cases) {
    it(`${pattern} ${matches ? "matches" : "does not match"} ${text.slice(0, 10)}`, () => {
      expect(userPattern(pattern).matches(text)).to.equal(matches);
    });
  }

  it("may have dots that stand for line breaks", () => {
    expect(userPattern("a.b").matches("a\nb")).to.equal(false);
    expect(userPattern("a.b", { dotAll: true }).matches("a\nb")).to.equal(true);
    expect(userPattern("(?=a)a.b", { dotAll: true }).matches("a\nb")).to.equal(true);
  });

  it("replaces and splits as Java's do", () => {
    expect(userPattern("a(b)").replaced("xabab", "[$1\\$]", "all")).to.equal("x[b$][b$]");
    expect(userPattern("(?<=a)b").replaced("abab", "", "first")).to.equal("aab");
    expect(userPattern(",").split(",a,,b,,")).to.deep.equal(["", "a", "", "b"]);
    expect(userPattern("").split("abc")).to.deep.equal(["a", "b", "c"]);
    expect(userPattern(",").split("")).to.deep.equal([""]);
  });

  for (const pattern of ["(?!b)(a+)+b", "(a|a)*\\1b", ".{0,999}".repeat(100)]) {
    it(`ends soon where it would not end: ${pattern.slice(0, 20)}`, () => {
      for (const again of [1, 2])
        expect(() => userPattern(pattern).matches(LONG), String(again)).to.throw(TimeLimitExceeded);
    });
  }

  it("is refused when it is none", () => {
    for (const pattern of ["(", "[", "a**", "(?<x"]) expect(() => userPattern(pattern)).to.throw(SyntaxError);
  });
});
