import type { ClockFacts, MovedClock } from "../cloud/control/clock-facts.ts";
import { durationText } from "../cloud/time/duration.ts";
import { LabError } from "../lab-error.ts";
import { changeLab, readLab } from "./lab-api.ts";
import { print } from "./output.ts";
import type { LabOptions } from "./place.ts";

/** The argument is neither a length of time nor a date. */
export class NotAMove extends LabError {
  override readonly name = "NotAMove";

  constructor(text: string) {
    super(
      `${JSON.stringify(text)} is no move of the clock. Use a length such as +1h, +90m or +2d, or a date such as 2027-01-01T00:00Z.`,
    );
  }
}

/** In seconds. */
const UNITS: ReadonlyMap<string | undefined, number> = new Map([
  ["s", 1],
  ["m", 60],
  ["h", 3600],
  ["d", 86_400],
]);

/** `lab clock`: prints the time of a running lab, after moving it if asked to. */
export async function clock(move: string | undefined, place: LabOptions): Promise<void> {
  if (move === undefined) {
    const facts = await readLab<ClockFacts>(place, "clock");
    return print(place, facts, () => lineOf(facts));
  }
  const moved = await changeLab<MovedClock>(place, "PUT", "clock", moveOf(move));
  const { fired, complete } = moved;
  print(place, moved, () => `${lineOf(moved)}, ${fired} timer${fired === 1 ? "" : "s"} fired`);
  if (complete) return;
  console.error("The move ended early: more timers fell due than one move fires. Run the command again to go on.");
  process.exitCode = 1;
}

/** What `PUT /_lab/clock` takes. A date without a time zone is one of this machine's. */
export function moveOf(text: string): { readonly by: number } | { readonly to: string } {
  const [, count, unit] = /^\+(\d{1,9})([smhd])$/.exec(text) ?? [];
  const size = UNITS.get(unit);
  if (size !== undefined) return { by: Number(count) * size };
  const date = new Date(/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d|$)/.test(text) ? text : Number.NaN);
  if (Number.isNaN(date.getTime())) throw new NotAMove(text);
  return { to: date.toISOString() };
}

function lineOf({ now, ahead }: ClockFacts): string {
  return `${now}  ${ahead === 0 ? "as this machine" : `${durationText(ahead)} ahead of this machine`}`;
}
