import { expect } from "chai";
import { isLike } from "../../../lab/cloud/patterns/wildcards.ts";

const LONG = `${"ab?".repeat(20)}c`;

const cases: [isLike: boolean, text: string, pattern: string][] = [
  [true, "", ""],
  [true, "", "*"],
  [false, "", "?"],
  [true, "abc", "abc"],
  [false, "abcd", "abc"],
  [false, "Abc", "abc"],
  [true, "abc", "a*"],
  [true, "abc", "*c"],
  [true, "abc", "a*c"],
  [true, "ac", "a*c"],
  [false, "a", "a*a"],
  [true, "aa", "a*a"],
  [true, "abcbc", "a*bc"],
  [false, "abcb", "a*bc"],
  [true, "xaybz", "*a*b*"],
  [false, "xbyaz", "*a*b*"],
  [false, "aba", "ab*ba"],
  [true, "abc", "a?c"],
  [true, "abc", "*?c"],
  [false, "ac", "a?c"],
  [true, "abc", "***a**c***"],
  [true, "a\nb", "a*b"],
  [true, "a.c", "a.c"],
  [false, "abc", "a.c"],
  [true, "a*c", "a\\*c"],
  [false, "abc", "a\\*c"],
  [true, "a?", "a\\?"],
  [true, "a\\b", "a\\\\b"],
  [true, "a\\b", "a\\b"],
  [true, "😀", "?"],
  [false, "😀", "??"],
  [true, "a😀b", "*?b"],
  [true, "a😀", "*?"],
  [true, "😀😀x", "?*?x"],
  [true, `xx${"ab😀".repeat(20)}cyy`, `*${LONG}*`],
  [false, `xx${"ab😀".repeat(19)}cyy`, `*${LONG}*`],
  [true, `ab${"abx".repeat(20)}c`, `*${LONG}`],
];

describe("A pattern with wildcards", () => {
  for (const [expected, text, pattern] of cases) {
    it(`${pattern} ${expected ? "is" : "is not"} like ${JSON.stringify(text)}`, () => {
      expect(isLike(text, pattern)).to.equal(expected);
    });
  }

  it("can be without regard to case", () => {
    expect(isLike("s3:GetObject", "S3:get*", true)).to.equal(true);
    expect(isLike("s3:GetObject", "S3:g?to*t", true)).to.equal(true);
    expect(isLike("s3:GetObject", "s3:Put*", true)).to.equal(false);
  });

  const hostile: [what: string, pattern: string][] = [
    ["of many stars", `${"a*".repeat(5000)}b`],
    ["of many stars and question marks", `${"*a?".repeat(5000)}*b`],
    ["of a long piece", `*${"a".repeat(8000)}b*`],
    ["of a long piece with question marks", `*${"a?".repeat(4000)}b*`],
  ];
  for (const [what, pattern] of hostile) {
    it(`${what} takes no time on a text that almost fits`, () => {
      expect(isLike("a".repeat(16_000), pattern)).to.equal(false);
    });
  }
});
