import { expect } from "chai";
import { overlap, type Rule, wants } from "../../../../../lab/cloud/services/s3/notifications/rules.ts";

const rule = (events: string[], prefix = "", suffix = ""): Rule => ({
  id: "",
  events,
  prefix,
  suffix,
  destination: "",
});
const CREATED = ["s3:ObjectCreated:*"];

describe("A rule of a bucket's notifications", () => {
  for (const [is, events, prefix, suffix, event, key] of [
    [true, CREATED, "", "", "s3:ObjectCreated:Put", "a"],
    [true, ["s3:ObjectCreated:Put"], "", "", "s3:ObjectCreated:Put", "a"],
    [false, ["s3:ObjectCreated:Put"], "", "", "s3:ObjectCreated:Copy", "a"],
    [false, CREATED, "", "", "s3:ObjectRemoved:Delete", "a"],
    [true, CREATED, "in/", ".jpg", "s3:ObjectCreated:Put", "in/a.jpg"],
    [false, CREATED, "in/", ".jpg", "s3:ObjectCreated:Put", "out/a.jpg"],
    [false, CREATED, "in/", ".jpg", "s3:ObjectCreated:Put", "in/a.png"],
  ] as const) {
    it(`${is ? "wants" : "does not want"} ${event} of ${key}, being for ${events} of ${prefix}*${suffix}`, () => {
      expect(wants(rule([...events], prefix, suffix), event, key)).to.equal(is);
    });
  }

  for (const [do_, one, other] of [
    [true, rule(CREATED), rule(CREATED)],
    [true, rule(CREATED), rule(["s3:ObjectCreated:Put"], "a")],
    [true, rule(CREATED, "a"), rule(CREATED, "ab")],
    [true, rule(CREATED, "a"), rule(CREATED, "", ".jpg")],
    [false, rule(CREATED, "a"), rule(CREATED, "b")],
    [false, rule(CREATED, "", ".jpg"), rule(CREATED, "", ".png")],
    [false, rule(CREATED), rule(["s3:ObjectRemoved:*"])],
    [false, rule(["s3:ObjectCreated:Put"]), rule(["s3:ObjectCreated:Copy"])],
  ] as const) {
    const said = (r: Rule) => `${r.events} of ${r.prefix}*${r.suffix}`;
    it(`${do_ ? "overlaps" : "does not overlap"}: ${said(one)} and ${said(other)}`, () => {
      expect(overlap(one, other)).to.equal(do_);
      expect(overlap(other, one)).to.equal(do_);
    });
  }
});
