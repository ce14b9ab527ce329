import { expect } from "chai";
import { managedRetries, waitBefore } from "../../../../../lab/cloud/services/sns/deliveries/retries.ts";
import {
  type BackoffFunction,
  DEFAULT_RETRIES,
} from "../../../../../lab/cloud/services/sns/topics/delivery-policies.ts";

describe("How long SNS waits before a retry", () => {
  const waits = (policy: Partial<typeof DEFAULT_RETRIES>, most = 20) => {
    const all: number[] = [];
    for (let retry = 1; retry <= most; retry++) {
      const wait = waitBefore({ ...DEFAULT_RETRIES, ...policy }, retry);
      if (wait === undefined) break;
      all.push(wait / 1000);
    }
    return all;
  };

  const CASES: readonly [title: string, policy: Partial<typeof DEFAULT_RETRIES>, waits: number[]][] = [
    ["by default", {}, [20, 20, 20]],
    ["without retries", { numRetries: 0 }, []],
    ["with one retry", { minDelayTarget: 3, numRetries: 1 }, [3]],
    [
      "in four phases",
      {
        minDelayTarget: 1,
        maxDelayTarget: 9,
        numRetries: 8,
        numNoDelayRetries: 2,
        numMinDelayRetries: 1,
        numMaxDelayRetries: 2,
      },
      [0, 0, 1, 1, 5, 9, 9, 9],
    ],
  ];
  for (const [title, policy, expected] of CASES)
    it(`${title} is ${expected.join(", ") || "nothing"}`, () => {
      expect(waits(policy)).to.deep.equal(expected);
    });

  for (const backoffFunction of ["linear", "arithmetic", "geometric", "exponential"] satisfies BackoffFunction[])
    it(`grows from the shortest to the longest: ${backoffFunction}`, () => {
      const all = waits({ backoffFunction, minDelayTarget: 2, maxDelayTarget: 100, numRetries: 10 });
      expect([all[0], all.at(-1), all.length]).to.deep.equal([2, 100, 10]);
      expect(all).to.deep.equal([...all].sort((a, b) => a - b));
    });

  it("is 23 days in all for AWS's own services", () => {
    const policy = managedRetries("sqs");
    expect(policy && waits(policy, 6).slice(0, 6)).to.deep.equal([0, 0, 0, 1, 1, 1]);
    let total = 0;
    for (let retry = 1; policy && retry <= policy.numRetries; retry++) total += waitBefore(policy, retry) ?? 0;
    expect(Math.round(total / 86_400_000)).to.equal(23);
    expect(managedRetries("https")).to.equal(undefined);
  });
});
