import { expect } from "chai";
import { base32, codeOf, stepAt } from "../../../../../lab/cloud/services/iam/mfa/totp.ts";

describe("Codes of MFA devices", () => {
  const secret = Buffer.from("12345678901234567890");

  // https://datatracker.ietf.org/doc/html/rfc6238#appendix-B, of whose eight digits six are shown
  for (const [seconds, code] of [
    [59, "287082"],
    [1111111109, "081804"],
    [1111111111, "050471"],
    [1234567890, "005924"],
    [2000000000, "279037"],
    [20000000000, "353130"],
  ] as const) {
    it(`are those of RFC 6238: ${code} at ${seconds} seconds`, () => {
      expect(codeOf(secret, stepAt(seconds * 1000))).to.equal(code);
    });
  }

  // https://datatracker.ietf.org/doc/html/rfc4648#section-10, without padding
  for (const [text, encoded] of [
    ["", ""],
    ["f", "MY"],
    ["fo", "MZXQ"],
    ["foo", "MZXW6"],
    ["fooba", "MZXW6YTB"],
    ["foobar", "MZXW6YTBOI"],
  ] as const) {
    it(`have secrets in base 32: ${text || "nothing"} is ${encoded || "nothing"}`, () => {
      expect(base32(Buffer.from(text))).to.equal(encoded);
    });
  }
});
