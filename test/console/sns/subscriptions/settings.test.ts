import { expect } from "chai";
import {
  attributesOf,
  changesOf,
  NO_SETTINGS,
  type Settings,
  settingsOf,
} from "../../../../lab/console/sns/subscriptions/settings.ts";

const QUEUE = "arn:aws:sqs:us-east-1:000000000000:letters";
const RETRIES = '{"healthyRetryPolicy":{"numRetries":5}}';
const FLAT = '{"state":["paid"]}';
const NESTED = '{"order":{"state":["paid"]}}';
const of = (settings: Partial<Settings>): Settings => ({ ...NO_SETTINGS, ...settings });

describe("How a subscription is set, in the console", () => {
  it("is read from its attributes, and written as attributes", () => {
    const attributes = {
      FilterPolicy: FLAT,
      FilterPolicyScope: "MessageBody",
      RawMessageDelivery: "true",
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: QUEUE }),
      DeliveryPolicy: RETRIES,
    };
    const settings = { filter: FLAT, isOfBody: true, isRaw: true, deadLetters: QUEUE, delivery: RETRIES };
    expect(settingsOf(attributes)).to.deep.equal(settings);
    expect(attributesOf(settings)).to.deep.equal(attributes);
    expect(settingsOf({})).to.deep.equal(NO_SETTINGS);
    expect(attributesOf(NO_SETTINGS)).to.deep.equal({});
  });

  const cases: [string, Settings, Settings, [string, string][]][] = [
    ["nothing where nothing differs", of({ filter: FLAT }), of({ filter: `${FLAT}\n` }), []],
    [
      "the wider scope before the policy that needs it",
      of({ filter: FLAT }),
      of({ filter: NESTED, isOfBody: true }),
      [
        ["FilterPolicyScope", "MessageBody"],
        ["FilterPolicy", NESTED],
      ],
    ],
    [
      "the narrower scope after the policy that needs the wider one",
      of({ filter: NESTED, isOfBody: true }),
      of({ filter: FLAT }),
      [
        ["FilterPolicy", FLAT],
        ["FilterPolicyScope", "MessageAttributes"],
      ],
    ],
    ["an empty policy for none", of({ filter: FLAT }), of({}), [["FilterPolicy", "{}"]]],
    ["an empty redrive policy for no queue", of({ deadLetters: QUEUE }), of({}), [["RedrivePolicy", "{}"]]],
    ["an empty delivery policy for the topic's", of({ delivery: RETRIES }), of({}), [["DeliveryPolicy", "{}"]]],
    ["that the message is no longer raw", of({ isRaw: true }), of({}), [["RawMessageDelivery", "false"]]],
  ];
  for (const [name, before, after, changes] of cases)
    it(`changes ${name}`, () => expect(changesOf(before, after)).to.deep.equal(changes));
});
