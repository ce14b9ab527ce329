import { isFailed, type TracedRequest, titleOf } from "../../cloud/trace/span-tree.ts";
import { durationOf } from "../parts/sizes.ts";
import "./waterfall.css";

interface Props {
  readonly request: TracedRequest;
  /** The id of the span whose details are shown. */
  readonly chosen: string;
  readonly onChoose: (span: string) => void;
}

/** What happened in a request, a bar for each part, as long as it took. */
export function Waterfall({ request: { root, rows }, chosen, onChoose }: Props) {
  const begin = root.start ?? 0;
  // What was begun may go on after the answer.
  const end = Math.max(...rows.map(({ span }) => (span.start ?? 0) + (span.took ?? 0)));
  const whole = Math.max(end - begin, 0.1);
  const percent = (milliseconds: number) => `${(100 * milliseconds) / whole}%`;
  return (
    <ul className="waterfall">
      {rows.map(({ span, depth }) => {
        const from = Math.max((span.start ?? begin) - begin, 0);
        const took = span.took ?? 0;
        return (
          <li key={span.id}>
            <button type="button" aria-pressed={span.id === chosen} onClick={() => onChoose(span.id)}>
              <span className="waterfall-title" style={{ paddingInlineStart: `${depth}em` }}>
                {isFailed(span) && <span className="waterfall-failed">✕ </span>}
                {titleOf(span)}
                {span.phases && span.phases.length > 1 && (
                  <small className="waterfall-phases">
                    {span.phases.map(({ name, took }) => `${name} ${durationOf(took)}`).join(", ")}
                  </small>
                )}
              </span>
              <span className="waterfall-track">
                <span
                  className={`waterfall-bar waterfall-${kindOf(span.service)}`}
                  style={{ insetInlineStart: percent(from), width: percent(took) }}
                >
                  {span.phases?.map((phase) => (
                    <span
                      key={phase.name}
                      className={`waterfall-phase ${phase.name === "cold start" ? "waterfall-cold" : "waterfall-handler"}`}
                      style={{
                        insetInlineStart: `${(100 * phase.from) / took}%`,
                        width: `${(100 * phase.took) / took}%`,
                      }}
                      title={`${phase.name} ${durationOf(phase.took)}`}
                    />
                  ))}
                </span>
              </span>
              <span className="waterfall-took">{durationOf(took)}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** What a bar's colour tells: what answers from outside, what computes, what keeps, and all others. */
function kindOf(service: string): "api" | "function" | "store" | "other" {
  if (service === "execute-api" || service === "lambda-url") return "api";
  if (service === "function" || service === "lambda") return "function";
  return service === "s3" ? "store" : "other";
}
