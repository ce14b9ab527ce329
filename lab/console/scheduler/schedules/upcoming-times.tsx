import Box from "@cloudscape-design/components/box";
import { Time } from "../../parts/time.tsx";
import { explained, upcoming, type Written } from "./explain.ts";

interface Props {
  readonly written: Written;
  /** The lab's time. */
  readonly now: number;
  readonly count: number;
}

/** What an expression says, and when it comes next. */
export function UpcomingTimes({ written, now, count }: Props) {
  const moments = upcoming(written, now, count);
  if (!moments) return <Box color="text-status-error">Not a valid expression in this time zone.</Box>;
  return (
    <div>
      <Box>{explained(written)}</Box>
      {moments.length === 0 ? (
        <Box color="text-body-secondary">It does not come any more.</Box>
      ) : (
        <ol>
          {moments.map((moment) => (
            <li key={moment}>
              <Time at={moment} />
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
