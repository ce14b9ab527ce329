import DateRangePicker, { type DateRangePickerProps } from "@cloudscape-design/components/date-range-picker";
import { parseRange, rangeText, type TimeRange } from "./time-ranges.ts";

const OPTIONS: readonly [amount: number, unit: "minute" | "hour" | "day"][] = [
  [5, "minute"],
  [15, "minute"],
  [1, "hour"],
  [6, "hour"],
  [1, "day"],
  [7, "day"],
];

interface Props {
  /** As it stands in an address; empty for all of the time. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Chooses from when until when: the last hour, or two moments. */
export function TimeRangePicker({ value, onChange }: Props) {
  return (
    <DateRangePicker
      ariaLabel="Time range"
      value={(parseRange(value) as DateRangePickerProps.Value | undefined) ?? null}
      onChange={({ detail }) => onChange(detail.value ? rangeText(detail.value as TimeRange) : "")}
      relativeOptions={OPTIONS.map(([amount, unit]) => ({ key: `${amount}-${unit}`, amount, unit, type: "relative" }))}
      customRelativeRangeUnits={["second", "minute", "hour", "day", "week"]}
      isValidRange={(range) =>
        range?.type === "absolute" && !(range.startDate < range.endDate)
          ? { valid: false, errorMessage: "The start must be before the end." }
          : { valid: true }
      }
      placeholder="All time"
      timeInputFormat="hh:mm:ss"
      absoluteFormat="long-localized"
      hideTimeOffset
      expandToViewport
    />
  );
}
