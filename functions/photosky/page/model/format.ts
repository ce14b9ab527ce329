/** The page speaks English: the reader's own, where that is his language. */
const locale = navigator.languages.find((language) => language.startsWith("en")) ?? "en-GB";
const days = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" });
const moments = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });

/** The day of a moment: `Today`, `Yesterday`, or its date. */
export function day(moment: string): string {
  const date = new Date(moment);
  const yesterday = new Date();
  yesterday.setDate(yesterday.getDate() - 1);
  if (date.toDateString() === new Date().toDateString()) return "Today";
  if (date.toDateString() === yesterday.toDateString()) return "Yesterday";
  return Number.isNaN(date.getTime()) ? "Earlier" : days.format(date);
}

export function time(moment: string): string {
  const date = new Date(moment);
  return Number.isNaN(date.getTime()) ? "" : moments.format(date);
}

/** A number of bytes: `812 KB`, `2.4 MB`. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const [amount, unit] = bytes < 1e6 ? [bytes / 1e3, "KB"] : bytes < 1e9 ? [bytes / 1e6, "MB"] : [bytes / 1e9, "GB"];
  return `${amount < 10 ? amount.toFixed(1).replace(/\.0$/, "") : Math.round(amount)} ${unit}`;
}

export function count(pictures: number): string {
  return pictures === 1 ? "1 picture" : `${pictures} pictures`;
}
