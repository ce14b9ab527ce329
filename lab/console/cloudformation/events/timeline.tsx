import "../../parts/colours.css";
import "./timeline.css";
import { durationOf } from "../../parts/sizes.ts";
import { statusOf } from "../../parts/status.ts";
import { isInMotion } from "../motion.ts";
import type { Bar, Operation, Row } from "./operations.ts";

const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** Each resource of an operation as a bar, from when it was begun until it was done, on one axis of time. */
export function Timeline({ operation }: { readonly operation: Operation }) {
  const { from, rows, status } = operation;
  // What is going on goes on until now; the lab's clock may be ahead of this one.
  const to = isInMotion(status) ? Math.max(operation.to, Date.now()) : operation.to;
  const length = Math.max(to - from, 1);
  return (
    <ol className="timeline" aria-label="What happened to each resource, and when">
      <li aria-hidden>
        <span />
        <span className="axis">
          {TICKS.map((tick) => (
            <span key={tick}>{tick === 0 ? "0" : durationOf(tick * length)}</span>
          ))}
        </span>
        <span />
      </li>
      {rows.map((row) => (
        <Lane key={row.logicalId} row={row} from={from} to={to} />
      ))}
    </ol>
  );
}

function Lane({
  row: { logicalId, type, bars },
  from,
  to,
}: {
  readonly row: Row;
  readonly from: number;
  readonly to: number;
}) {
  const length = Math.max(to - from, 1);
  const percent = (time: number) => `${(Math.max(0, time - from) / length) * 100}%`;
  const took = bars.reduce((sum, bar) => sum + ((bar.to ?? to) - bar.from), 0);
  return (
    <li>
      <span className="name" title={`${logicalId} (${type})`}>
        {logicalId}
      </span>
      <span className="lane">
        {bars.map((bar) => (
          <span
            key={`${bar.from} ${bar.action}`}
            role="img"
            aria-label={described(bar, from, to)}
            title={described(bar, from, to)}
            className={`bar status-${statusOf(bar.status)} ${bar.to === undefined ? "going" : ""}`}
            style={{
              insetInlineStart: `min(${percent(bar.from)}, calc(100% - 4px))`,
              width: percent((bar.to ?? to) - bar.from + from),
            }}
          />
        ))}
      </span>
      <span className="took">{durationOf(took)}</span>
    </li>
  );
}

function described(bar: Bar, from: number, to: number): string {
  const took = durationOf((bar.to ?? to) - bar.from);
  const reason = bar.reason ? `: ${bar.reason}` : "";
  const span = bar.to === undefined ? `for ${took} so far` : `took ${took}`;
  return `${bar.status}, began after ${durationOf(bar.from - from)}, ${span}${reason}`;
}
