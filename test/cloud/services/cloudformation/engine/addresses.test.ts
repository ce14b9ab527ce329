import { expect } from "chai";
import { reachable } from "../../../../../lab/cloud/services/cloudformation/engine/addresses.ts";

const here = "http://127.0.0.1:4566";

describe("Addresses of deployed APIs", () => {
  const cases: [what: string, value: unknown, expected: unknown][] = [
    [
      "with a stage",
      "https://abc123.execute-api.us-east-1.amazonaws.com/prod/",
      `${here}/_aws/execute-api/abc123/prod/`,
    ],
    ["alone", "https://abc123.execute-api.eu-west-1.amazonaws.com", `${here}/_aws/execute-api/abc123`],
    [
      "among others",
      "a https://a.execute-api.us-east-1.amazonaws.com/x https://b.execute-api.us-east-1.amazonaws.com/y",
      `a ${here}/_aws/execute-api/a/x ${here}/_aws/execute-api/b/y`,
    ],
    [
      "deep inside",
      { a: [{ b: "https://a.execute-api.us-east-1.amazonaws.com" }] },
      { a: [{ b: `${here}/_aws/execute-api/a` }] },
    ],
  ];
  for (const [what, value, expected] of cases) {
    it(`are made reachable ${what}`, () => expect(reachable(value, here)).to.deep.equal(expected));
  }

  for (const value of [
    "arn:aws:execute-api:us-east-1:000000000000:abc/*",
    "https://s3.amazonaws.com/b",
    5,
    true,
    null,
  ]) {
    it(`are not seen in ${value}`, () => expect(reachable(value, here)).to.equal(value));
  }
});
