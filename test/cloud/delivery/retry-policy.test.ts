import { expect } from "chai";
import { isPassing, nextTry, type RetryPolicy } from "../../../lab/cloud/delivery/retry-policy.ts";
import { AwsError } from "../../../lab/cloud/errors.ts";

const NOW = 1_000_000;
const policy: RetryPolicy = { retries: 3, maxAge: 60_000, firstWait: 1000, longestWait: 3000 };

describe("A retry policy", () => {
  const cases: Record<string, [failures: number, age: number, expected: number | string]> = {
    "waits before the first retry": [1, 0, NOW + 1000],
    "waits twice as long before the second": [2, 0, NOW + 2000],
    "never waits longer than it says": [3, 0, NOW + 3000],
    "ends with its retries": [4, 0, "MaximumRetryAttempts"],
    "ends when it would be too late": [1, 59_500, "MaximumEventAgeInSeconds"],
    "goes on until it would": [1, 59_000, NOW + 1000],
  };
  for (const [what, [failures, age, expected]] of Object.entries(cases)) {
    it(what, () => {
      expect(nextTry(policy, { failures, since: NOW - age }, NOW)).to.equal(expected);
    });
  }

  it("without an age goes on as long as it has retries", () => {
    const { maxAge: _, ...ageless } = policy;
    expect(nextTry(ageless, { failures: 1, since: 0 }, NOW)).to.equal(NOW + 1000);
  });

  const errors: Record<string, [error: unknown, expected: boolean]> = {
    "a missing permission": [new AwsError("AccessDenied", "no", 403), false],
    "a resource that is gone": [{ name: "ResourceNotFoundException", $metadata: { httpStatusCode: 404 } }, false],
    "a modelled error of the caller's": [{ name: "NoSuchBucket", $fault: "client" }, false],
    "a limit": [{ name: "TooManyRequestsException", $fault: "client" }, true],
    "a fault of the service": [new AwsError("InternalFailure", "oh", 500), true],
    "a service that is not there": [new AwsError("NotImplemented", "no", 501), false],
    "anything else": [new Error("oh"), true],
  };
  for (const [what, [error, expected]] of Object.entries(errors)) {
    it(`takes ${what} for ${expected ? "passing" : "lasting"}`, () => {
      expect(isPassing(error)).to.equal(expected);
    });
  }
});
