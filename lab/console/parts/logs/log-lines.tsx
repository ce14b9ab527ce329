import { memo, type ReactNode, useLayoutEffect, useRef } from "react";
import { Link } from "react-router";
import { BASE, useAddress } from "../../shell/addresses.ts";
import { jsonOf, type LogLine, toneOf } from "./log-line.ts";
import "./log-lines.css";

interface Props {
  readonly label: string;
  readonly lines: readonly LogLine[];
  /** The group, when each line is to lead to its stream. */
  readonly group?: string;
  /** Whether the list stays at its end when lines are added, unless its reader scrolled up. */
  readonly isLive?: boolean;
  /** Shown when there are no lines. */
  readonly empty: ReactNode;
}

const time = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
});
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

/** Lines of a log as they were written. What is JSON can be opened. */
export function LogLines({ label, lines, group, isLive = false, empty }: Props) {
  const list = useRef<HTMLElement>(null);
  const isAtEnd = useRef(true);
  const address = useAddress();
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is for new lines that the list scrolls.
  useLayoutEffect(() => {
    if (isLive && isAtEnd.current && list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [isLive, lines]);
  if (lines.length === 0) return <div className="log-empty">{empty}</div>;
  const watch = ({ currentTarget: { scrollHeight, scrollTop, clientHeight } }: React.UIEvent) => {
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < 24;
  };
  const linkOf = (stream: string) =>
    address(`/logs/${encodeURIComponent(group ?? "")}/${encodeURIComponent(stream)}`).slice(BASE.length);
  return (
    <section
      ref={list}
      className="log"
      {...(isLive && { role: "log" })}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
      tabIndex={0}
      onScroll={watch}
    >
      <ol>
        {lines.map((line) => (
          <Line key={line.id} line={line} link={group === undefined ? undefined : linkOf(line.stream)} />
        ))}
      </ol>
    </section>
  );
}

interface LineProps {
  readonly line: LogLine;
  readonly link: string | undefined;
}

const Line = memo(function Line({ line: { at, stream, text }, link }: LineProps) {
  const date = new Date(at);
  const json = jsonOf(text);
  const written = (
    <time dateTime={date.toISOString()} title={`${moment.format(date)}, ${stream}`}>
      {time.format(date)}
    </time>
  );
  return (
    <li className={`log-${toneOf(text)}`}>
      {link === undefined ? written : <Link to={link}>{written}</Link>}
      {json === undefined ? (
        <span className="log-text">{text}</span>
      ) : (
        <details className="log-text">
          <summary>{text}</summary>
          <pre>{json}</pre>
        </details>
      )}
    </li>
  );
});
