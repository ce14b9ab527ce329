import { expect } from "chai";
import { tokenIn } from "../../../../lab/console/sns/subscriptions/token.ts";

describe("The token of a subscription", () => {
  const cases: [string, string][] = [
    ["abc123", "abc123"],
    [" abc123\n", "abc123"],
    ["http://localhost:4566/_aws/sns/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:x&Token=abc123", "abc123"],
    ["To confirm, visit:\nhttp://localhost:4566/?Token=abc123\n\nBye", "abc123"],
    ['{"Type": "SubscriptionConfirmation", "Token": "abc123"}', "abc123"],
    ["https://example.com/", "https://example.com/"],
  ];
  for (const [text, token] of cases)
    it(`of ${JSON.stringify(text)} is ${token}`, () => expect(tokenIn(text)).to.equal(token));
});
