import assert from "node:assert/strict";
import { nextMoments, parseSchedule, ScheduleExpressionError } from "../../../../lab/cloud/time/schedules/schedule.ts";

const KINDS = ["rate", "cron", "at"] as const;

/** The next moments after one, written in UTC to the minute. */
function moments(expression: string, after: string, count: number, zone = "UTC"): string[] {
  const schedule = parseSchedule(expression, { kinds: KINDS, zone });
  return nextMoments(schedule, Date.parse(`${after}Z`), count).map((moment) =>
    new Date(moment).toISOString().slice(0, 16),
  );
}

/** Expression, moment after which, the next moments. 1 January 2026 is a Thursday. */
const COMING: readonly [string, string, readonly string[]][] = [
  ["cron(0 10 * * ? *)", "2026-01-01T10:00", ["2026-01-02T10:00", "2026-01-03T10:00"]],
  ["cron(0 10 * * ? *)", "2026-01-01T09:59:59", ["2026-01-01T10:00"]],
  ["cron(15 12 * * ? *)", "2026-01-31T12:15", ["2026-02-01T12:15"]],
  [
    "cron(0/15 * * * ? *)",
    "2026-01-01T00:07",
    ["2026-01-01T00:15", "2026-01-01T00:30", "2026-01-01T00:45", "2026-01-01T01:00"],
  ],
  ["cron(*/20 * * * ? *)", "2026-01-01T00:40", ["2026-01-01T01:00", "2026-01-01T01:20"]],
  ["cron(5/20 8 * * ? *)", "2026-01-01T08:25", ["2026-01-01T08:45", "2026-01-02T08:05"]],
  ["cron(0 18 ? * MON-FRI *)", "2026-01-02T18:00", ["2026-01-05T18:00"]],
  ["cron(0 18 ? * mon-fri *)", "2026-01-02T18:00", ["2026-01-05T18:00"]],
  ["cron(0 8 1 * ? *)", "2026-01-01T08:00", ["2026-02-01T08:00", "2026-03-01T08:00"]],
  ["cron(0/30 20-2 ? * MON-FRI *)", "2026-01-02T21:30", ["2026-01-02T22:00", "2026-01-02T22:30", "2026-01-02T23:00"]],
  [
    "cron(0 1 ? * FRI-MON *)",
    "2026-01-02T01:00",
    ["2026-01-03T01:00", "2026-01-04T01:00", "2026-01-05T01:00", "2026-01-09T01:00"],
  ],
  ["cron(0 9 ? * 2#1 *)", "2026-01-01T00:00", ["2026-01-05T09:00", "2026-02-02T09:00"]],
  ["cron(0 9 ? * TUE#5 *)", "2026-01-01T00:00", ["2026-03-31T09:00", "2026-06-30T09:00"]],
  ["cron(0 9 L * ? *)", "2028-01-31T09:00", ["2028-02-29T09:00", "2028-03-31T09:00"]],
  ["cron(0 9 LW * ? *)", "2026-01-01T00:00", ["2026-01-30T09:00", "2026-02-27T09:00"]],
  ["cron(0 9 1W * ? *)", "2026-01-31T00:00", ["2026-02-02T09:00", "2026-03-02T09:00", "2026-04-01T09:00"]],
  ["cron(0 9 15W * ? *)", "2026-02-01T00:00", ["2026-02-16T09:00", "2026-03-16T09:00"]],
  ["cron(0 9 31W * ? *)", "2026-02-01T00:00", ["2026-03-31T09:00", "2026-05-29T09:00"]],
  ["cron(0 9 ? * L *)", "2026-01-01T00:00", ["2026-01-03T09:00", "2026-01-10T09:00"]],
  ["cron(0 9 ? * 6L *)", "2026-01-01T00:00", ["2026-01-30T09:00", "2026-02-27T09:00"]],
  ["cron(0 9 ? * FRIL *)", "2026-01-01T00:00", ["2026-01-30T09:00"]],
  ["cron(0 0 29 FEB ? *)", "2026-01-01T00:00", ["2028-02-29T00:00", "2032-02-29T00:00"]],
  [
    "cron(0 0 1 JAN,JUL ? 2027-2028)",
    "2026-01-01T00:00",
    ["2027-01-01T00:00", "2027-07-01T00:00", "2028-01-01T00:00", "2028-07-01T00:00"],
  ],
  ["cron(30-30 13-13 ? * 2,4,6 *)", "2026-01-01T00:00", ["2026-01-02T13:30", "2026-01-05T13:30"]],
  ["cron(1-31/30 1-1 ? * 1,7 *)", "2026-01-03T01:01", ["2026-01-03T01:31", "2026-01-04T01:01"]],
  ["cron( 0  10  * * ? * )", "2026-01-01T00:00", ["2026-01-01T10:00"]],
  ["cron(0 0 30 2 ? *)", "2026-01-01T00:00", []],
  ["cron(0 0 1 1 ? 2025)", "2026-01-01T00:00", []],
  ["cron(59 23 31 12 ? 2199)", "2026-01-01T00:00", ["2199-12-31T23:59"]],
  ["at(2026-03-01T09:00:00)", "2026-01-01T00:00", ["2026-03-01T09:00"]],
  ["at(2026-03-01T09:00:00)", "2026-03-01T09:00", []],
  ["rate(7 days)", "1970-01-01T00:00", ["1970-01-08T00:00"]],
];

/** Zone, expression, moment after which (UTC), the next moments (UTC). */
const ZONED: readonly [string, string, string, readonly string[]][] = [
  [
    "America/Los_Angeles",
    "cron(0 4 * * ? *)",
    "2026-03-07T00:00",
    ["2026-03-07T12:00", "2026-03-08T11:00", "2026-03-09T11:00"],
  ],
  ["America/Los_Angeles", "cron(0 4 * * ? *)", "2026-10-31T12:00", ["2026-11-01T12:00", "2026-11-02T12:00"]],
  // 02:30 does not exist on 8 March 2026: it is skipped.
  ["America/Los_Angeles", "cron(30 2 * * ? *)", "2026-03-07T00:00", ["2026-03-07T10:30", "2026-03-09T09:30"]],
  // 01:30 comes twice on 1 November 2026: the first one counts.
  ["America/Los_Angeles", "cron(30 1 * * ? *)", "2026-10-31T12:00", ["2026-11-01T08:30", "2026-11-02T09:30"]],
  [
    "America/Los_Angeles",
    "cron(0/30 1-2 * * ? *)",
    "2026-11-01T08:00",
    ["2026-11-01T08:30", "2026-11-01T10:00", "2026-11-01T10:30"],
  ],
  ["Asia/Kolkata", "cron(0 9 * * ? *)", "2026-01-01T00:00", ["2026-01-01T03:30"]],
  ["Pacific/Kiritimati", "cron(0 0 1 * ? *)", "2026-01-01T00:00", ["2026-01-31T10:00"]],
  ["Australia/Lord_Howe", "cron(15 2 * * ? *)", "2026-10-02T20:00", ["2026-10-04T15:15"]],
  ["Europe/Berlin", "at(2026-07-01T12:00:00)", "2026-01-01T00:00", ["2026-07-01T10:00"]],
  ["Europe/Berlin", "at(2026-03-29T02:30:00)", "2026-01-01T00:00", []],
];

const BAD = [
  "",
  "cron()",
  "0 10 * * ? *",
  "cron(0 10 * * *)",
  "cron(0 10 * * ? * *)",
  "cron(0 10 * * * *)",
  "cron(0 10 ? * ? *)",
  "cron(0 10 1 * MON *)",
  "cron(60 10 * * ? *)",
  "cron(0 24 * * ? *)",
  "cron(0 10 0 * ? *)",
  "cron(0 10 32 * ? *)",
  "cron(0 10 * 13 ? *)",
  "cron(0 10 ? * 0 *)",
  "cron(0 10 ? * 8 *)",
  "cron(0 10 ? * FOO *)",
  "cron(0 10 ? * 2#6 *)",
  "cron(0 10 ? * 3#1,6#3 *)",
  "cron(0 10 1,LW * ? *)",
  "cron(0 10 W * ? *)",
  "cron(0 10 * * ? 1969)",
  "cron(0 10 * * ? 2200)",
  "cron(0 10 * * ? 2030-2020)",
  "cron(0/0 10 * * ? *)",
  "cron(0/5/5 10 * * ? *)",
  "cron(1-2-3 10 * * ? *)",
  "cron(? 10 * * ? *)",
  "cron(1, 10 * * ? *)",
  "cron(-1 10 * * ? *)",
  "Cron(0 10 * * ? *)",
  "cron(0 10 * * ? *) ",
  "rate(0 minutes)",
  "rate(-1 minutes)",
  "rate(1.5 hours)",
  "rate(5 seconds)",
  "rate(5)",
  "rate(minutes)",
  "rate(5 minutess)",
  "at(2026-02-30T00:00:00)",
  "at(2026-01-01T24:00:00)",
  "at(2026-01-01T00:00)",
  "at(2026-01-01T00:00:00Z)",
  "at(01-01-2026T00:00:00)",
];

describe("schedule expressions", () => {
  for (const [expression, after, expected] of COMING)
    it(`${expression} after ${after} comes at ${expected.join(", ") || "no time"}`, () => {
      assert.deepEqual(moments(expression, after, Math.max(expected.length, 1)), expected);
    });

  for (const [zone, expression, after, expected] of ZONED)
    it(`${expression} in ${zone} after ${after} comes at ${expected.join(", ") || "no time"}`, () => {
      assert.deepEqual(moments(expression, after, Math.max(expected.length, 1), zone), expected);
    });

  for (const expression of BAD)
    it(`"${expression}" is not valid`, () => {
      assert.throws(() => parseSchedule(expression, { kinds: KINDS }), ScheduleExpressionError);
    });

  it("a rate counts from its start, which is its first moment", () => {
    const start = Date.parse("2026-01-01T00:00:30Z");
    const schedule = parseSchedule("rate(5 minutes)", { kinds: KINDS, start });
    assert.deepEqual(nextMoments(schedule, start - 1, 2), [start, start + 300_000]);
    assert.deepEqual(nextMoments(schedule, start + 299_999, 2), [start + 300_000, start + 600_000]);
    assert.equal(parseSchedule("rate(1 day)", { kinds: KINDS, start }).next(start), start + 86_400_000);
  });

  it("the unit of a rate agrees with its number where the service asks for that", () => {
    const strict = { kinds: KINDS, unit: "agrees with the number" } as const;
    for (const good of ["rate(1 minute)", "rate(2 minutes)", "rate(1 hour)", "rate(12 hours)", "rate(1 day)"])
      parseSchedule(good, strict);
    for (const bad of ["rate(1 minutes)", "rate(2 minute)", "rate(1 days)"])
      assert.throws(() => parseSchedule(bad, strict), ScheduleExpressionError);
    parseSchedule("rate(1 minutes)", { kinds: KINDS });
  });

  it("only the kinds that the service takes are valid", () => {
    assert.throws(() => parseSchedule("at(2026-01-01T00:00:00)", { kinds: ["rate", "cron"] }), ScheduleExpressionError);
  });

  it("a time zone that does not exist is not valid", () => {
    for (const zone of ["Mars/Olympus", "+02:00", "__proto__", ""])
      assert.throws(() => parseSchedule("cron(0 10 * * ? *)", { kinds: KINDS, zone }), ScheduleExpressionError);
  });

  it("a day that never comes, and a huge list, are told quickly", () => {
    const begun = performance.now();
    const list = Array.from({ length: 100 }, () => "0").join(",");
    assert.equal(moments("cron(0 0 30 2 ? *)", "2026-01-01T00:00", 1, "America/New_York").length, 0);
    assert.equal(moments(`cron(${list} * * * ? *)`, "2026-01-01T00:00", 2).length, 2);
    assert.equal(moments("cron(* * ? 2 MON#5 *)", "2026-01-01T00:00", 1).length, 1);
    assert.ok(performance.now() - begun < 500);
  });
});
