import { memo, type ReactNode, useEffect, useRef } from "react";
import { Link } from "react-router";
import { BASE, useAddress } from "../../shell/addresses.ts";
import { moment, preciseClock } from "../moments.ts";
import { jsonOf, type LogLine, toneOf } from "./log-line.ts";
import "./log-lines.css";

interface Props {
  readonly label: string;
  readonly lines: readonly LogLine[];
  /** The group, when each line is to lead to its stream. */
  readonly group?: string;
  /** Whether lines are added while one looks, which a screen reader tells. */
  readonly isLive?: boolean;
  /** Shown when there are no lines. */
  readonly empty: ReactNode;
}

/**
 * Lines of a log as they were written, the newest in sight until somebody scrolls away from it. What is JSON can be opened.
 */
export function LogLines({ label, lines, group, isLive = false, empty }: Props) {
  const list = useRef<HTMLElement>(null);
  const isAtEnd = useRef(true);
  const address = useAddress();
  const isEmpty = lines.length === 0;
  useEffect(() => {
    const lines = list.current?.firstElementChild;
    if (isEmpty || !lines) return;
    // Lines are measured only when they are about to be seen: the list grows while it scrolls to its end.
    const growing = new ResizeObserver(() => {
      if (isAtEnd.current && list.current) list.current.scrollTop = list.current.scrollHeight;
    });
    growing.observe(lines);
    return () => growing.disconnect();
  }, [isEmpty]);
  if (isEmpty) return <div className="log-empty">{empty}</div>;
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
      onClickCapture={({ target }) => {
        // Who opens a line reads there.
        if ((target as Element).closest("summary")) isAtEnd.current = false;
      }}
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
      {preciseClock.format(date)}
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
