// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables of policies look like those of templates
import { expect } from "chai";
import { conditionsHold, isOperator } from "../../../../lab/cloud/auth/policy/conditions.ts";
import { RequestContext } from "../../../../lab/cloud/auth/policy/request.ts";

type Case = [holds: boolean, operator: string, wanted: string | string[] | boolean | number, value?: string | string[]];

const cases: Case[] = [
  [true, "StringEquals", "a", "a"],
  [false, "StringEquals", "a", "A"],
  [true, "StringEquals", ["a", "b"], "b"],
  [false, "StringEquals", "a*", "ab"],
  [false, "StringEquals", "a"],
  [true, "StringEqualsIfExists", "a"],
  [false, "StringEqualsIfExists", "a", "b"],
  [true, "StringEqualsIgnoreCase", "a", "A"],
  [true, "StringNotEquals", "a", "b"],
  [false, "StringNotEquals", ["a", "b"], "b"],
  [true, "StringNotEquals", "a"],
  [true, "StringLike", "a*c?", "abbcd"],
  [false, "StringLike", "a*c", "abcd"],
  [true, "StringLike", "a.c", "a.c"],
  [false, "StringLike", "a.c", "abc"],
  [true, "StringNotLike", "a*", "ba"],
  [true, "StringEquals", "${aws:username}", "ann"],
  [false, "StringLike", "home/${aws:username}/*", "home/bob/x"],
  [true, "StringLike", "home/${aws:username}/*", "home/ann/x"],
  [true, "StringEquals", "${none, 'nobody'}", "nobody"],
  [false, "StringEquals", "${none}", ""],
  [true, "StringLike", "a${*}", "a*"],
  [false, "StringLike", "a${*}", "ab"],
  [true, "NumericEquals", 10, "10"],
  [true, "NumericLessThan", "10", "9.5"],
  [false, "NumericLessThan", "10", "10"],
  [true, "NumericLessThanEquals", "10", "10"],
  [true, "NumericGreaterThan", "10", "11"],
  [true, "NumericGreaterThanEquals", "10", "10"],
  [true, "NumericNotEquals", "10", "11"],
  [false, "NumericEquals", "ten", "ten"],
  [true, "DateGreaterThan", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"],
  [false, "DateGreaterThan", "2026-01-01T00:00:00Z", "2025-01-02T00:00:00Z"],
  [true, "DateLessThanEquals", "1767225600", "2026-01-01T00:00:00Z"],
  [true, "DateEquals", "2026-01-01", "2026-01-01T00:00:00Z"],
  [true, "DateNotEquals", "2026-01-01", "2026-01-02"],
  [true, "Bool", true, "true"],
  [true, "Bool", "true", "true"],
  [false, "Bool", "true", "false"],
  [false, "Bool", "true"],
  [true, "BoolIfExists", "true"],
  [true, "BinaryEquals", "QmluYXJ5", "QmluYXJ5"],
  [false, "BinaryEquals", "QmluYXJ5", "b3RoZXI="],
  [true, "IpAddress", "203.0.113.0/24", "203.0.113.7"],
  [false, "IpAddress", "203.0.113.0/24", "203.0.114.7"],
  [true, "IpAddress", "203.0.113.7", "203.0.113.7"],
  [true, "IpAddress", "2001:db8::/32", "2001:db8::1"],
  [false, "IpAddress", "203.0.113.0/24", "2001:db8::1"],
  [true, "IpAddress", "127.0.0.0/8", "::ffff:127.0.0.1"],
  [false, "IpAddress", "nonsense", "127.0.0.1"],
  [false, "IpAddress", "10.0.0.0/x", "127.0.0.1"],
  [false, "IpAddress", "10.0.0.0/", "127.0.0.1"],
  [true, "IpAddress", "2001:db8::1", "2001:db8::1"],
  [true, "NotIpAddress", "203.0.113.0/24", "10.0.0.1"],
  [true, "ArnLike", "arn:aws:s3:::photos", "arn:aws:s3:::photos"],
  [true, "ArnEquals", "arn:aws:sns:*:000000000000:t*", "arn:aws:sns:eu-west-1:000000000000:topic"],
  [false, "ArnLike", "arn:aws:sns:*:topic", "arn:aws:sns:eu-west-1:000000000000:topic"],
  [true, "ArnNotLike", "arn:aws:s3:::a", "arn:aws:s3:::b"],
  [true, "Null", "true"],
  [false, "Null", "true", "a"],
  [true, "Null", "false", "a"],
  [true, "ForAllValues:StringEquals", ["a", "b"], ["a", "b"]],
  [false, "ForAllValues:StringEquals", ["a", "b"], ["a", "c"]],
  [true, "ForAllValues:StringEquals", ["a"]],
  [true, "ForAnyValue:StringEquals", ["a", "b"], ["c", "b"]],
  [false, "ForAnyValue:StringEquals", ["a"], ["c"]],
  [false, "ForAnyValue:StringEquals", ["a"]],
  [true, "ForAnyValue:StringNotEquals", ["a"], ["a", "c"]],
  [false, "ForAllValues:StringNotEquals", ["a"], ["a", "c"]],
  [true, "ForAnyValue:StringLike", ["a*"], ["x", "ab"]],
  [false, "NoSuchOperator", "a", "a"],
  [false, "constructor", "a", "a"],
  [true, "StringLike", "${", "${"],
  [true, "StringLike", "${aws:username", "${aws:username"],
];

describe("A condition of a policy", () => {
  for (const [holds, operator, wanted, value] of cases) {
    const given = value === undefined ? "there is none" : `it is ${[value].flat().join(" and ")}`;
    it(`${operator} ${[wanted].flat().join(" or ")} ${holds ? "holds" : "does not hold"} when ${given}`, () => {
      const context = RequestContext.of({ "aws:Key": value, "aws:username": "ann" });
      expect(conditionsHold({ [operator]: { "AWS:key": wanted } }, context)).to.equal(holds);
    });
  }

  it("is one of several that must all hold", () => {
    const context = RequestContext.of({ a: "1", b: "2" });
    expect(conditionsHold({ StringEquals: { a: "1", b: "2" } }, context)).to.equal(true);
    expect(conditionsHold({ StringEquals: { a: "1" }, StringLike: { b: "x" } }, context)).to.equal(false);
    expect(conditionsHold(undefined, context)).to.equal(true);
  });

  it("has an operator that there is", () => {
    for (const operator of ["StringEquals", "forAllValues:StringLikeIfExists", "Null", "NotIpAddress"])
      expect(isOperator(operator), operator).to.equal(true);
    for (const operator of ["StringSame", "ForSome:StringLike", "", "constructor", "__proto__", "toString"])
      expect(isOperator(operator), operator).to.equal(false);
  });
});
