import { readFileSync, writeFileSync } from "node:fs";
import { cpus, type as system } from "node:os";
import type { Row } from "./table.ts";

/** One figure beside its floor, both measured in the same run. */
export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly floor: string;
  readonly ratio: string;
  readonly aim: string;
}

/** Stands in the cell of a server that can't do what the row asks for, or failed at it. */
export const NO_FIGURE = "–";

/** A row or a figure on one line, for who watches. */
export function describe(one: Row | Figure): string {
  if ("cells" in one) {
    const cells = Object.entries(one.cells).map(([name, cell]) => `${name} ${cell}`);
    const failures = Object.entries(one.failures).map(([name, reason]) => `; ${name} failed: ${reason}`);
    return `${one.name}, ${one.unit}: ${cells.join(", ")}${failures.join("")}`;
  }
  return `${one.name}: ${[one.value, one.floor, one.ratio].filter(Boolean).join(" | ")}`;
}

/** The table of all servers in Markdown, a column for each. */
export function rowTable(rows: readonly Row[], servers: readonly string[]): string {
  return markdown([
    ["what", "unit", ...servers],
    ...rows.map(({ name, unit, cells }) => [name, unit, ...servers.map((server) => cells[server] ?? NO_FIGURE)]),
  ]);
}

/** The figures in Markdown. */
export function figureTable(figures: readonly Figure[]): string {
  return markdown([
    ["what", "measured", "floor", "ratio", "aim"],
    ...figures.map((f) => [f.name, f.value, f.floor, f.ratio, f.aim]),
  ]);
}

function markdown([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");
}

/** On what a run was made: a table is worth nothing without it. */
export function machine(load: number): string {
  const [cpu] = cpus();
  const node = `Node.js ${process.versions.node}`;
  return `${cpus().length} cores (${cpu?.model.trim()}), ${system()}, ${node}, load average ${load.toFixed(1)}`;
}

/** Puts text between a file's markers `<!-- bench NAME -->` and `<!-- end -->`. */
export function replaceBetween(file: string, name: string, text: string): void {
  const content = readFileSync(file, "utf8");
  const begin = `<!-- bench ${name} -->`;
  const from = content.indexOf(begin);
  const to = content.indexOf("<!-- end -->", from);
  if (from < 0 || to < 0) throw new Error(`${file} has no place for ${name}`);
  writeFileSync(file, `${content.slice(0, from + begin.length)}\n${text}\n${content.slice(to)}`);
}

export const ms = (value: number) => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;
export const perSecond = (value: number) => `${value.toFixed(0)}/s`;
export const times = (ratio: number) => `${ratio.toFixed(2)}×`;
