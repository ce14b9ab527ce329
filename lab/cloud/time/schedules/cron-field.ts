/** Which values a field of a cron expression may have. */
export interface FieldRange {
  readonly least: number;
  readonly most: number;
  /** Names of the values, from the least on. */
  readonly names?: readonly string[];
  /** Whether a range may go over the end: `22-2`, `FRI-MON`. Years do not come around. */
  readonly isCyclic: boolean;
}

/** The values that a field names (`*`, `5`, `MON-FRI`, `0/15`, `1-9/2`, and lists of them), in order; nothing for what is none. */
export function valuesOf(field: string, range: FieldRange): number[] | undefined {
  const values = new Set<number>();
  for (const item of field.split(",")) {
    const named = itemValues(item, range);
    if (!named) return undefined;
    for (const value of named) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

/** A value, by its number or name; nothing for what is none. */
export function readValue(text: string, { least, most, names }: FieldRange): number | undefined {
  const named = names?.indexOf(text.toUpperCase()) ?? -1;
  if (named >= 0) return least + named;
  const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}

function itemValues(item: string, range: FieldRange): number[] | undefined {
  const [span = "", stepText, ...more] = item.split("/");
  const step = stepText === undefined ? 1 : /^[1-9]\d{0,3}$/.test(stepText) ? Number(stepText) : undefined;
  const ends = endsOf(span, stepText !== undefined, range);
  if (!ends || step === undefined || more.length > 0) return undefined;
  const [from, to] = ends;
  const { least, most, isCyclic } = range;
  if (from > to && !isCyclic) return undefined;
  const count = most - least + 1;
  const last = to < from ? to + count : to;
  const values: number[] = [];
  for (let value = from; value <= last; value += step) values.push(least + ((value - least) % count));
  return values;
}

/** A single value with a step goes on to the end: `0/15`. */
function endsOf(span: string, hasStep: boolean, range: FieldRange): [number, number] | undefined {
  if (span === "*") return [range.least, range.most];
  const [fromText = "", toText, ...more] = span.split("-");
  const from = readValue(fromText, range);
  const to = toText === undefined ? (hasStep ? range.most : from) : readValue(toText, range);
  return from === undefined || to === undefined || more.length > 0 ? undefined : [from, to];
}
