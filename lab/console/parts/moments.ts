/** A moment as the reader's language writes it, with hours that need no AM or PM: `Nov 30, 2026, 06:15:49`. */
export const moment = new Intl.DateTimeFormat(undefined, {
  dateStyle: "medium",
  timeStyle: "medium",
  hourCycle: "h23",
});

/** A time of day: `06:15:49`. */
export const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium", hourCycle: "h23" });

/** A time of day to the millisecond: `06:15:49.213`. */
export const preciseClock = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
  hourCycle: "h23",
});
