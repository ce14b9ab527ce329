/** One figure beside its floor, both measured in the same run. */
export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly floor: string;
  readonly ratio: string;
  readonly aim: string;
}

/** Prints figures as a table that can be pasted into Markdown. */
export function report(figures: readonly Figure[]): void {
  const rows = [
    ["what", "measured", "floor", "ratio", "aim"],
    ...figures.map((f) => [f.name, f.value, f.floor, f.ratio, f.aim]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  rows.forEach((row, i) => {
    console.log(`| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`);
    if (i === 0) console.log(`|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`);
  });
}

export const ms = (value: number) => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;
export const perSecond = (value: number) => `${value.toFixed(0)}/s`;
export const times = (ratio: number) => `${ratio.toFixed(2)}×`;
