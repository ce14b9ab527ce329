import { expect } from "chai";
import { durationText } from "../../../lab/cloud/time/duration.ts";

describe("A length of time in words", () => {
  for (const [seconds, text] of [
    [0, "0 seconds"],
    [1, "1 second"],
    [90, "1 minute 30 seconds"],
    [3600, "1 hour"],
    [5400, "1 hour 30 minutes"],
    [172_800, "2 days"],
    [183_723, "2 days 3 hours"],
    [59.6, "1 minute"],
  ] as const) {
    it(`says ${text} for ${seconds}`, () => {
      expect(durationText(seconds)).to.equal(text);
    });
  }
});
