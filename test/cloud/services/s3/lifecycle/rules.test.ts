import type { LifecycleRule } from "@aws-sdk/client-s3";
import { expect } from "chai";
import {
  applies,
  classAt,
  daysAfter,
  expiredNoncurrent,
  expiryOf,
} from "../../../../../lab/cloud/services/s3/lifecycle/rules.ts";
import type { StoredObject } from "../../../../../lab/cloud/services/s3/records.ts";

const rule = (changes: object): LifecycleRule => ({ Status: "Enabled", Filter: {}, ...changes }) as LifecycleRule;
const object = (changes: Partial<StoredObject> = {}): StoredObject => ({
  key: "logs/a",
  version: "null",
  modified: Date.UTC(2026, 0, 1, 10),
  size: 100,
  etag: "",
  parts: [],
  system: {},
  metadata: {},
  encryption: {},
  ...changes,
});
const day = (number: number) => Date.UTC(2026, 0, number);

describe("A rule of a bucket's life cycle", () => {
  const tags = [
    { Key: "a", Value: "1" },
    { Key: "b", Value: "2" },
  ];
  for (const [is, what, changes] of [
    [true, "everything", {}],
    [false, "nothing, being disabled", { Status: "Disabled" }],
    [true, "a prefix", { Filter: { Prefix: "logs/" } }],
    [false, "another prefix", { Filter: { Prefix: "data/" } }],
    [true, "a prefix in the old way", { Filter: undefined, Prefix: "logs/" }],
    [true, "a tag", { Filter: { Tag: tags[0] } }],
    [false, "another value of a tag", { Filter: { Tag: { Key: "a", Value: "2" } } }],
    [true, "larger ones", { Filter: { ObjectSizeGreaterThan: 99 } }],
    [false, "those larger than it", { Filter: { ObjectSizeGreaterThan: 100 } }],
    [false, "those smaller than it", { Filter: { ObjectSizeLessThan: 100 } }],
    [true, "all of several", { Filter: { And: { Prefix: "l", Tags: tags, ObjectSizeLessThan: 101 } } }],
    [false, "some of several only", { Filter: { And: { Prefix: "x", Tags: tags } } }],
  ] as const) {
    it(`${is ? "is" : "is not"} about an object when it is for ${what}`, () => {
      expect(applies(rule(changes), object({ tags }))).to.equal(is);
    });
  }

  it("counts days from the object's time to the next midnight", () => {
    expect(daysAfter(Date.UTC(2026, 0, 1, 10), 1)).to.equal(day(3));
    expect(daysAfter(day(1), 1)).to.equal(day(2));
  });

  it("expires an object at the first of the times that rules say", () => {
    const rules = [
      rule({ ID: "later", Expiration: { Days: 30 } }),
      rule({ ID: "first", Expiration: { Days: 3 } }),
      rule({ ID: "date", Expiration: { Date: new Date(day(20)) } }),
      rule({ ID: "other", Filter: { Prefix: "x" }, Expiration: { Days: 1 } }),
    ];
    const due = expiryOf(object(), rules);
    expect([due?.rule.ID, due?.at]).to.deep.equal(["first", day(5)]);
    expect(expiryOf(object(), [])).to.equal(undefined);
  });

  it("moves an object to the class of the last transition that is due", () => {
    const rules = [
      rule({
        Transitions: [
          { Days: 60, StorageClass: "GLACIER" },
          { Days: 1, StorageClass: "STANDARD_IA" },
          { Days: 30, StorageClass: "GLACIER_IR" },
        ],
      }),
    ];
    expect(classAt(day(2), object(), rules)).to.equal(undefined);
    expect(classAt(day(3), object(), rules)).to.equal("STANDARD_IA");
    expect(classAt(day(40), object(), rules)).to.equal("GLACIER_IR");
  });

  it("keeps as many noncurrent versions as it says, whatever their age", () => {
    const versions = [1, 2, 3].map((age) => ({ object: object({ version: String(age) }), since: day(4 - age) }));
    const expired = (changes: object) =>
      expiredNoncurrent(day(10), versions, [rule({ NoncurrentVersionExpiration: changes })]).map(
        ({ version }) => version,
      );
    expect(expired({ NoncurrentDays: 1 })).to.deep.equal(["1", "2", "3"]);
    expect(expired({ NoncurrentDays: 1, NewerNoncurrentVersions: 2 })).to.deep.equal(["3"]);
    expect(expired({ NoncurrentDays: 8 })).to.deep.equal(["2", "3"]);
    expect(expired({ NoncurrentDays: 20 })).to.deep.equal([]);
  });
});
