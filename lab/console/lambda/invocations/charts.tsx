import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import LineChart from "@cloudscape-design/components/line-chart";
import MixedLineBarChart from "@cloudscape-design/components/mixed-line-bar-chart";
import { useMemo } from "react";
import { clock } from "../../parts/moments.ts";
import "../../parts/colours.css";
import { durationOf } from "../../parts/sizes.ts";
import { bucketsOf, type Invocation } from "./invocations.ts";

const HEIGHT = 180;
const PARTS = 12;

interface Props {
  readonly invocations: readonly Invocation[];
}

/** What the invocations took, over the time. */
export function Charts({ invocations }: Props) {
  // Lines go from the left to the right.
  const ordered = useMemo(() => [...invocations].reverse(), [invocations]);
  return (
    <ColumnLayout columns={3} minColumnWidth={280}>
      <Container header={<Header variant="h3">Duration</Header>}>
        <Durations invocations={ordered} />
      </Container>
      <Container header={<Header variant="h3">Memory</Header>}>
        <Memory invocations={ordered} />
      </Container>
      <Container header={<Header variant="h3">Results</Header>}>
        <Results invocations={ordered} />
      </Container>
    </ColumnLayout>
  );
}

function Durations({ invocations }: Props) {
  // A warm invocation has none: a line of the cold ones alone would lead from one to the next.
  const cold = pointsOf(invocations, ({ initDuration = 0 }) => initDuration);
  return (
    <LineChart
      ariaLabel="Duration over time"
      height={HEIGHT}
      hideFilter
      xScaleType="time"
      xDomain={domainOf(invocations)}
      i18nStrings={{ xTickFormatter: tick }}
      yTickFormatter={durationOf}
      series={[
        line(
          "Duration",
          pointsOf(invocations, ({ duration }) => duration),
          durationOf,
        ),
        line("Initialization", cold, durationOf),
      ]}
    />
  );
}

function Memory({ invocations }: Props) {
  const sizes = pointsOf(invocations, ({ memory }) => memory);
  const used = pointsOf(invocations, ({ memoryUsed }) => memoryUsed);
  return (
    <LineChart
      ariaLabel="Memory over time"
      height={HEIGHT}
      hideFilter
      xScaleType="time"
      xDomain={domainOf(invocations)}
      yDomain={[0, Math.max(...sizes.map(({ y }) => y), ...used.map(({ y }) => y), 1) * 1.1]}
      i18nStrings={{ xTickFormatter: tick }}
      yTickFormatter={megabytes}
      series={[line("Used", used, megabytes), line("Size", sizes, megabytes)]}
    />
  );
}

function Results({ invocations }: Props) {
  const buckets = bucketsOf(invocations, PARTS);
  return (
    <MixedLineBarChart
      ariaLabel="Invocations over time, succeeded and failed"
      height={HEIGHT}
      hideFilter
      stackedBars
      xScaleType="categorical"
      xDomain={buckets.map(({ at }) => at)}
      yDomain={[0, Math.max(...buckets.map(({ succeeded, failed }) => succeeded + failed))]}
      i18nStrings={{ xTickFormatter: tick }}
      series={[
        {
          type: "bar",
          title: "Succeeded",
          color: "var(--ok)",
          data: buckets.map(({ at, succeeded }) => ({ x: at, y: succeeded })),
        },
        {
          type: "bar",
          title: "Failed",
          color: "var(--bad)",
          data: buckets.map(({ at, failed }) => ({ x: at, y: failed })),
        },
      ]}
    />
  );
}

interface Point {
  readonly x: Date;
  readonly y: number;
}

function line(title: string, data: readonly Point[], valueFormatter: (value: number) => string) {
  return { type: "line" as const, title, data, valueFormatter };
}

/** The points of what was measured. */
function pointsOf(invocations: readonly Invocation[], measure: (one: Invocation) => number | undefined): Point[] {
  return invocations.flatMap((one) => {
    const y = measure(one);
    return y === undefined ? [] : [{ x: new Date(one.at), y }];
  });
}

/** From the first invocation to the last one; some time around a single one. */
function domainOf(invocations: readonly Invocation[]): [Date, Date] {
  const first = invocations[0]?.at ?? 0;
  const last = invocations.at(-1)?.at ?? first;
  const margin = Math.max(500, (last - first) * 0.02);
  return [new Date(first - margin), new Date(last + margin)];
}

function tick(at: Date): string {
  return clock.format(at);
}

function megabytes(value: number): string {
  return `${Math.round(value)} MB`;
}
