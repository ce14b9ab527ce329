import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import MixedLineBarChart from "@cloudscape-design/components/mixed-line-bar-chart";
import { clock } from "../../parts/moments.ts";
import { type PartOfTime, partsOfTime } from "../../parts/parts-of-time.ts";
import "../../parts/colours.css";
import { type Call, unitsOf } from "./calls.ts";

const HEIGHT = 180;
const PARTS = 12;

/** How many calls there were, and what they consumed, over the time. */
export function Charts({ calls }: { readonly calls: readonly Call[] }) {
  const parts = partsOfTime(calls, PARTS);
  const isAny = unitsOf(calls) !== undefined;
  return (
    <ColumnLayout columns={2} minColumnWidth={280}>
      <Container header={<Header variant="h3">Consumed capacity units</Header>}>
        {isAny ? (
          <Bars
            label="Consumed capacity units over time, of reads and writes"
            parts={parts}
            series={[
              ["Reads", "var(--going)", (items) => unitsOf(items.filter(({ isRead }) => isRead)) ?? 0],
              ["Writes", "var(--warning)", (items) => unitsOf(items.filter(({ isRead }) => !isRead)) ?? 0],
            ]}
          />
        ) : (
          "Unknown: no caller asked for it. Calls with ReturnConsumedCapacity are answered what they consumed."
        )}
      </Container>
      <Container header={<Header variant="h3">Calls</Header>}>
        <Bars
          label="Calls over time, succeeded and failed"
          parts={parts}
          series={[
            ["Succeeded", "var(--ok)", (items) => items.filter(({ isFailed }) => !isFailed).length],
            ["Failed", "var(--bad)", (items) => items.filter(({ isFailed }) => isFailed).length],
          ]}
        />
      </Container>
    </ColumnLayout>
  );
}

interface BarsProps {
  /** What they show, for who can't see it. */
  readonly label: string;
  readonly parts: readonly PartOfTime<Call>[];
  readonly series: readonly (readonly [title: string, color: string, measure: (items: readonly Call[]) => number])[];
}

function Bars({ label, parts, series }: BarsProps) {
  const measured = series.map(([title, color, measure]) => ({
    type: "bar" as const,
    title,
    color,
    data: parts.map(({ at, items }) => ({ x: at, y: measure(items) })),
  }));
  const sums = parts.map((_, index) => measured.reduce((sum, { data }) => sum + (data[index]?.y ?? 0), 0));
  return (
    <MixedLineBarChart
      ariaLabel={label}
      height={HEIGHT}
      hideFilter
      stackedBars
      xScaleType="categorical"
      xDomain={parts.map(({ at }) => at)}
      yDomain={[0, Math.max(...sums, 1)]}
      i18nStrings={{ xTickFormatter: (at: Date) => clock.format(at) }}
      series={measured}
    />
  );
}
