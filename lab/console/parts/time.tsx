import { moment } from "./moments.ts";

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
];

/** A moment, as the reader's language writes it; how long ago that is, as its title. */
export function Time({ at }: { readonly at: Date | string | number | undefined }) {
  if (at === undefined) return <>–</>;
  const date = new Date(at);
  return (
    <time dateTime={date.toISOString()} title={agoOf(date.getTime() - Date.now())}>
      {moment.format(date)}
    </time>
  );
}

function agoOf(milliseconds: number): string {
  const [unit, length] = UNITS.find(([, size]) => Math.abs(milliseconds) >= size) ?? ["second", 1000];
  return relative.format(Math.round(milliseconds / length), unit);
}
